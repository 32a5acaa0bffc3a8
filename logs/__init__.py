"""The log: one line of JSON for each operation, and nothing of anybody in it.

    entry.py       what the line of the request under way says, noted where it is known
    lines.py       how lines are made and written, for the whole process
    together.py    requests' lines, several by one write
    faults.py      an exception without its values
    pseudonyms.py  whose line it is, for those who have the key

A line says what was done and how it went: never variables, names, addresses, tokens or files. What was refused stands in
the operation's own line; what nobody expected has a line of its own beside it, with the id that the client reads.
"""

from logs.entry import begin, count_statement, current, note_code
from logs.lines import LINES, LOG, REQUESTS, Form, configure, report, silence
from logs.pseudonyms import Pseudonyms

__all__ = [
    "LINES",
    "LOG",
    "REQUESTS",
    "Form",
    "Pseudonyms",
    "begin",
    "configure",
    "count_statement",
    "current",
    "note_code",
    "report",
    "silence",
]
