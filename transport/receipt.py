"""uvicorn's HTTP protocol with an end to waiting: whoever sends a request sends it in time, or is told 408 and let go.

uvicorn waits for ever for the rest of a head or of a body. Here each connection has one timer, which looks when the
request under way is due: nothing is started or stopped for a request that comes in time. A head has a largest size, too.
"""

import asyncio
from asyncio import TimerHandle
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_SECONDS = 10.0
BODY_SECONDS = 25.0
UPLOAD_SECONDS = 60.0
UPLOAD_BYTES_A_SECOND = 50_000
HEAD_BYTES = 32_768


class PunctualProtocol(HttpToolsProtocol):
    """HTTP/1.1 whose requests arrive in time: the head in 10 s, a body in 25 s, an upload in 60 s and 1 s for each 50 kB of it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """The first head is waited for from now on."""
        super().connection_made(transport)
        self._head_bytes = 0
        self._in_head = True
        self._due: float | None = self.loop.time() + HEAD_SECONDS
        self._timer: TimerHandle | None = self.loop.call_at(self._due, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        super().connection_lost(exc)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def data_received(self, data: bytes) -> None:
        """Bytes of a request, or of several."""
        if self._due is None and (self.cycle is None or self.cycle.response_complete):
            self._in_head, self._due = True, self.loop.time() + HEAD_SECONDS
        super().data_received(data)
        if self._in_head:
            self._head_bytes += len(data)
            if self._head_bytes > HEAD_BYTES:
                self._refuse(b"431 Request Header Fields Too Large")

    def on_headers_complete(self) -> None:
        """The head is whole: now the body is due."""
        self._in_head, self._head_bytes = False, 0
        self._due = self.loop.time() + _body_seconds(self.headers)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The request is whole: the next one has time until it begins."""
        self._due = None
        super().on_message_complete()

    def _look(self) -> None:
        """Whether the request under way is overdue; else look again when it may be."""
        now = self.loop.time()
        if self._due is not None and self._due <= now:
            self._refuse(b"408 Request Timeout")
        else:
            self._timer = self.loop.call_at(self._due or now + HEAD_SECONDS, self._look)

    def _refuse(self, status: bytes) -> None:
        """Say why, unless an answer is under way, and let the connection go."""
        if self.transport.is_closing():
            return
        if self.cycle is None or self.cycle.response_complete or not self.cycle.response_started:
            self.transport.write(b"HTTP/1.1 " + status + b"\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        self.transport.close()


def _body_seconds(headers: list[tuple[bytes, bytes]]) -> float:
    """How long a body may take: an upload in proportion to its length, as far as that is told."""
    given: dict[bytes, Any] = dict(headers)
    if not given.get(b"content-type", b"").lower().startswith(b"multipart/"):
        return BODY_SECONDS
    length = given.get(b"content-length", b"")
    return UPLOAD_SECONDS + (int(length[:12]) / UPLOAD_BYTES_A_SECOND if length.isdigit() else 0)
