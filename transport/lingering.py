"""A connection that is let go while the client still sends: it hears why.

Who closes a socket with unread bytes in it has the client's kernel throw away what it was answered: a browser that is
told 413 half-way through its upload shows a broken connection instead. So the answer is ended, and what still comes
is read and dropped for a moment.
"""

import asyncio
from asyncio import TimerHandle
from collections.abc import Callable
from typing import Any

SECONDS = 2.0


class LingeringTransport:
    """A transport whose `close` lingers where the client owes something."""

    __slots__ = ("_owes", "_timer", "_transport", "is_let_go")

    def __init__(self, transport: asyncio.Transport, owes: Callable[[], bool]) -> None:
        self._transport, self._owes = transport, owes
        self._timer: TimerHandle | None = None
        self.is_let_go = False
        """Whether it was closed: what comes is dropped."""

    def __getattr__(self, name: str) -> Any:
        """All else is the transport's own."""
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Send."""
        self._transport.write(data)

    def is_closing(self) -> bool:
        """Whether nothing more is to be sent."""
        return self.is_let_go or self._transport.is_closing()

    def close(self) -> None:
        """End the answer, and soon the connection; called again, at once."""
        if self.is_let_go or not self._owes() or not self._transport.can_write_eof():
            self.is_let_go = True
            self._transport.close()
            return
        self.is_let_go = True
        self._transport.write_eof()
        self._transport.resume_reading()
        self._timer = asyncio.get_running_loop().call_later(SECONDS, self._transport.close)

    def is_lost(self) -> None:
        """The connection is gone."""
        if self._timer is not None:
            self._timer.cancel()
