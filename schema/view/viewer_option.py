"""Viewers of `guichet schema --as`, by role and accesses."""

from enum import StrEnum
from uuid import UUID

from errors import StartError
from models import Access, Role
from permissions import Viewer


class Mode(StrEnum):
    """Mode of `guichet schema --as`."""

    ANNOTATE = "annotate"
    HIDE = "hide"


def parse_viewer(text: str) -> Viewer | None:
    """Parse the option `--as`: a role and accesses, or None for an anonymous caller."""
    role, *accesses = text.split(",")
    if text == "anonymous":
        return None
    try:
        own = frozenset(Access(access.strip().upper()) for access in accesses)
        return Viewer(
            UUID(int=0), UUID(int=0), "", Role(role.strip().upper().replace("-", "_")), own
        )
    except ValueError as error:
        names = ", ".join(one.lower() for one in Role), ", ".join(Access)
        raise StartError(
            f"--as must be `anonymous`, or a role ({names[0]}) and accesses ({names[1]}): {error}."
        ) from None
