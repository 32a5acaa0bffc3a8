"""Log lines of the whole process: by structlog, as JSON or for a terminal, to stderr.

Records of other libraries (`logging`) are rendered in the same form; only words that cannot hold a
value are kept of them. A log that cannot be written does not fail the request.
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

from logs.buffered_writer import BufferedWriter, UnboundLogger
from logs.entry import current
from logs.exceptions import describe_exception, short_path

STDERR: Final = 2
OPTIONS: Final = orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z
TRUSTED_LOGGERS: Final = ("uvicorn",)
"""Loggers whose messages hold no personal data: they report on the server itself."""
VALUE_START: Final = re.compile(r"[<({\[\"'`:=%].*", re.DOTALL)
"""Start of a possible value in a message of another library."""

Facts = MutableMapping[str, Any]


class LogFormat(StrEnum):
    """Format of the log."""

    JSON = "json"
    CONSOLE = "console"


def _kind(value: object) -> str:
    return type(value).__name__


def to_stderr(line: bytes) -> None:
    """Write with one system call, so that lines of several processes do not mix."""
    os.write(STDERR, line)


class LogWriter:
    """Renderer and writer of log lines."""

    def __init__(self) -> None:
        self.write: Callable[[bytes], object] = to_stderr
        self.form = LogFormat.JSON
        self.requests = BufferedWriter(self._write)
        """Buffer of request lines."""
        self._console = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())

    def render(self, _: Any, level: str, facts: Facts) -> bytes:
        """Render a line; values that are not JSON are replaced by the name of their type."""
        entry = current()
        line = {"time": datetime.now(UTC), "level": level, "event": facts["event"]}
        if entry is not None:
            line["request"] = entry.request
        line.update(facts)
        if self.form is LogFormat.CONSOLE:
            return self._render_console(line)
        try:
            return orjson.dumps(line, default=_kind, option=OPTIONS)
        except TypeError:  # half a surrogate pair
            return orjson.dumps(
                {"time": line["time"], "level": level, "event": "a line could not be written"},
                option=OPTIONS,
            )

    def _render_console(self, line: dict[str, Any]) -> bytes:
        """Render a line for people, with the frames of its exceptions below."""
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
        """Write a line, after the buffered ones."""
        self.requests.flush()
        self._write(line)

    def _write(self, lines: bytes) -> None:
        """Write, ignoring errors."""
        try:
            self.write(lines)
        except OSError:  # the disk is full, or the reader is gone
            return

    debug = info = warning = error = critical = msg


WRITER: Final = LogWriter()
LOG: Final[FilteringBoundLogger] = structlog.wrap_logger(
    WRITER,
    processors=[WRITER.render],
    wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
).bind()
"""Logger of our own code: a constant event with facts."""
REQUEST_LOG: Final[UnboundLogger] = structlog.wrap_logger(
    WRITER.requests, processors=[WRITER.render], wrapper_class=UnboundLogger
).bind()
"""Logger of request lines, one for each request."""


class StandardLoggingHandler(logging.Handler):
    """Handler that renders records of the standard library's `logging` in our format."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line for a record."""
        error = record.exc_info[1] if record.exc_info else None
        facts: Mapping[str, Any] = (
            {"exceptions": list(describe_exception(error))} if error is not None else {}
        )
        LOG.log(record.levelno // 10 * 10, _safe_message(record), logger=record.name, **facts)


def _safe_message(record: logging.LogRecord) -> str:
    """Return the first line of a record's message, cut before any value."""
    if record.name.startswith(TRUSTED_LOGGERS):
        return record.getMessage().partition("\n")[0]
    return VALUE_START.sub("", str(record.msg).partition("\n")[0]).strip() or record.name


def disable_output() -> None:
    """Disable the log: a command prints its own messages, until a server configures the log."""
    WRITER.write = len
    logging.getLogger().handlers[:] = [logging.NullHandler()]


def configure(form: LogFormat) -> None:
    """Configure the log of the whole process."""
    WRITER.form, WRITER.write, WRITER.requests.buffers = form, to_stderr, form is LogFormat.JSON
    root = logging.getLogger()
    root.handlers[:] = [StandardLoggingHandler()]
    root.setLevel(logging.INFO)
    logging.getLogger("tortoise").setLevel(logging.WARNING)
    logging.raiseExceptions = False  # an invalid record would be printed with its arguments
    warnings.showwarning = _warn  # type: ignore[assignment] # more parameters than used here
    sys.unraisablehook = lambda fault: report("nobody could catch this", fault.exc_value)
    threading.excepthook = lambda fault: report("a thread ended", fault.exc_value)


def report(event: str, error: BaseException | None, **facts: Any) -> None:
    """Log an unexpected error."""
    LOG.error(
        event, **facts, exceptions=list(describe_exception(error)) if error is not None else []
    )


def _warn(
    message: Warning | str, category: type[Warning], filename: str, lineno: int, *_: Any
) -> None:
    LOG.warning("Python warns", kind=category.__name__, at=f"{short_path(filename)}:{lineno}")
