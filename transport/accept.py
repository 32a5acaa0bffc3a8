"""Which media type an answer has: the one of ours that the client likes best (RFC 9110, 12.5.1, and GraphQL over HTTP)."""

import re
from collections.abc import Iterator
from functools import lru_cache

from starlette.requests import Request

from errors import RequestError
from i18n import gettext
from transport.header_fields import field

JSON = "application/json"
GRAPHQL_JSON = "application/graphql-response+json"
MAX_HEADER = 1_000
"""Characters of an `Accept` that are looked at: a longer one says nothing."""

_RANGE = re.compile(r"[ \t]*([\w.+*-]+/[\w.+*-]+)[ \t]*((?:;[^;]*)*)", re.ASCII)
_QUALITY = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)", re.ASCII)


def answer_type(request: Request) -> str:
    """The media type of the answer; raises `RequestError` (406) where the client takes none of ours."""
    accept = field(request, b"accept")
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


def readable_type(request: Request) -> str:
    """The media type of an answer that is given in any case."""
    accept = field(request, b"accept")
    return (negotiate(accept) if len(accept) <= MAX_HEADER else None) or JSON


@lru_cache(maxsize=500)
def negotiate(accept: str) -> str | None:
    """The best of ours by the header's quality values; None where it takes neither.

    GraphQL's own type is for those who name it: whoever takes anything, or says nothing, gets plain JSON.
    """
    if not accept.strip():
        return JSON
    ranges = dict(_ranges(accept))
    ours = (GRAPHQL_JSON, JSON) if GRAPHQL_JSON in ranges else (JSON, GRAPHQL_JSON)
    best = max(ours, key=lambda kind: _quality(kind, ranges))
    return best if _quality(best, ranges) else None


def _quality(kind: str, ranges: dict[str, float]) -> float:
    """What the range that fits most exactly says."""
    return next((ranges[one] for one in (kind, "application/*", "*/*") if one in ranges), 0.0)


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    """The media ranges with their qualities; what is malformed, or wants another charset, is left out."""
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
