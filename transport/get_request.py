"""Reading of an operation from the query string of a GET: strict, each parameter once."""

from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from errors import RequestError
from i18n import gettext
from settings import Limits
from transport.body import GraphQLRequest, bad_request, operation_of, parse_json

MAX_PARAMETERS = 20
"""Parameters of a query string, unknown ones included."""


def read_query_string(request: Request, limits: Limits) -> GraphQLRequest:
    """Return the operation of a query string: `query`, `operationName`, `variables`, `extensions`.

    The last two are JSON texts; empty means absent. Raises `RequestError` (414, 400).
    """
    text: bytes = request.scope["query_string"]
    if len(text) > limits.max_address_bytes:
        raise RequestError(
            414,
            "URI_TOO_LONG",
            gettext(
                "The query string of the URL may have at most %(count)s bytes: send the operation "
                "with POST.",
                count=limits.max_address_bytes,
            ),
        )
    try:
        pairs = parse_qsl(
            text.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MAX_PARAMETERS,
        )
    except ValueError:
        raise bad_request(gettext("The query string of the URL is malformed.")) from None
    parameters: dict[str, Any] = dict(pairs)
    if len(parameters) < len(pairs):
        raise bad_request(gettext("No query parameter of the URL may be repeated."))
    for name in ("variables", "extensions"):
        if name in parameters:
            parameters[name] = (
                parse_json(parameters[name], f"`{name}`", limits) if parameters[name] else None
            )
    return operation_of(parameters)
