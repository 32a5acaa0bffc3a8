"""A connection whose answers go out in one piece, and that is let go while the client still sends: it hears why.

uvicorn writes the head and the body apart, and each write is a call of the system and a packet of its own: the head is
held until what follows it, or until the loop's next turn.

Who closes a socket with unread bytes in it has the client's kernel throw away what it was answered: a browser that is
told 413 half-way through its upload shows a broken connection instead. So the answer is ended, and what still comes
is read and dropped for a moment.
"""

import asyncio
from asyncio import TimerHandle
from collections.abc import Callable
from typing import Any

SECONDS = 2.0
HEAD = b"HTTP/1.1 "
"""How the first line of an answer begins."""


class LingeringTransport:
    """A transport that sends a head with its body, and whose `close` lingers where the client owes something."""

    __slots__ = ("_held", "_loop", "_owes", "_timer", "_transport", "is_let_go")

    def __init__(self, transport: asyncio.Transport, owes: Callable[[], bool]) -> None:
        self._transport, self._owes = transport, owes
        self._held, self._loop = b"", asyncio.get_running_loop()
        self._timer: TimerHandle | None = None
        self.is_let_go = False
        """Whether it was closed: what comes is dropped."""

    def __getattr__(self, name: str) -> Any:
        """All else is the transport's own."""
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Send, a head together with what follows it."""
        if self._held:
            held, self._held = self._held, b""
            self._transport.writelines((held, data))
        elif data.startswith(HEAD):
            self._held = data
            self._loop.call_soon(self._send_held)
        else:
            self._transport.write(data)

    def is_closing(self) -> bool:
        """Whether nothing more is to be sent."""
        return self.is_let_go or self._transport.is_closing()

    def close(self) -> None:
        """End the answer, and soon the connection; called again, at once."""
        self._send_held()
        if self.is_let_go or not self._owes() or not self._transport.can_write_eof():
            self.is_let_go = True
            self._transport.close()
            return
        self.is_let_go = True
        self._transport.write_eof()
        self._transport.resume_reading()
        self._timer = self._loop.call_later(SECONDS, self._transport.close)

    def _send_held(self) -> None:
        if self._held:
            held, self._held = self._held, b""
            self._transport.write(held)

    def is_lost(self) -> None:
        """The connection is gone."""
        self._held = b""
        if self._timer is not None:
            self._timer.cancel()
