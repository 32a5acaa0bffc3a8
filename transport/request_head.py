"""Head of a request: session token, client and options; a token is never read from a URL."""

from dataclasses import dataclass
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from errors import RequestError
from i18n import gettext
from transport.header_fields import get_header
from transport.idempotency_key import read_idempotency_key
from transport.schema_view import SchemaViewRequest, read_schema_view

CSRF_HEADER = "x-requested-with"
CSRF_HEADERS = (CSRF_HEADER, "apollo-require-preflight", "graphql-require-preflight")
"""Headers that make browsers send a CORS preflight; GraphQL clients send the last two."""


@dataclass(frozen=True, slots=True)
class Cookie:
    """Session cookie: `__Host-` and Secure if browsers reach the server by TLS."""

    secure: bool
    max_age: int

    @property
    def name(self) -> str:
        """Return the name of the cookie."""
        return "__Host-guichet" if self.secure else "guichet"

    def put(self, response: Response, token: str) -> None:
        """Set the cookie; an empty token deletes it."""
        if token:
            response.set_cookie(
                self.name,
                token,
                max_age=self.max_age,
                path="/",
                secure=self.secure,
                httponly=True,
                samesite="lax",
            )
        else:
            response.delete_cookie(
                self.name, path="/", secure=self.secure, httponly=True, samesite="lax"
            )


class RequestHead(NamedTuple):
    """Head of a request, as far as the pipeline reads it."""

    token: str | None
    by_cookie: bool
    address: str
    """Network address of the socket, or by `X-Forwarded-For` of a trusted proxy."""
    agent: str
    """Value of `User-Agent`."""
    schema_view: SchemaViewRequest
    idempotency_key: str | None
    """Key of the header `Idempotency-Key`; empty if malformed, None without the header."""


def read_request_head(request: Request, cookie: Cookie, *, simple: bool) -> RequestHead:
    """Return the head of a request; raises `RequestError` (403) against cross-site request forgery.

    A browser lets a page send `simple` requests (GET, multipart) to any site without a preflight,
    and adds the cookie for those of the same site. A custom header shows that the page is not of
    another origin, or that CORS allows it.
    """
    scheme, _, bearer = get_header(request, b"authorization").partition(" ")
    token = bearer.strip() if scheme.lower() == "bearer" else None
    by_cookie = (
        token is None and bool(get_header(request, b"cookie")) and cookie.name in request.cookies
    )
    if (by_cookie or simple) and not any(
        get_header(request, name.encode()) for name in CSRF_HEADERS
    ):
        raise RequestError(
            403,
            "CSRF_HEADER_MISSING",
            gettext("Requests with a cookie, uploads and GET need the header X-Requested-With."),
        )
    client = request.scope["client"]
    return RequestHead(
        request.cookies[cookie.name] if by_cookie else token,
        by_cookie,
        client[0] if client else "",
        get_header(request, b"user-agent"),
        read_schema_view(request),
        read_idempotency_key(request),
    )
