"""Reads request bodies: bounded, strict, and refused as 4xx with one stable code for each fault."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson
from python_multipart.multipart import parse_options_header
from starlette.requests import ClientDisconnect, Request

from errors import RequestError
from i18n import gettext
from transport.header_fields import get_header


@dataclass(frozen=True, slots=True)
class Limits:
    """How large requests may be, in bytes; `files` counts files, `nesting` brackets of JSON within each other."""

    body: int
    upload: int
    file: int
    files: int
    nesting: int
    """Brackets within each other, in JSON."""
    address: int
    """Of the query string of a GET."""


@dataclass(frozen=True, slots=True)
class GraphQLRequest:
    """What a client asks (GraphQL over HTTP)."""

    query: str
    variables: dict[str, Any] | None
    operation_name: str | None


def too_large(message: str) -> RequestError:
    """413, said before the rest of the body is read."""
    return RequestError(413, "PAYLOAD_TOO_LARGE", message)


def bad_request(message: str) -> RequestError:
    """400: the request is not what GraphQL over HTTP says."""
    return RequestError(400, "BAD_REQUEST", message)


def media_type(request: Request) -> str:
    """The request's media type; a JSON body must be UTF-8, and nothing is compressed."""
    if get_header(request, b"content-encoding").lower() not in ("", "identity"):
        message = gettext("Bodies are not compressed.")
        raise RequestError(415, "UNSUPPORTED_MEDIA_TYPE", message, {"Accept-Encoding": "identity"})
    kind, is_utf8 = _parsed_type(get_header(request, b"content-type"))
    if not is_utf8:
        raise RequestError(415, "UNSUPPORTED_MEDIA_TYPE", gettext("The charset is UTF-8."))
    return kind


@lru_cache(maxsize=100)
def _parsed_type(text: str) -> tuple[str, bool]:
    kind, options = parse_options_header(text)
    return kind.decode("latin-1"), options.get(b"charset", b"utf-8").lower() in (b"utf-8", b"utf8")


async def read_json(request: Request, limits: Limits) -> GraphQLRequest:
    """The operation of an `application/json` body."""
    return operation_of(
        parse_json(await _read_body(request, limits.body), gettext("The body"), limits)
    )


async def skip_body(request: Request, limits: Limits) -> None:
    """Take in what nobody looks at."""
    async for _ in bounded(request, limits.body):
        pass


def _hold(length: int, limit: int) -> None:
    if length > limit:
        raise too_large(gettext("A request has at most %(count)s bytes.", count=limit))


def declared_length(request: Request, limit: int) -> int:
    """How long a body will be, the limit where that is not told; one over it is refused before anything is read."""
    declared = get_header(request, b"content-length")
    if not (declared.isascii() and declared.isdigit()):
        return limit
    length = int(declared[:20])
    _hold(length, limit)
    return length


async def _read_body(request: Request, limit: int) -> bytes:
    """A whole body, up to the limit: most come in one piece."""
    declared_length(request, limit)
    pieces: list[bytes] = []
    received, more = 0, True
    while more:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise bad_request(gettext("The client went away."))
        piece = message.get("body", b"")
        received += len(piece)
        _hold(received, limit)
        pieces.append(piece)
        more = message.get("more_body", False)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


async def bounded(request: Request, limit: int) -> AsyncGenerator[bytes, None]:
    """The body's chunks, up to the limit."""
    declared_length(request, limit)
    received = 0
    try:
        async for chunk in request.stream():
            received += len(chunk)
            _hold(received, limit)
            yield chunk
    except ClientDisconnect:
        raise bad_request(gettext("The client went away.")) from None


def parse_json(text: object, what: str, limits: Limits) -> Any:
    """The value of a JSON text, within the limits; `what` names it where it is none."""
    if not isinstance(text, bytes | str):
        raise bad_request(gettext("%(what)s is not JSON.", what=what))
    try:
        data = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise bad_request(gettext("%(what)s is not JSON.", what=what)) from None
    if _brackets(text) > limits.nesting and _is_deeper(data, limits.nesting):
        raise bad_request(
            gettext(
                "%(what)s has at most %(most)s brackets within each other.",
                what=what,
                most=limits.nesting,
            )
        )
    return data


def _brackets(text: bytes | str) -> int:
    """How many there are in all: most requests have fewer than may be within each other."""
    return (
        text.count("[") + text.count("{")
        if isinstance(text, str)
        else text.count(b"[") + text.count(b"{")
    )


def _is_deeper(data: Any, most: int) -> bool:
    """Whether brackets are deeper within each other: level by level, without recursion."""
    level = [data] if isinstance(data, dict | list) else []
    for _ in range(most):
        inside = [
            inner for one in level for inner in (one.values() if isinstance(one, dict) else one)
        ]
        level = [one for one in inside if isinstance(one, dict | list)]
    return bool(level)


def operation_of(data: Any) -> GraphQLRequest:
    """The operation that a client's parameters ask for; raises `RequestError` where they are not what GraphQL over HTTP says."""
    if not isinstance(data, dict):
        raise bad_request(gettext("The body is one JSON object; batches are off."))
    query, variables, name, extensions = (
        data.get(key) for key in ("query", "variables", "operationName", "extensions")
    )
    if not isinstance(query, str):
        raise bad_request(gettext("`query` is a string."))
    if not isinstance(variables, dict | None) or not isinstance(extensions, dict | None):
        raise bad_request(gettext("`variables` and `extensions` are objects."))
    if not isinstance(name, str | None):
        raise bad_request(gettext("`operationName` is a string."))
    return GraphQLRequest(query, variables, name or None)
