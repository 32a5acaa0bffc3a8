"""Lingering close, and head and body of a response in one write.

uvicorn writes the head and the body separately, and each write is a system call and a packet: the
head is buffered until the next write or the loop's next turn.

Closing a socket with unread bytes makes the client's kernel discard the response: a browser that is
sent 413 in the middle of an upload shows a broken connection. So the response is ended first, and
for a moment incoming bytes are read and dropped.
"""

import asyncio
from asyncio import TimerHandle
from collections.abc import Callable
from typing import Any

SECONDS = 2.0
HEAD = b"HTTP/1.1 "
"""Beginning of a response's status line."""


class LingeringTransport:
    """Transport that sends head and body together, and delays `close` if a request is pending."""

    __slots__ = ("_buffer", "_loop", "_request_pending", "_timer", "_transport", "is_closed")

    def __init__(self, transport: asyncio.Transport, request_pending: Callable[[], bool]) -> None:
        self._transport, self._request_pending = transport, request_pending
        self._buffer, self._loop = b"", asyncio.get_running_loop()
        self._timer: TimerHandle | None = None
        self.is_closed = False
        """True after `close`: incoming bytes are dropped."""

    def __getattr__(self, name: str) -> Any:
        """Delegate everything else to the transport."""
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Write bytes; a head is written together with what follows it."""
        if self._buffer:
            buffered, self._buffer = self._buffer, b""
            self._transport.writelines((buffered, data))
        elif data.startswith(HEAD):
            self._buffer = data
            self._loop.call_soon(self._send_held)
        else:
            self._transport.write(data)

    def is_closing(self) -> bool:
        """Return True if the transport is closing."""
        return self.is_closed or self._transport.is_closing()

    def close(self) -> None:
        """End the response, and after a delay the connection; a second call closes at once."""
        self._send_held()
        if self.is_closed or not self._request_pending() or not self._transport.can_write_eof():
            self.is_closed = True
            self._transport.close()
            return
        self.is_closed = True
        self._transport.write_eof()
        self._transport.resume_reading()
        self._timer = self._loop.call_later(SECONDS, self._transport.close)

    def _send_held(self) -> None:
        if self._buffer:
            buffered, self._buffer = self._buffer, b""
            self._transport.write(buffered)

    def connection_lost(self) -> None:
        """Cancel the delayed close of a lost connection."""
        self._buffer = b""
        if self._timer is not None:
            self._timer.cancel()
