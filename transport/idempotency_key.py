"""`Idempotency-Key` header (draft-ietf-httpapi-idempotency-key-header)."""

import re

from starlette.requests import Request

from transport.header_fields import SCOPE_KEY, get_header

KEY_HEADER, REPLAYED_HEADER = "Idempotency-Key", "Idempotency-Replayed"
_NAME = KEY_HEADER.lower().encode()
_QUOTED = re.compile(r'"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"')
_BARE = re.compile(r"[\x20\x21\x23-\x7e]+")


def read_idempotency_key(request: Request) -> str | None:
    """Return the key, quoted (RFC 9651, 3.3.3) or bare; empty if malformed, None without one."""
    written = get_header(request, _NAME)
    if not written:
        return "" if _NAME in request.scope[SCOPE_KEY] else None
    if request.headers.getlist(KEY_HEADER) != [written]:
        return ""
    quoted = _QUOTED.fullmatch(written.strip())
    if quoted is not None:
        return re.sub(r"\\(.)", r"\1", quoted[1])
    return written.strip() if _BARE.fullmatch(written.strip()) else ""
