"""Header fields, found once: Starlette goes through the whole list for each that is asked for."""

from starlette.requests import Request

KEPT = "guichet.fields"
"""Where the request's scope keeps them."""


def field(request: Request, name: bytes) -> str:
    """The value of a header field, the first where there are several; empty where there is none. The name is in lower case."""
    fields: dict[bytes, bytes] | None = request.scope.get(KEPT)
    if fields is None:
        fields = request.scope[KEPT] = dict(reversed(request.scope["headers"]))
    value = fields.get(name)
    return "" if value is None else value.decode("latin-1")
