"""The id of a request: the client's own, or one that we draw. Its answer bears it, and so does each of its lines in the log."""

import itertools
import os
import re

from starlette.types import Scope

from transport.header_fields import fields_of

NAME = b"x-request-id"
_ALLOWED = re.compile(rb"[A-Za-z0-9._-]{1,64}")


def request_id(scope: Scope) -> str:
    """The client's id where it is one, else sixteen hexadecimal digits."""
    given = fields_of(scope).get(NAME)
    if given is not None and _ALLOWED.fullmatch(given):
        return given.decode("ascii")
    return new_id()


_NUMBERS = itertools.count(int.from_bytes(os.urandom(8)))
"""From somewhere on, which is another place in each process."""


def new_id() -> str:
    """An id that nobody else has; it is no secret."""
    return f"{next(_NUMBERS) & 0xFFFF_FFFF_FFFF_FFFF:016x}"
