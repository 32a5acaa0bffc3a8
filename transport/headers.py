"""Headers of every response: security headers and the request id."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from logs import begin
from transport.request_id import NAME, request_id

HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"x-frame-options": b"DENY",
}
STRICT_TRANSPORT = (b"strict-transport-security", b"max-age=63072000")
NO_STORE = (b"cache-control", b"no-store")
POLICY = b"content-security-policy"
DEFAULT_POLICY = (POLICY, b"default-src 'none'; frame-ancestors 'none'")
"""Policy of responses without their own."""
BUNDLE = "/explorer/"


def standard_headers(*, strict_transport: bool) -> list[tuple[bytes, bytes]]:
    """Return the headers of every response."""
    return [*HEADERS.items(), *([STRICT_TRANSPORT] if strict_transport else [])]


class SecurityHeaders:
    """ASGI middleware: adds the headers, and `no-store` except for the explorer's bundle.

    The log entry of the request begins here.
    """

    def __init__(self, app: ASGIApp, *, strict_transport: bool) -> None:
        self._app = app
        self._headers = standard_headers(strict_transport=strict_transport)
        self._names = {name for name, _ in self._headers}
        self._all = [*self._headers, NO_STORE, DEFAULT_POLICY]
        self._settable = {name for name, _ in self._all}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with the headers added to its response."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        name = begin(request_id(scope)).request.encode()

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                cacheable = scope["path"].startswith(BUNDLE) and message["status"] < 400
                message["headers"] = [
                    *self._completed(message["headers"], cacheable=cacheable),
                    (NAME, name),
                ]
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _completed(
        self, headers: list[tuple[bytes, bytes]], *, cacheable: bool
    ) -> list[tuple[bytes, bytes]]:
        """Return the response's own headers, except those set by us, with ours."""
        if not cacheable and self._settable.isdisjoint(name for name, _ in headers):
            return headers + self._all
        theirs = [
            header
            for header in headers
            if header[0] not in self._names and (cacheable or header[0] != NO_STORE[0])
        ]
        ours = [*self._headers] if cacheable else [*self._headers, NO_STORE]
        return (
            [*theirs, *ours]
            if any(name == POLICY for name, _ in theirs)
            else [*theirs, *ours, DEFAULT_POLICY]
        )
