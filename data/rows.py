"""Reading of rows in the viewer's reach: the selected columns only, one statement for all parents.

All queries read through this module, so that none forgets `reach`. A statement is built once for
each query, selection of columns, role and set of accesses, and is then reused: the values that
differ from request to request are its parameters (`Slot`).
"""

from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache
from typing import Any

from tortoise import Model
from tortoise.queryset import QuerySet

from adapters.database.row import row_type
from adapters.database.statement import Slot, Statement, among, compiled, counting
from data.conditions import Conditions
from execution.column import columns_of
from execution.lru_cache import LRUCache
from permissions import Viewer, reach
from permissions.reach import COMPANY_PATHS
from permissions.viewer import parameterize
from pipeline.context import Info

_STATEMENTS: LRUCache[Hashable, Statement] = LRUCache(2_000)
"""Compiled statements, a few kilobytes each."""

Refine = Callable[[QuerySet[Any]], QuerySet[Any]]
Scope = Callable[[Any, Viewer], QuerySet[Any]]
"""Function that returns the rows that a viewer may read; `reach` except for the own account."""


async def fetch(
    info: Info,
    model: type[Model],
    cache_key: Hashable,
    refine: Refine,
    values: dict[str, Any],
    *,
    extra_columns: tuple[str, ...] = (),
    limited: bool = False,
    scope: Scope = reach,
) -> list[Any]:
    """Return the rows of a refined query in the scope of the viewer.

    cache_key: everything that `refine` depends on except parameters; None for no caching
    values: the values of the parameters, by name
    extra_columns: columns to read in addition to the selected ones
    limited: True if `values` contain a `limit`
    """

    def build() -> Statement:
        refined = refine(scope(model, parameterize(viewer, Slot)))
        columns, joins = _columns(model, read, extra_columns)
        return compiled(refined, columns, limit=Slot("limit") if limited else None, **joins)

    viewer, read = info.context.signed_in(), info.reads(model)
    key = (model, cache_key, read, extra_columns, limited, scope, viewer.role, viewer.accesses)
    statement = build() if cache_key is None else _cached_statement(key, build)
    return await info.context.fetch_rows(statement, {**viewer.parameters, **values})


async def count(
    info: Info, model: type[Model], conditions: Conditions, scope: Scope = reach
) -> int:
    """Return the number of rows in the scope of the viewer."""

    def build() -> Statement:
        return counting(conditions(scope(model, parameterize(viewer, Slot))))

    viewer = info.context.signed_in()
    cache_key = conditions.cache_key
    key = (model, cache_key, scope, viewer.role, viewer.accesses)
    statement = build() if cache_key is None else _cached_statement(key, build)
    values = {**viewer.parameters, **conditions.values}
    ((number,),) = await info.context.fetch_rows(statement, values)
    return int(number)


async def fetch_children(
    info: Info,
    model: type[Model],
    key: str,
    parents: Sequence[Any],
    *order: str,
    extra_columns: Sequence[str] = (),
) -> list[list[Any]]:
    """Return for each parent the rows whose foreign key `key` refers to it, in this order."""
    keys = [parent.pk for parent in parents]
    rows = await fetch(
        info,
        model,
        ("children", key, order),
        lambda query: query.filter(among(model, _parent_column(model, key), "keys")).order_by(
            *order
        ),
        {"keys": keys},
        extra_columns=(key, *extra_columns),
    )
    # the bytes of a UUID are faster to look up than the UUID
    by_parent: dict[bytes, list[Any]] = {parent.bytes: [] for parent in keys}
    if rows:
        for parent, row in zip(map(type(rows[0]).columns[key], rows), rows, strict=True):
            by_parent[parent.bytes].append(row)
    return [by_parent[parent.bytes] for parent in keys]


def _parent_column(model: type[Model], key: str) -> str:
    """Return the column to compare with the keys of the parents.

    Where `reach` joins the parent anyway, its primary key is compared instead of the foreign key,
    so that the database finds the parents by their index.
    """
    relation = key.removesuffix("_id")
    return f"{relation}__id" if COMPANY_PATHS.get(model, "").startswith(f"{relation}__") else key


async def fetch_by_id(
    info: Info,
    model: type[Model],
    keys: Sequence[Any],
    *,
    extra_columns: tuple[str, ...] = (),
    scope: Scope = reach,
) -> list[Any]:
    """Return the row with each key, None where there is none in reach.

    `extra_columns` are fetched in any case.
    """
    wanted = {key for key in keys if key is not None}
    if not wanted:
        return [None] * len(keys)
    here = among(model, "id", "keys")
    rows = await fetch(
        info,
        model,
        "keys",
        lambda query: query.filter(here),
        {"keys": list(wanted)},
        extra_columns=extra_columns,
        scope=scope,
    )
    found = {row.pk: row for row in rows}
    return [found.get(key) for key in keys]


def joined_rows(
    info: Info, model: type[Model], rows: Sequence[Any], relation: str
) -> list[Any] | None:
    """Return the related rows if the statement of these rows joined all their columns; else None.

    Only for relations whose rows are in the reach of every viewer who reaches these rows.
    """
    read, columns = info.reads(model), columns_of(rows)
    if (
        columns is None
        or read is None
        or not all(f"{relation}__{name}" in columns for name in (*read, model._meta.pk_attr))
    ):
        return None
    row_class: Any = type(rows[0])
    return list(map(_related_row(row_class, model, relation), rows))


@lru_cache(maxsize=1024)
def _related_row(row: Any, model: type[Model], relation: str) -> Callable[[Any], Any]:
    """Return a function that extracts the related row from a row of this class."""
    names = [name for name in row.columns if name.startswith(f"{relation}__")]
    related, _ = row_type(
        model, [name.removeprefix(f"{relation}__") for name in names], {}, sqlite=True
    )
    read = [row.columns[name] for name in names]
    return lambda whole: related(value(whole) for value in read)


def _cached_statement(key: Hashable, build: Callable[[], Statement]) -> Statement:
    """Return the statement of a key from the cache, or build and cache it."""
    return _STATEMENTS.find(key) or _STATEMENTS.keep(key, build())


def _columns(
    model: type[Model], read: frozenset[str] | None, extra_columns: Sequence[str]
) -> tuple[frozenset[str], dict[str, Any]]:
    """Return the columns to read of a row, and those of its relations.

    They are the primary key and the columns that the selected fields read; all columns if `read` is
    None.
    """
    every = frozenset(model._meta.fields_db_projection)
    wanted = (every if read is None else read) | set(extra_columns)
    paths = {name for name in wanted if "__" in name}
    paths |= {f"{path.partition('__')[0]}__id" for path in paths}
    own = wanted - paths
    return (own | {model._meta.pk_attr} if own <= every else every), {
        path: path for path in sorted(paths)
    }
