"""Lines of requests, written several at a time: a call of the system costs as much as making the line.

They wait for a hundredth of a second at most, or until there are as many as a pipe takes in one piece, so that those of
several processes do not mix. Whatever else is logged sends them first. A process that is killed takes them with it.
"""

import asyncio
import select
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

import structlog

SECONDS: Final = 0.01


class Together:
    """What a logger of structlog's writes to: it holds lines, and passes them on in one piece."""

    def __init__(self, write: Callable[[bytes], object]) -> None:
        self._write = write
        self._held: deque[bytes] = deque()
        self._bytes = 0
        self.waits = False
        """Whether there is a server, whose loop goes on."""

    def info(self, line: bytes) -> None:
        """Hold a line."""
        if self._bytes + len(line) > select.PIPE_BUF:
            self.flush()
        self._held.append(line)
        self._bytes += len(line)
        if not self.waits:
            self.flush()
        elif len(self._held) == 1:
            asyncio.get_running_loop().call_later(SECONDS, self.flush)

    def flush(self) -> None:
        """Pass on what is held; another thread may do so too, and then each line goes with one of them."""
        lines: list[bytes] = []
        self._bytes = 0
        with suppress(IndexError):  # it is empty
            while True:
                lines.append(self._held.popleft())
        if lines:
            self._write(b"".join(lines))


class Plain(structlog.BoundLoggerBase):
    """A logger of structlog's to which nothing is bound: facts go to its processors as they are."""

    def info(self, event: str, **facts: Any) -> None:
        """One line."""
        told: Any = facts
        told["event"] = event
        for process in self._processors:
            told = process(self._logger, "info", told)
        self._logger.info(told)
