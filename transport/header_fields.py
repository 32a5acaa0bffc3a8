"""Header look-up by a map made once; Starlette scans the list for each look-up."""

from starlette.requests import Request
from starlette.types import Scope

SCOPE_KEY = "guichet.fields"
"""Key of the request's scope for the map of headers."""


def get_header(request: Request, name: bytes) -> str:
    """Return the first value of a header, empty if it is missing; `name` is in lower case."""
    fields: dict[bytes, bytes] = request.scope.get(SCOPE_KEY) or fields_of(request.scope)
    value = fields.get(name)
    return "" if value is None else value.decode("latin-1")


def fields_of(scope: Scope) -> dict[bytes, bytes]:
    """Return the map of all headers of a request, the first value of each."""
    fields: dict[bytes, bytes] | None = scope.get(SCOPE_KEY)
    if fields is None:
        fields = scope[SCOPE_KEY] = dict(reversed(scope["headers"]))
    return fields
