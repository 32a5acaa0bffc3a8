"""Schema view of a request: `Guichet-Schema`, and `?remove_deprecated=true` like GitLab."""

from dataclasses import dataclass

from starlette.requests import Request

from errors import RequestError
from i18n import gettext
from transport.header_fields import get_header

SCHEMA_HEADER = "Guichet-Schema"
VIEW_MODES = {"annotate": False, "hide": True}


@dataclass(frozen=True, slots=True)
class SchemaViewRequest:
    """Schema view requested by a client; None means that it is not specified."""

    hides: bool | None
    without_deprecated: bool


DEFAULT_VIEW = SchemaViewRequest(None, False)


def read_schema_view(request: Request) -> SchemaViewRequest:
    """Return the requested schema view; raise `RequestError` if it is invalid."""
    mode, query = (
        get_header(request, SCHEMA_HEADER.lower().encode()) or None,
        request.scope["query_string"],
    )
    if mode is None and not query:
        return DEFAULT_VIEW
    if mode is not None and mode not in VIEW_MODES:
        raise RequestError(
            400, "BAD_REQUEST", gettext("The header Guichet-Schema must be annotate or hide.")
        )
    return SchemaViewRequest(
        None if mode is None else VIEW_MODES[mode],
        request.query_params.get("remove_deprecated") == "true",
    )
