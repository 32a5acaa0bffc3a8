"""Header fields, found once: Starlette goes through the whole list for each that is asked for."""

from starlette.requests import Request
from starlette.types import Scope

KEPT = "guichet.fields"
"""Where the request's scope keeps them."""


def field(request: Request, name: bytes) -> str:
    """The value of a header field, the first where there are several; empty where there is none. The name is in lower case."""
    fields: dict[bytes, bytes] = request.scope.get(KEPT) or fields_of(request.scope)
    value = fields.get(name)
    return "" if value is None else value.decode("latin-1")


def fields_of(scope: Scope) -> dict[bytes, bytes]:
    """All header fields of a request, the first of each."""
    fields: dict[bytes, bytes] | None = scope.get(KEPT)
    if fields is None:
        fields = scope[KEPT] = dict(reversed(scope["headers"]))
    return fields
