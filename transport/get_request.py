"""Reads an operation from the address of a GET: bounded, strict, each parameter once."""

from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from errors import RequestError
from i18n import gettext
from transport.body import GraphQLRequest, Limits, bad_request, operation_of, parse_json

MOST = 20
"""Parameters of an address, those that are not ours among them."""


def read_address(request: Request, limits: Limits) -> GraphQLRequest:
    """The operation of a query string: `query`, `operationName`, and as JSON texts `variables` and `extensions`; empty means absent."""
    text: bytes = request.scope["query_string"]
    if len(text) > limits.address:
        raise RequestError(
            414,
            "URI_TOO_LONG",
            gettext(
                "The query string of the URL may have at most %(count)s bytes: send the operation with "
                "POST.",
                count=limits.address,
            ),
        )
    try:
        pairs = parse_qsl(
            text.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST
        )
    except ValueError:
        raise bad_request(gettext("The query string of the URL is malformed.")) from None
    given: dict[str, Any] = dict(pairs)
    if len(given) < len(pairs):
        raise bad_request(gettext("No query parameter of the URL may be repeated."))
    for name in ("variables", "extensions"):
        if name in given:
            given[name] = parse_json(given[name], f"`{name}`", limits) if given[name] else None
    return operation_of(given)
