"""Reading rows: those that the viewer reaches, with the columns that are asked for, one statement for all parents.

Everything that a question reads comes through here, so no question forgets `reach`. A statement is built once for
each question, selection of columns and kind of viewer; what differs from request to request is a value in a slot of it.
"""

from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache
from typing import Any, cast

from tortoise import Model
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from adapters.database.row import row_type
from adapters.database.statement import Slot, Statement, among, compiled, counting
from execution.column import columns_of
from execution.lru_cache import LRUCache
from permissions import Viewer, reach
from permissions.reach import COMPANY_PATHS
from permissions.viewer import parameterize
from pipeline.context import Info

_STATEMENTS: LRUCache[Hashable, Statement] = LRUCache(2_000)
"""Some kilobytes each."""

Refine = Callable[[QuerySet[Any]], QuerySet[Any]]
Scope = Callable[[Any, Viewer], QuerySet[Any]]
"""What a viewer may read of a model: `reach`, but for one's own account."""


class Conditions:
    """Conditions whose values are slots of the statement."""

    def __init__(self, model: type[Model]) -> None:
        self._model = model
        self._conditions: list[Q] = []
        self.values: dict[str, Any] = {}
        self.shape: tuple[str, ...] | None = ()
        """Which conditions there are; None where the text depends on a value, so that no statement is kept."""

    def compare(self, key: str, value: Any) -> None:
        """A condition in Tortoise's words, such as `event_date__gte`."""
        self._add(Q(**{key: cast("Any", Slot(key))}), key, value)

    def among(self, key: str, values: Sequence[Any]) -> None:
        """The column's value is one of these."""
        self._add(among(self._model, key, f"{key}__in"), f"{key}__in", list(values))

    def literally(self, condition: Q) -> None:
        """A condition that bears its own value."""
        self._conditions.append(condition)
        self.shape = None

    def _add(self, condition: Q, key: str, value: Any) -> None:
        self._conditions.append(condition)
        self.values[key] = value
        if self.shape is not None:
            self.shape = (*self.shape, key)

    def __call__(self, query: QuerySet[Any]) -> QuerySet[Any]:
        """The query with all conditions."""
        return query.filter(*self._conditions) if self._conditions else query


async def fetch(
    info: Info,
    model: type[Model],
    shape: Hashable,
    refine: Refine,
    values: dict[str, Any],
    *,
    extra_columns: tuple[str, ...] = (),
    limited: bool = False,
    scope: Scope = reach,
) -> list[Any]:
    """The rows of a refined query, in reach of the viewer.

    `shape` says all that the refinement depends on but for values in slots, so that the statement can be kept; None where it cannot.
    `extra_columns` are columns to have in any case.
    """

    def build() -> Statement:
        refined = refine(scope(model, parameterize(viewer, Slot)))
        columns, joined = _columns(model, read, extra_columns)
        return compiled(refined, columns, limit=Slot("limit") if limited else None, **joined)

    viewer, read = info.context.signed_in(), info.reads(model)
    statement = (
        _kept(
            (model, shape, read, extra_columns, limited, scope, viewer.role, viewer.accesses), build
        )
        if shape is not None
        else build()
    )
    return await info.context.fetch_rows(statement, {**viewer.parameters, **values})


async def count(info: Info, model: type[Model], where: Conditions, scope: Scope = reach) -> int:
    """How many rows there are scope reach."""

    def build() -> Statement:
        return counting(where(scope(model, parameterize(viewer, Slot))))

    viewer = info.context.signed_in()
    statement = (
        _kept((model, where.shape, scope, viewer.role, viewer.accesses), build)
        if where.shape is not None
        else build()
    )
    ((number,),) = await info.context.fetch_rows(statement, {**viewer.parameters, **where.values})
    return int(number)


async def fetch_children(
    info: Info,
    model: type[Model],
    key: str,
    parents: Sequence[Any],
    *order: str,
    extra_columns: Sequence[str] = (),
) -> list[list[Any]]:
    """The rows whose foreign key `key` names each parent, in this order."""
    keys = [parent.pk for parent in parents]
    rows = await fetch(
        info,
        model,
        ("children", key, order),
        lambda query: query.filter(among(model, _parent(model, key), "keys")).order_by(*order),
        {"keys": keys},
        extra_columns=(key, *extra_columns),
    )
    found: dict[bytes, list[Any]] = {
        parent.bytes: [] for parent in keys
    }  # a UUID's bytes are faster to look up than the UUID
    if rows:
        for parent, row in zip(map(type(rows[0]).columns[key], rows), rows, strict=True):
            found[parent.bytes].append(row)
    return [found[parent.bytes] for parent in keys]


def _parent(model: type[Model], key: str) -> str:
    """Where a row's parent is named: where `reach` joins the parent anyway, in the parent, so that it is found by its key."""
    relation = key.removesuffix("_id")
    return f"{relation}__id" if COMPANY_PATHS.get(model, "").startswith(f"{relation}__") else key


async def fetch_by_id(
    info: Info, model: type[Model], keys: Sequence[Any], *, scope: Scope = reach
) -> list[Any]:
    """The row with each key, or None where there is none in reach."""
    wanted = {key for key in keys if key is not None}
    if not wanted:
        return [None] * len(keys)
    rows = await fetch(
        info,
        model,
        "keys",
        lambda query: query.filter(among(model, "id", "keys")),
        {"keys": list(wanted)},
        scope=scope,
    )
    found = {row.pk: row for row in rows}
    return [found.get(key) for key in keys]


def joined_rows(
    info: Info, model: type[Model], rows: Sequence[Any], relation: str
) -> list[Any] | None:
    """The rows at the end of a relation, where all that is asked of them was read with these rows; else None.

    Only for relations that lead to nothing which the row's own viewer does not reach.
    """
    read, columns = info.reads(model), columns_of(rows)
    if (
        columns is None
        or read is None
        or not all(f"{relation}__{name}" in columns for name in (*read, model._meta.pk_attr))
    ):
        return None
    row_class: Any = type(rows[0])
    return list(map(_part(row_class, model, relation), rows))


@lru_cache(maxsize=1024)
def _part(row: Any, model: type[Model], relation: str) -> Callable[[Any], Any]:
    """What makes the related row of one of this class."""
    names = [name for name in row.columns if name.startswith(f"{relation}__")]
    part, _ = row_type(
        model, [name.removeprefix(f"{relation}__") for name in names], {}, sqlite=True
    )
    read = [row.columns[name] for name in names]
    return lambda whole: part(one(whole) for one in read)


def _kept(key: Hashable, build: Callable[[], Statement]) -> Statement:
    """The statement for a question, made once: it is the same wherever the question stands."""
    return _STATEMENTS.find(key) or _STATEMENTS.keep(key, build())


def _columns(
    model: type[Model], read: frozenset[str] | None, extra_columns: Sequence[str]
) -> tuple[frozenset[str], dict[str, Any]]:
    """The primary key and what the fields below read, of the row and of its relations; every column where that is not known."""
    every = frozenset(model._meta.fields_db_projection)
    wanted = (every if read is None else read) | set(extra_columns)
    paths = {name for name in wanted if "__" in name}
    paths |= {f"{path.partition('__')[0]}__id" for path in paths}
    own = wanted - paths
    return (own | {model._meta.pk_attr} if own <= every else every), {
        path: path for path in sorted(paths)
    }
