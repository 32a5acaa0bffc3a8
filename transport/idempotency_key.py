"""Header `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header)."""

import re

from starlette.requests import Request

from transport.header_fields import KEPT, field

KEY_HEADER, REPLAYED_HEADER = "Idempotency-Key", "Idempotency-Replayed"
_NAME = KEY_HEADER.lower().encode()
_QUOTED = re.compile(r'"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"')
_BARE = re.compile(r"[\x20\x21\x23-\x7e]+")


def read_key(request: Request) -> str | None:
    """Return the key, quoted as a structured field (RFC 9651, 3.3.3) or bare.

    Empty for a malformed header, None without one.
    """
    value = field(request, _NAME)
    if not value:
        return "" if _NAME in request.scope[KEPT] else None
    if request.headers.getlist(KEY_HEADER) != [value]:
        return ""
    quoted = _QUOTED.fullmatch(value.strip())
    if quoted is not None:
        return re.sub(r"\\(.)", r"\1", quoted[1])
    return value.strip() if _BARE.fullmatch(value.strip()) else ""
