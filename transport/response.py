"""JSON responses: the result of an operation, or the error of a request."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from errors import RequestError, Unavailable
from logs import note_code
from transport.accept import GRAPHQL_JSON, JSON, fallback_response_type
from transport.header_fields import get_header

CLOSING_STATUSES = frozenset({401, 403, 405, 406, 413, 414, 415})
"""Statuses sent before the body is read: the connection closes, to stop the upload."""


CONTENT_TYPES = {kind: f"{kind}; charset=utf-8" for kind in (JSON, GRAPHQL_JSON)}
"""`Content-Type` of each media type."""


def error_response(request: Request, error: RequestError) -> Response:
    """Return the response to a rejected request."""
    note_code(error.code)
    extensions: dict[str, Any] = {"code": error.code, **error.contact}
    headers = dict(error.headers)
    if error.retry_after is not None:
        extensions["retryAfter"] = error.retry_after
        headers["Retry-After"] = str(error.retry_after)
    if error.status in CLOSING_STATUSES or (
        error.status == 429 and get_header(request, b"content-type").startswith("multipart/")
    ):
        headers["Connection"] = "close"
    body = {"errors": [{"message": error.message, "extensions": extensions}]}
    return Response(
        orjson.dumps(body), error.status, headers, CONTENT_TYPES[fallback_response_type(request)]
    )


def operation_response(kind: str, result: Any) -> Response:
    """Return the result as JSON; a request error has no `data`, and in GraphQL's media type 400."""
    errors = [error.formatted for error in result.errors or ()]
    failed = result.data is None and errors and not any(error.get("path") for error in errors)
    body: dict[str, Any] = {"errors": errors} if errors else {}
    if not failed:
        body["data"] = result.data
    if result.extensions:
        body["extensions"] = result.extensions
    status = _status(errors) if failed and kind == GRAPHQL_JSON else 200
    return Response(orjson.dumps(body, default=str), status, media_type=CONTENT_TYPES[kind])


def _status(errors: Sequence[Mapping[str, Any]]) -> int:
    """Return the status of a response without data: 503 for an outage of ours, else 400."""
    return (
        503
        if any(error.get("extensions", {}).get("code") == Unavailable.code for error in errors)
        else 400
    )
