"""uvicorn's HTTP protocol with an end to waiting: whoever sends a request sends it in time, or is told 408 and let go.

uvicorn waits for ever for the rest of a head or of a body. Here each connection has one timer, which looks when the
request under way is due: nothing is started or stopped for a request that comes in time. A head has a largest size, too.
What uvicorn answers by itself it says here, with the headers that every answer has. There is nothing to upgrade to.
"""

import asyncio
from asyncio import TimerHandle
from typing import Any, cast

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from logs import LOG
from transport.headers import NO_STORE, NOTHING, standing
from transport.lingering import LingeringTransport
from transport.request_id import NAME, new_id

HEAD_SECONDS = 10.0
BODY_SECONDS = 25.0
UPLOAD_SECONDS = 60.0
UPLOAD_BYTES_A_SECOND = 50_000
HEAD_BYTES = 32_768
IN_A_ROW = 20
"""Requests of one connection that may wait for the answers before theirs: uvicorn keeps as many as come."""
TOO_LARGE = b"431 Request Header Fields Too Large"


class PunctualProtocol(HttpToolsProtocol):
    """HTTP/1.1 whose requests arrive in time: the head in 10 s, a body in 25 s, an upload in 60 s and 1 s for each 50 kB of it."""

    def __init__(self, *args: Any, strict_transport: bool = False, **kwargs: Any) -> None:
        """Take what uvicorn gives its protocols, and whether browsers reach us by TLS."""
        super().__init__(*args, **kwargs)
        headers = [*standing(strict_transport=strict_transport), NO_STORE, NOTHING]
        self._fault = b"400 Bad Request"
        self._standing = b"".join(name + b": " + value + b"\r\n" for name, value in headers)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """The first head is waited for from now on."""
        self._let_go = LingeringTransport(transport, lambda: self._due is not None)
        super().connection_made(cast("asyncio.Transport", self._let_go))
        self._head_bytes = 0
        self._in_head, self._deaf, self._keeps = True, False, False
        self._due: float | None = self.loop.time() + HEAD_SECONDS
        self._timer: TimerHandle | None = self.loop.call_at(self._due, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        super().connection_lost(exc)
        self._let_go.is_lost()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def data_received(self, data: bytes) -> None:
        """Bytes of a request, or of several."""
        if self._deaf or self._let_go.is_let_go:
            return
        if self._due is None and (self.cycle is None or self.cycle.response_complete):
            self._in_head, self._due = True, self.loop.time() + HEAD_SECONDS
        self._unset_keepalive_if_required()
        if self._in_head:
            self._head_bytes += len(data)
        try:
            self.parser.feed_data(data)
        except (
            httptools.HttpParserUpgrade
        ):  # what follows would be in another protocol, which nobody speaks here
            self._deaf = True
        except httptools.HttpParserError:
            self._refuse(self._fault)
        if self._in_head and self._head_bytes > HEAD_BYTES:
            self._refuse(TOO_LARGE)

    def on_headers_complete(self) -> None:
        """The head is whole: now the body is due."""
        self._check_head()
        self._in_head, self._head_bytes = False, 0
        self._due = self.loop.time() + _body_seconds(self.headers)
        super().on_headers_complete()
        self._keeps = self.cycle.keep_alive and not self.parser.should_upgrade()
        self.cycle.keep_alive = False  # whoever is answered before the body is whole hears that nobody waits for the rest

    def _check_head(self) -> None:
        """Raise for a head that is too large, that does not say once to which host it goes (RFC 9112, 3.2), or that is one too many."""
        if (
            self._head_bytes > HEAD_BYTES
            and sum(len(name) + len(value) + 4 for name, value in self.headers) + len(self.url)
            > HEAD_BYTES
        ):
            self._fault = TOO_LARGE
            raise ValueError("too large")
        version = self.parser.get_http_version()
        if version != "1.0" and (
            version != "1.1" or [name for name, _ in self.headers].count(b"host") != 1
        ):
            raise ValueError("no such HTTP, or not one host")
        if len(self.pipeline) >= IN_A_ROW:
            raise ValueError("too many in a row")

    def on_response_complete(self) -> None:
        """The answer is out: where the rest of the request is still owed, nobody waits for it."""
        if self._due is not None and not self.transport.is_closing():
            self.transport.close()
        super().on_response_complete()

    def on_message_complete(self) -> None:
        """The request is whole: the next one has time until it begins."""
        self._due = None
        if not self.cycle.response_started:
            self.cycle.keep_alive = self._keeps
        super().on_message_complete()

    def shutdown(self) -> None:
        """The process ends: the request under way is the last one."""
        self._keeps = False
        super().shutdown()

    def _look(self) -> None:
        """Whether the request under way is overdue; else look again when it may be."""
        now = self.loop.time()
        if self._due is not None and self._due <= now:
            self._refuse(b"408 Request Timeout")
        else:
            self._timer = self.loop.call_at(self._due or now + HEAD_SECONDS, self._look)

    def _refuse(self, status: bytes) -> None:
        """Say why, unless an answer is under way, and let the connection go; what is still to be answered before it is answered first."""
        cycle = self.cycle
        if self.transport.is_closing():
            return
        if cycle is not None and not cycle.response_complete and not cycle.more_body:
            self._deaf, self._due, cycle.keep_alive = True, None, False
            return
        if cycle is None or cycle.response_complete or not cycle.response_started:
            name = new_id()
            LOG.info("no request", request=name, status=int(status[:3]))
            head = (
                b"HTTP/1.1 "
                + status
                + b"\r\n"
                + self._standing
                + NAME
                + b": "
                + name.encode()
                + b"\r\n"
            )
            self.transport.write(head + b"content-length: 0\r\nconnection: close\r\n\r\n")
        self.transport.close()


def _body_seconds(headers: list[tuple[bytes, bytes]]) -> float:
    """How long a body may take: an upload in proportion to its length, as far as that is told."""
    given: dict[bytes, Any] = dict(headers)
    if not given.get(b"content-type", b"").lower().startswith(b"multipart/"):
        return BODY_SECONDS
    length = given.get(b"content-length", b"")
    return upload_seconds(int(length[:12]) if length.isdigit() else 0)


def upload_seconds(length: int) -> float:
    """How long an upload of so many bytes may take."""
    return UPLOAD_SECONDS + length / UPLOAD_BYTES_A_SECOND
