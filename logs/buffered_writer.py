"""Buffered writer of request lines: a system call costs as much as rendering a line.

Lines wait for at most a hundredth of a second, or until they fill what a pipe takes atomically, so
that lines of several processes do not mix. Any other log line flushes them first. A process that is
killed loses them.
"""

import asyncio
import select
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

import structlog

FLUSH_SECONDS: Final = 0.01


class BufferedWriter:
    """Logger target that buffers lines and writes them together."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write
        self._buffer: deque[bytes] = deque()
        self._bytes = 0
        self.buffers = False
        """True while a server's event loop runs, which flushes the buffer."""

    def info(self, line: bytes) -> None:
        """Buffer a line."""
        if self._bytes + len(line) > select.PIPE_BUF:
            self.flush()
        self._buffer.append(line)
        self._bytes += len(line)
        if not self.buffers:
            self.flush()
        elif len(self._buffer) == 1:
            asyncio.get_running_loop().call_later(FLUSH_SECONDS, self.flush)

    def flush(self) -> None:
        """Write the buffered lines.

        Safe while another thread flushes, as each line is taken once.
        """
        lines: list[bytes] = []
        self._bytes = 0
        with suppress(IndexError):  # it is empty
            while True:
                lines.append(self._buffer.popleft())
        if lines:
            self._write(b"".join(lines))


class UnboundLogger(structlog.BoundLoggerBase):
    """Logger of structlog without bound context: facts go to the processors unchanged."""

    def info(self, event: str, **facts: Any) -> None:
        """Log one line."""
        event_dict: Any = facts
        event_dict["event"] = event
        for process in self._processors:
            event_dict = process(self._logger, "info", event_dict)
        self._logger.info(event_dict)
