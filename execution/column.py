"""How a field says that it answers for all its parents at once, and how a type says of which rows it is made."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from strawberry.permission import BasePermission

from execution.kinds import Kinds, kinds_of

METADATA_KEY = "column"
"""Where a Strawberry field's `metadata` keeps its column."""

PERMISSIONS = "permissions"
"""The key of a Strawberry field's `metadata` for the permissions of a field without a resolver: it stays a plain attribute."""

ROW_KIND = "__row_kind__"
"""The attribute of a class behind a GraphQL type that names the kind of row it shows: any hashable."""

ROWS_INSIDE = "__rows_inside__"
"""The attribute of such a class that says that its rows hold others: what is read of those counts as well."""

BY_CLASS = "by_class"
"""The attribute of an `is_type_of` that decides by a value's class alone, if there is one: it is asked once for a column."""

ROW_COLUMNS = "columns"
"""The attribute of a class of rows that tells how each of its columns is read: then a column needs no `getattr`."""

Columns = Mapping[str, Callable[[Any], Any]]


@dataclass(frozen=True, slots=True)
class Column:
    """A resolver of all parents of a level: it takes them as its first argument and returns one result for each.

    A result that is an exception is that parent's error. `permissions` are asked once for the whole column: they
    must not depend on the parent. `root` resolvers take no parents; they are called once for each (there is one).
    `reads` are the attributes of its parents that it looks at; None for any of them.
    """

    resolve: Callable[..., Any]
    permissions: Sequence[BasePermission] = ()
    takes_info: bool = True
    root: bool = False
    is_async: bool = True
    reads: frozenset[str] | None = None
    same: bool = False
    """Whether the results are the parents themselves: what is selected below reads them."""
    joins: Sequence[tuple[str, Hashable]] = ()
    """Relations of its parents to one row each, by name, with the kind of row: what is selected below may be read with the parents.

    Column `name` of relation `owner` is then the parents' attribute `owner__name`.
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
    """How the columns of these objects are read, where all are rows of one class."""
    return columns_of_kinds(kinds_of(objects))


def columns_of_kinds(kinds: Kinds) -> Columns | None:
    """How the columns of objects of these classes are read, where it is one class of rows."""
    if len(kinds) != 1:
        return None
    (kind,) = kinds
    found: Columns | None = getattr(kind, ROW_COLUMNS, None)
    return found if type(found) is dict else None


def holds_rows(origin: type[Any]) -> bool:
    """Whether what a class behind a GraphQL type shows is no row, or one that holds others."""
    return row_kind(origin) is None or getattr(origin, ROWS_INSIDE, False)


def row_kind(origin: type[Any]) -> Hashable | None:
    """The kind of row that a class behind a GraphQL type shows, if it says so."""
    return getattr(origin, ROW_KIND, None)
