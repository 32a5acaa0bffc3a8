"""How lines are made and written: by structlog, as JSON or for a terminal, to standard error.

All of the process logs through here: what other libraries tell Python's `logging` becomes lines of the same form, of
which only words are kept that cannot hold a value. A log that cannot be written is no reason to fail.
"""

import logging
import os
import re
import sys
import threading
import warnings
from collections.abc import Callable, Mapping, MutableMapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

import orjson
import structlog
from structlog.typing import FilteringBoundLogger

from logs.entry import current
from logs.faults import short, told
from logs.together import Plain, Together

STDERR: Final = 2
OPTIONS: Final = orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z
TRUSTED: Final = ("uvicorn",)
"""Loggers whose words are of the server's own doings."""
VALUE: Final = re.compile(r"[<({\[\"'`:=%].*", re.DOTALL)
"""Where in the words of others a value may begin."""

Facts = MutableMapping[str, Any]


class Form(StrEnum):
    """What a line looks like."""

    JSON = "json"
    CONSOLE = "console"


def _kind(value: object) -> str:
    return type(value).__name__


def to_stderr(line: bytes) -> None:
    """Write, by one call of the system, so that lines of several processes do not mix."""
    os.write(STDERR, line)


class Lines:
    """Makes lines of what is told, and writes them."""

    def __init__(self) -> None:
        self.write: Callable[[bytes], object] = to_stderr
        self.form = Form.JSON
        self.requests = Together(self._put)
        """Where requests' lines wait for each other."""
        self._console = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())

    def render(self, _: Any, level: str, facts: Facts) -> bytes:
        """A line. What is not JSON of itself is told by its type."""
        entry = current()
        line = {"time": datetime.now(UTC), "level": level, "event": facts["event"]}
        if entry is not None:
            line["request"] = entry.request
        line.update(facts)
        if self.form is Form.CONSOLE:
            return self._on_a_terminal(line)
        try:
            return orjson.dumps(line, default=_kind, option=OPTIONS)
        except TypeError:  # half a surrogate pair
            return orjson.dumps(
                {"time": line["time"], "level": level, "event": "a line could not be written"},
                option=OPTIONS,
            )

    def _on_a_terminal(self, line: dict[str, Any]) -> bytes:
        """A line for people, with the places of an exception below it."""
        exceptions = line.pop("exceptions", ())
        head = {**line, "timestamp": line.pop("time").astimezone().strftime("%H:%M:%S")}
        head.pop("time", None)
        below = [
            f"    {one['type']}\n" + "".join(f"        {frame}\n" for frame in one["frames"])
            for one in exceptions
        ]
        text = f"{self._console(None, line['level'], head)}\n{''.join(below)}"
        return text.encode("utf-8", "replace")

    def msg(self, line: bytes) -> None:
        """Write a line, after those that wait."""
        self.requests.flush()
        self._put(line)

    def _put(self, lines: bytes) -> None:
        """Write, if that can be."""
        try:
            self.write(lines)
        except OSError:  # the disk is full, or nobody reads
            return

    debug = info = warning = error = critical = msg


LINES: Final = Lines()
LOG: Final[FilteringBoundLogger] = structlog.wrap_logger(
    LINES,
    processors=[LINES.render],
    wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
).bind()
"""What our own code logs with: an event that is a constant, and facts."""
REQUESTS: Final[Plain] = structlog.wrap_logger(
    LINES.requests, processors=[LINES.render], wrapper_class=Plain
).bind()
"""What the requests' lines are logged with: there is one for each of them."""


class Foreign(logging.Handler):
    """What others tell Python's `logging`, as lines of ours."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line for a record."""
        error = record.exc_info[1] if record.exc_info else None
        facts: Mapping[str, Any] = {"exceptions": list(told(error))} if error is not None else {}
        LOG.log(record.levelno // 10 * 10, _words(record), logger=record.name, **facts)


def _words(record: logging.LogRecord) -> str:
    """The first line of a record's message, as far as no value may be in it."""
    if record.name.startswith(TRUSTED):
        return record.getMessage().partition("\n")[0]
    return VALUE.sub("", str(record.msg).partition("\n")[0]).strip() or record.name


def silence() -> None:
    """Let a command say what it has to say by itself, until a server opens the log."""
    LINES.write = len
    logging.getLogger().handlers[:] = [logging.NullHandler()]


def configure(form: Form) -> None:
    """Let the whole process log in this form."""
    LINES.form, LINES.write, LINES.requests.waits = form, to_stderr, form is Form.JSON
    root = logging.getLogger()
    root.handlers[:] = [Foreign()]
    root.setLevel(logging.INFO)
    logging.getLogger("tortoise").setLevel(logging.WARNING)
    logging.raiseExceptions = (
        False  # a record that cannot be told would be printed, with its arguments
    )
    warnings.showwarning = _warn  # type: ignore[assignment] # it takes more than we look at
    sys.unraisablehook = lambda fault: report("nobody could catch this", fault.exc_value)
    threading.excepthook = lambda fault: report("a thread ended", fault.exc_value)


def report(event: str, error: BaseException | None, **facts: Any) -> None:
    """One line for something that nobody expected."""
    LOG.error(event, **facts, exceptions=list(told(error)) if error is not None else [])


def _warn(
    message: Warning | str, category: type[Warning], filename: str, lineno: int, *_: Any
) -> None:
    LOG.warning("Python warns", kind=category.__name__, at=f"{short(filename)}:{lineno}")
