"""Whose view the command prints: a viewer by role and accesses, as `--as` names one."""

from enum import StrEnum
from uuid import UUID

from errors import StartError
from models import Access, Role
from permissions import Viewer


class Mode(StrEnum):
    """How `guichet schema --as` shows the schema."""

    ANNOTATE = "annotate"
    HIDE = "hide"


def viewer_named(text: str) -> Viewer | None:
    """A viewer with a role and accesses, as `--as` names one."""
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
