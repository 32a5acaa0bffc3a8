"""Request id, the client's own or a new one, in the response and in its log lines."""

import itertools
import os
import re

from starlette.types import Scope

from transport.header_fields import fields_of

NAME = b"x-request-id"
_ALLOWED = re.compile(rb"[A-Za-z0-9._-]{1,64}")


def request_id(scope: Scope) -> str:
    """Return the client's id if it is valid, else sixteen hexadecimal digits."""
    given = fields_of(scope).get(NAME)
    if given is not None and _ALLOWED.fullmatch(given):
        return given.decode("ascii")
    return new_id()


_NUMBERS = itertools.count(int.from_bytes(os.urandom(8)))
"""Counter with a random start in each process."""


def new_id() -> str:
    """Return a unique id; it is not a secret."""
    return f"{next(_NUMBERS) & 0xFFFF_FFFF_FFFF_FFFF:016x}"
