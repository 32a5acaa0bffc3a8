"""Timeouts of uvicorn's HTTP protocol: a request that is late gets 408.

uvicorn waits indefinitely for the rest of a head or body. Here each connection has one timer that
checks the deadline of the current request, so a request in time starts and stops none. The size of
a head is limited too. Errors that uvicorn would answer itself (400, 408, 431) are sent here, with
our standard headers. Upgrades are ignored.
"""

import asyncio
from asyncio import TimerHandle
from typing import Any, cast

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from logs import LOG
from transport.headers import DEFAULT_POLICY, NO_STORE, standard_headers
from transport.lingering_close import LingeringTransport
from transport.request_id import NAME, new_id

HEAD_SECONDS = 10.0
BODY_SECONDS = 25.0
UPLOAD_SECONDS = 60.0
UPLOAD_BYTES_A_SECOND = 50_000
HEAD_BYTES = 32_768
MAX_PIPELINED = 20
"""Limit of pipelined requests of one connection; uvicorn has none."""
TOO_LARGE = b"431 Request Header Fields Too Large"


class TimeoutProtocol(HttpToolsProtocol):
    """HTTP/1.1 with timeouts: 10 s for a head, 25 s for a body, 60 s for an upload.

    An upload has one second more for each 50 kB.
    """

    def __init__(self, *args: Any, strict_transport: bool = False, **kwargs: Any) -> None:
        """Take uvicorn's arguments; `strict_transport` is True if browsers use TLS."""
        super().__init__(*args, **kwargs)
        headers = [*standard_headers(strict_transport=strict_transport), NO_STORE, DEFAULT_POLICY]
        self._parse_error = b"400 Bad Request"
        self._standard_headers = b"".join(name + b": " + value + b"\r\n" for name, value in headers)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the deadline of the first head."""
        self._lingering = LingeringTransport(transport, lambda: self._deadline is not None)
        super().connection_made(cast("asyncio.Transport", self._lingering))
        self._head_bytes = 0
        self._in_head, self._ignores_input, self._keep_alive = True, False, False
        self._deadline: float | None = self.loop.time() + HEAD_SECONDS
        self._timer: TimerHandle | None = self.loop.call_at(self._deadline, self._check_due)

    def connection_lost(self, exc: Exception | None) -> None:
        """Cancel the timer."""
        super().connection_lost(exc)
        self._lingering.connection_lost()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def data_received(self, data: bytes) -> None:
        """Parse received bytes."""
        if self._ignores_input or self._lingering.is_closed:
            return
        if self._deadline is None and (self.cycle is None or self.cycle.response_complete):
            self._in_head, self._deadline = True, self.loop.time() + HEAD_SECONDS
        self._unset_keepalive_if_required()
        if self._in_head:
            self._head_bytes += len(data)
        try:
            self.parser.feed_data(data)
        except (
            httptools.HttpParserUpgrade
        ):  # what follows would be in another protocol, which is not supported
            self._ignores_input = True
        except httptools.HttpParserError:
            self._refuse(self._parse_error)
        if self._in_head and self._head_bytes > HEAD_BYTES:
            self._refuse(TOO_LARGE)

    def on_headers_complete(self) -> None:
        """Start the deadline of the body."""
        self._check_head()
        self._in_head, self._head_bytes = False, 0
        self._deadline = self.loop.time() + _body_seconds(self.headers)
        super().on_headers_complete()
        self._keep_alive = self.cycle.keep_alive and not self.parser.should_upgrade()
        # A response before the end of the body says `connection: close`: the rest is not read.
        self.cycle.keep_alive = False

    def _check_head(self) -> None:
        """Raise for a head that is too large, for `Host` not given once, or for too many requests.

        Exactly one `Host` is required by RFC 9112, 3.2.
        """
        if (
            self._head_bytes > HEAD_BYTES
            and sum(len(name) + len(value) + 4 for name, value in self.headers) + len(self.url)
            > HEAD_BYTES
        ):
            self._parse_error = TOO_LARGE
            raise ValueError("too large")
        version = self.parser.get_http_version()
        if version != "1.0" and (
            version != "1.1" or [name for name, _ in self.headers].count(b"host") != 1
        ):
            raise ValueError("no such HTTP, or not one host")
        if len(self.pipeline) >= MAX_PIPELINED:
            raise ValueError("too many in a row")

    def on_response_complete(self) -> None:
        """Close the connection if the rest of the request is still due."""
        if self._deadline is not None and not self.transport.is_closing():
            self.transport.close()
        super().on_response_complete()

    def on_message_complete(self) -> None:
        """Clear the deadline of a complete request."""
        self._deadline = None
        if not self.cycle.response_started:
            self.cycle.keep_alive = self._keep_alive
        super().on_message_complete()

    def shutdown(self) -> None:
        """End keep-alive: the current request is the last one."""
        self._keep_alive = False
        super().shutdown()

    def _check_due(self) -> None:
        """Reject the current request if it is overdue; else schedule the next check."""
        now = self.loop.time()
        if self._deadline is not None and self._deadline <= now:
            self._refuse(b"408 Request Timeout")
        else:
            self._timer = self.loop.call_at(self._deadline or now + HEAD_SECONDS, self._check_due)

    def _refuse(self, status: bytes) -> None:
        """Send an error and close the connection, after pending responses.

        Nothing is sent if a response has started.
        """
        cycle = self.cycle
        if self.transport.is_closing():
            return
        if cycle is not None and not cycle.response_complete and not cycle.more_body:
            self._ignores_input, self._deadline, cycle.keep_alive = True, None, False
            return
        if cycle is None or cycle.response_complete or not cycle.response_started:
            name = new_id()
            LOG.info("no request", request=name, status=int(status[:3]))
            head = (
                b"HTTP/1.1 "
                + status
                + b"\r\n"
                + self._standard_headers
                + NAME
                + b": "
                + name.encode()
                + b"\r\n"
            )
            self.transport.write(head + b"content-length: 0\r\nconnection: close\r\n\r\n")
        self.transport.close()


def _body_seconds(headers: list[tuple[bytes, bytes]]) -> float:
    """Return the timeout of a body; of an upload by its declared length."""
    given: dict[bytes, Any] = dict(headers)
    if not given.get(b"content-type", b"").lower().startswith(b"multipart/"):
        return BODY_SECONDS
    length = given.get(b"content-length", b"")
    return upload_seconds(int(length[:12]) if length.isdigit() else 0)


def upload_seconds(length: int) -> float:
    """Return the timeout of an upload of so many bytes, in seconds."""
    return UPLOAD_SECONDS + length / UPLOAD_BYTES_A_SECOND
