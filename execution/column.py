"""How a field says that it answers for all its parents at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from strawberry.permission import BasePermission

METADATA_KEY = "column"
"""Where a Strawberry field's `metadata` keeps its column."""


@dataclass(frozen=True, slots=True)
class Column:
    """A resolver of all parents of a level: it takes them as its first argument and returns one result for each.

    A result that is an exception is that parent's error. `permissions` are asked once for the whole column: they
    must not depend on the parent. `root` resolvers take no parents; they are called once for each (there is one).
    """

    resolve: Callable[..., Any]
    permissions: Sequence[BasePermission] = ()
    takes_info: bool = True
    root: bool = False

    def refuse(self, info: Any) -> Exception | None:
        """Why the viewer may not see this column, or None."""
        for permission in self.permissions:
            try:
                if permission.has_permission(None, info) is not True:
                    permission.on_unauthorized()
                    return PermissionError(permission.message or "You may not see this.")
            except Exception as refusal:
                return refusal
        return None
