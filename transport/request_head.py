"""Who sends a request, by its headers alone: a token is never read from an address."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from errors import RequestError
from i18n import gettext
from transport.header_fields import get_header
from transport.idempotency_key import read_idempotency_key
from transport.schema_view import SchemaViewRequest, read_schema_view

CSRF_HEADER = "x-requested-with"
CSRF_HEADERS = (CSRF_HEADER, "apollo-require-preflight", "graphql-require-preflight")
"""Browsers ask before they send any of these to another site; the last two are what GraphQL clients call it."""


@dataclass(frozen=True, slots=True)
class Cookie:
    """The session cookie: `__Host-` and Secure wherever browsers reach us by TLS."""

    secure: bool
    max_age: int

    @property
    def name(self) -> str:
        """Its name."""
        return "__Host-guichet" if self.secure else "guichet"

    def put(self, response: Response, token: str) -> None:
        """Set it, or with an empty token, take it away."""
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


@dataclass(frozen=True, slots=True)
class RequestHead:
    """Who sends a request: the session token, whether it came in the cookie, the network address and what the client says of itself."""

    token: str | None
    by_cookie: bool
    address: str
    """The socket's, or what a proxy that the server trusts says."""
    agent: str
    schema_view: SchemaViewRequest
    """Which schema it wants to see."""
    idempotency_key: str | None
    """The key of the operation, if it is one that changes something; empty where the header is malformed."""


def read_request_head(request: Request, cookie: Cookie, *, simple: bool) -> RequestHead:
    """Who sends the request; raises `RequestError` (403) where it may be a foreign page.

    A browser lets a page send `simple` requests (GET, multipart) to any site without asking first, and puts its cookie into
    those of the same site; only a header of one's own shows that it was no foreign page, or that we allowed it (CORS).
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
