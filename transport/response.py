"""What goes back: the result of an operation, or why a request is at fault, as JSON in UTF-8."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from errors import RequestError, Unavailable
from logs import note_code
from transport.accept import GRAPHQL_JSON, JSON, readable_type
from transport.header_fields import field

UNREAD = frozenset({401, 403, 405, 406, 413, 414, 415})
"""Refused before the body was read to its end: the connection ends, so that nobody sends the rest for nothing."""


IN_UTF_8 = {kind: f"{kind}; charset=utf-8" for kind in (JSON, GRAPHQL_JSON)}
"""The media types of answers as they are said."""


def refuse(request: Request, error: RequestError) -> Response:
    """The answer to a request that is at fault."""
    note_code(error.code)
    extensions: dict[str, Any] = {"code": error.code, **error.contact}
    headers = dict(error.headers)
    if error.retry_after is not None:
        extensions["retryAfter"] = error.retry_after
        headers["Retry-After"] = str(error.retry_after)
    if error.status in UNREAD or (
        error.status == 429 and field(request, b"content-type").startswith("multipart/")
    ):
        headers["Connection"] = "close"
    body = {"errors": [{"message": error.message, "extensions": extensions}]}
    return Response(orjson.dumps(body), error.status, headers, IN_UTF_8[readable_type(request)])


def answer(kind: str, result: Any) -> Response:
    """The result as JSON. A request error has no `data` and, in GraphQL's own media type, the status 400."""
    errors = [error.formatted for error in result.errors or ()]
    failed = result.data is None and errors and not any(error.get("path") for error in errors)
    body: dict[str, Any] = {"errors": errors} if errors else {}
    if not failed:
        body["data"] = result.data
    if result.extensions:
        body["extensions"] = result.extensions
    status = _status(errors) if failed and kind == GRAPHQL_JSON else 200
    return Response(orjson.dumps(body, default=str), status, media_type=IN_UTF_8[kind])


def _status(errors: Sequence[Mapping[str, Any]]) -> int:
    """The status of an answer without data: the request is at fault, or something of ours does not answer."""
    return (
        503
        if any(error.get("extensions", {}).get("code") == Unavailable.code for error in errors)
        else 400
    )
