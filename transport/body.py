"""Reading of request bodies: within the limits, strict, and 4xx with a stable code for an error."""

from collections.abc import AsyncGenerator
from functools import lru_cache
from typing import Any, NamedTuple

import orjson
from python_multipart.multipart import parse_options_header
from starlette.requests import ClientDisconnect, Request

from errors import RequestError
from i18n import gettext
from settings import Limits
from transport.header_fields import get_header


class GraphQLRequest(NamedTuple):
    """Parameters of an operation (GraphQL over HTTP)."""

    query: str
    variables: dict[str, Any] | None
    operation_name: str | None


def too_large(message: str) -> RequestError:
    """Return the error 413, before the rest of the body is read."""
    return RequestError(413, "PAYLOAD_TOO_LARGE", message)


def bad_request(message: str) -> RequestError:
    """Return the error 400: the request does not conform to GraphQL over HTTP."""
    return RequestError(400, "BAD_REQUEST", message)


def media_type(request: Request) -> str:
    """Return the media type; raises `RequestError` (415) for another charset, or compression."""
    if get_header(request, b"content-encoding").lower() not in ("", "identity"):
        message = gettext("A compressed request body is not accepted.")
        raise RequestError(415, "UNSUPPORTED_MEDIA_TYPE", message, {"Accept-Encoding": "identity"})
    kind, is_utf8 = _parsed_type(get_header(request, b"content-type"))
    if not is_utf8:
        raise RequestError(415, "UNSUPPORTED_MEDIA_TYPE", gettext("The charset must be UTF-8."))
    return kind


@lru_cache(maxsize=100)
def _parsed_type(text: str) -> tuple[str, bool]:
    kind, options = parse_options_header(text)
    return kind.decode("latin-1"), options.get(b"charset", b"utf-8").lower() in (b"utf-8", b"utf8")


async def read_json(request: Request, limits: Limits) -> GraphQLRequest:
    """Return the operation of an `application/json` body."""
    return operation_of(
        parse_json(await _read_body(request, limits.max_body_bytes), gettext("The body"), limits)
    )


async def skip_body(request: Request, limits: Limits) -> None:
    """Receive the body and discard it."""
    async for _ in bounded(request, limits.max_body_bytes):
        pass


def _hold(length: int, limit: int) -> None:
    if length > limit:
        raise too_large(gettext("A request may have at most %(count)s bytes.", count=limit))


def declared_length(request: Request, limit: int) -> int:
    """Return the declared length of the body, or the limit; raises `RequestError` (413)."""
    declared = get_header(request, b"content-length")
    if not (declared.isascii() and declared.isdigit()):
        return limit
    length = int(declared[:20])
    _hold(length, limit)
    return length


async def _read_body(request: Request, limit: int) -> bytes:
    """Return the whole body, up to the limit: most come in one piece."""
    declared_length(request, limit)
    pieces: list[bytes] = []
    received, more = 0, True
    while more:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise bad_request(gettext("The client closed the connection."))
        piece = message.get("body", b"")
        received += len(piece)
        _hold(received, limit)
        pieces.append(piece)
        more = message.get("more_body", False)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


async def bounded(request: Request, limit: int) -> AsyncGenerator[bytes, None]:
    """Yield the body's chunks; raises `RequestError` (413) over the limit."""
    declared_length(request, limit)
    received = 0
    try:
        async for chunk in request.stream():
            received += len(chunk)
            _hold(received, limit)
            yield chunk
    except ClientDisconnect:
        raise bad_request(gettext("The client closed the connection.")) from None


def parse_json(text: object, what: str, limits: Limits) -> Any:
    """Return the value of a JSON text; `what` names it in errors."""
    if not isinstance(text, bytes | str):
        raise bad_request(gettext("%(what)s is not JSON.", what=what))
    try:
        data = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise bad_request(gettext("%(what)s is not JSON.", what=what)) from None
    if _brackets(text) > limits.max_json_nesting and _is_deeper(data, limits.max_json_nesting):
        raise bad_request(
            gettext(
                "%(what)s may nest brackets at most %(most)s levels deep.",
                what=what,
                most=limits.max_json_nesting,
            )
        )
    return data


def _brackets(text: bytes | str) -> int:
    """Return the number of brackets: most requests have fewer than may be nested."""
    return (
        text.count("[") + text.count("{")
        if isinstance(text, str)
        else text.count(b"[") + text.count(b"{")
    )


def _is_deeper(data: Any, most: int) -> bool:
    """Return True if brackets are nested deeper: level by level, without recursion."""
    level = [data] if isinstance(data, dict | list) else []
    for _ in range(most):
        inside = [
            inner for one in level for inner in (one.values() if isinstance(one, dict) else one)
        ]
        level = [one for one in inside if isinstance(one, dict | list)]
    return bool(level)


def operation_of(data: Any) -> GraphQLRequest:
    """Return the operation of a client's parameters; raises `RequestError` (400) if malformed."""
    if not isinstance(data, dict):
        raise bad_request(gettext("The body must be one JSON object; batching is not supported."))
    query, variables, name, extensions = (
        data.get(key) for key in ("query", "variables", "operationName", "extensions")
    )
    if not isinstance(query, str):
        raise bad_request(gettext("`query` must be a string."))
    if not isinstance(variables, dict | None) or not isinstance(extensions, dict | None):
        raise bad_request(gettext("`variables` and `extensions` must be objects."))
    if not isinstance(name, str | None):
        raise bad_request(gettext("`operationName` must be a string."))
    return GraphQLRequest(query, variables, name or None)
