"""Metadata by which a field resolves all its parents at once, and a type names its rows."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from strawberry.permission import BasePermission

from execution.value_types import ValueTypes, value_types_of

METADATA_KEY = "column"
"""Key of a Strawberry field's `metadata` for its column."""

PERMISSIONS = "permissions"
"""Key of a Strawberry field's `metadata` for the permissions of a field without a resolver.

Such a field stays a plain attribute.
"""

ROW_KIND = "__row_kind__"
"""Attribute of a class behind a GraphQL type that names the kind of row it shows (hashable)."""

ROWS_INSIDE = "__rows_inside__"
"""Attribute of such a class: its rows hold other rows, whose reads count as well."""

BY_CLASS = "by_class"
"""Attribute of an `is_type_of` that decides by the class of a value alone.

It is then called once for a column instead of once for each value.
"""

ROW_COLUMNS = "columns"
"""Attribute of a row class that maps each column to its getter, which replaces `getattr`."""

Columns = Mapping[str, Callable[[Any], Any]]


@dataclass(frozen=True, slots=True)
class Column:
    """Resolver of all parents of a level.

    It takes the parents as its first argument and returns one result for each. A result that is an
    exception is the error of that parent.

    `permissions` are checked once for the whole column: they must not depend on the parent. `root`
    resolvers take no parents; they are called once for each (there is one). `reads` are the
    attributes of the parents that the resolver uses; None means any of them.
    """

    resolve: Callable[..., Any]
    permissions: Sequence[BasePermission] = ()
    takes_info: bool = True
    root: bool = False
    is_async: bool = True
    reads: frozenset[str] | None = None
    same: bool = False
    """True if the results are the parents themselves, so that the selections below read them."""
    joins: Sequence[tuple[str, Hashable]] = ()
    """Relations of the parents to one row each: name and kind of row.

    Columns selected below may be fetched with the parents: column `name` of relation `owner` is
    then the parents' attribute `owner__name`.
    """


def refusal_of(permissions: Sequence[BasePermission], info: Any) -> Exception | None:
    """Return why the viewer may not see a field with these permissions, or None."""
    for permission in permissions:
        try:
            if permission.has_permission(None, info) is not True:
                permission.on_unauthorized()
                return PermissionError(permission.message or "You may not see this.")
        except Exception as refusal:
            return refusal
    return None


def columns_of(objects: Sequence[Any]) -> Columns | None:
    """Return the getters of these objects' columns, or None unless all are rows of one class."""
    return columns_of_types(value_types_of(objects))


def columns_of_types(value_types: ValueTypes) -> Columns | None:
    """Return the getters of the columns of one row class; None for any other types."""
    if len(value_types) != 1:
        return None
    (kind,) = value_types
    found: Columns | None = getattr(kind, ROW_COLUMNS, None)
    return found if type(found) is dict else None


def holds_rows(origin: type[Any]) -> bool:
    """Return True if the class shows no row, or a row that holds others."""
    return row_kind(origin) is None or getattr(origin, ROWS_INSIDE, False)


def row_kind(origin: type[Any]) -> Hashable | None:
    """Return the kind of row that a class behind a GraphQL type shows, or None."""
    return getattr(origin, ROW_KIND, None)
