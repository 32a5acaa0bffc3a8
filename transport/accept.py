"""Content negotiation by `Accept` (RFC 9110, 12.5.1, and GraphQL over HTTP)."""

import re
from collections.abc import Iterator
from functools import lru_cache

from starlette.requests import Request

from errors import RequestError
from i18n import gettext
from transport.header_fields import get_header

JSON = "application/json"
GRAPHQL_JSON = "application/graphql-response+json"
MAX_HEADER = 1_000
"""Limit of an `Accept` header in characters; a longer one is ignored."""

_RANGE = re.compile(r"[ \t]*([\w.+*-]+/[\w.+*-]+)[ \t]*((?:;[^;]*)*)", re.ASCII)
_QUALITY = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)", re.ASCII)


def response_type(request: Request) -> str:
    """Return the media type of the response; raise `RequestError` (406) for no match."""
    accept = get_header(request, b"accept")
    kind = negotiate(accept) if len(accept) <= MAX_HEADER else JSON
    if kind is None:
        raise RequestError(
            406,
            "NOT_ACCEPTABLE",
            gettext(
                "The response can only be %(new)s or %(old)s: the header Accept allows neither.",
                new=GRAPHQL_JSON,
                old=JSON,
            ),
        )
    return kind


def fallback_response_type(request: Request) -> str:
    """Return the media type of a response that is sent in any case."""
    accept = get_header(request, b"accept")
    return (negotiate(accept) if len(accept) <= MAX_HEADER else None) or JSON


@lru_cache(maxsize=500)
def negotiate(accept: str) -> str | None:
    """Return our media type of the highest quality value, or None.

    GraphQL's own type is for clients that name it: `*/*` or no header gets plain JSON.
    """
    if not accept.strip():
        return JSON
    ranges = dict(_ranges(accept))
    ours = (GRAPHQL_JSON, JSON) if GRAPHQL_JSON in ranges else (JSON, GRAPHQL_JSON)
    best = max(ours, key=lambda kind: _quality(kind, ranges))
    return best if _quality(best, ranges) else None


def _quality(kind: str, ranges: dict[str, float]) -> float:
    """Return the quality of the most specific matching range."""
    return next((ranges[one] for one in (kind, "application/*", "*/*") if one in ranges), 0.0)


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    """Yield the media ranges with their qualities, without malformed ones and other charsets."""
    for part in accept.split(","):
        match = _RANGE.fullmatch(part)
        if match is None:
            continue
        given = {
            name.strip().lower(): value.strip(' \t"')
            for name, _, value in (one.partition("=") for one in match[2].split(";")[1:])
        }
        quality = given.get("q", "1")
        if _QUALITY.fullmatch(quality) and given.get("charset", "utf-8").lower() in (
            "utf-8",
            "utf8",
        ):
            yield match[1].lower(), float(quality)
