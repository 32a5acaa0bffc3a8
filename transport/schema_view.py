"""Which schema a request wants to see: the header `Guichet-Schema`, and `?remove_deprecated=true` as GitLab has it."""

from dataclasses import dataclass

from starlette.requests import Request

from errors import RequestError
from i18n import gettext
from transport.header_fields import field

SCHEMA_HEADER = "Guichet-Schema"
MODES = {"annotate": False, "hide": True}


@dataclass(frozen=True, slots=True)
class SchemaViewRequest:
    """What a request wishes; None where it says nothing."""

    hides: bool | None
    without_deprecated: bool


DEFAULT_VIEW = SchemaViewRequest(None, False)


def read_schema_view(request: Request) -> SchemaViewRequest:
    """The wish of a request; raises `RequestError` for what is none."""
    mode, query = (
        field(request, SCHEMA_HEADER.lower().encode()) or None,
        request.scope["query_string"],
    )
    if mode is None and not query:
        return DEFAULT_VIEW
    if mode is not None and mode not in MODES:
        raise RequestError(
            400, "BAD_REQUEST", gettext("The header Guichet-Schema must be annotate or hide.")
        )
    return SchemaViewRequest(
        None if mode is None else MODES[mode],
        request.query_params.get("remove_deprecated") == "true",
    )
