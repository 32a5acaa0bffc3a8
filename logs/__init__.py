"""Structured log: one JSON line for each operation, without personal data.

`entry.py` collects what is known of the current request. `writer.py` renders and writes the lines
of the process. `buffered_writer.py` writes the request lines several at a time. `exceptions.py`
describes an exception without its values. `pseudonyms.py` names users in a way that only holders of
the key can resolve.

A line says what was done and with what result: never variables, names, addresses, tokens or files.
Refusals are part of the operation's line; an unexpected error has its own line, with the id that
the client receives.
"""

from logs.entry import begin, count_statement, current, note_code
from logs.pseudonyms import Pseudonyms
from logs.writer import LOG, REQUEST_LOG, WRITER, LogFormat, configure, disable_output, report

__all__ = [
    "LOG",
    "REQUEST_LOG",
    "WRITER",
    "LogFormat",
    "Pseudonyms",
    "begin",
    "configure",
    "count_statement",
    "current",
    "disable_output",
    "note_code",
    "report",
]
