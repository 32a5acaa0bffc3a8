"""Which schema a request wants to see: the header `Guichet-Schema`, and `?remove_deprecated=true` as GitLab has it."""

from dataclasses import dataclass

from starlette.requests import Request

from errors import RequestError
from languages import say
from transport.fields import field

SCHEMA_HEADER = "Guichet-Schema"
MODES = {"annotate": False, "hide": True}


@dataclass(frozen=True, slots=True)
class SchemaWish:
    """What a request wishes; None where it says nothing."""

    hides: bool | None
    without_deprecated: bool


NO_WISH = SchemaWish(None, False)


def read_wish(request: Request) -> SchemaWish:
    """The wish of a request; raises `RequestError` for what is none."""
    mode, query = field(request, SCHEMA_HEADER.lower().encode()) or None, request.scope["query_string"]
    if mode is None and not query:
        return NO_WISH
    if mode is not None and mode not in MODES:
        raise RequestError(400, "BAD_REQUEST", say("The header Guichet-Schema is annotate or hide."))
    return SchemaWish(None if mode is None else MODES[mode], request.query_params.get("remove_deprecated") == "true")
