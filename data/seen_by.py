"""Rows that other viewers can see: the lock of a type and `reach` for many viewers at once."""

from collections.abc import Collection, Hashable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from tortoise import Model
from tortoise.expressions import Case, Q, Subquery, When

from adapters.database.statement import Slot, Statement, among, compiled
from execution.lru_cache import LRUCache
from permissions import LOCKS, Viewer, reach
from permissions.viewer import parameterize
from pipeline.context import Context

_REACH_STATEMENTS: LRUCache[Hashable, Statement] = LRUCache(200)
"""Statements for each model, role and set of accesses."""


def reach_key(model: type[Model], viewer: Viewer) -> Hashable:
    """Return a key that is equal for viewers who reach the same rows of a model.

    It consists of the SQL of their reach and its arguments.
    """
    key = (model, viewer.role, viewer.accesses)
    statement = _REACH_STATEMENTS.find(key) or _REACH_STATEMENTS.keep(
        key, compiled(reach(model, parameterize(viewer, Slot)), ("id",))
    )
    return statement.sql, *statement.arguments(viewer.parameters)


async def seen_by(
    context: Context, model: type[Model], keys: Sequence[UUID], viewers: Sequence[Viewer]
) -> list[Collection[UUID]]:
    """Return for each viewer which of these rows they can see, by one statement for all."""
    reach_keys = [
        reach_key(model, viewer) if LOCKS[model].allows(viewer) else None for viewer in viewers
    ]
    distinct = {
        key: viewer for key, viewer in zip(reach_keys, viewers, strict=True) if key is not None
    }
    if not distinct:
        return [()] * len(viewers)
    names = {key: f"reach_{number}" for number, key in enumerate(distinct)}
    columns = {
        name: _is_reached(model, parameterize(distinct[key], partial(_slot, name)))
        for key, name in names.items()
    }
    values = {
        f"{name}.{parameter}": value
        for key, name in names.items()
        for parameter, value in distinct[key].parameters.items()
    }
    query = model.filter(among(model, "id", "keys")).annotate(**columns)
    rows = await context.fetch_rows(
        compiled(query, ("id", *columns)), {"keys": list(keys), **values}
    )
    visible = {
        key: {row.pk for row in rows if getattr(row, name) is not None}
        for key, name in names.items()
    }
    return [visible.get(key, ()) for key in reach_keys]


def _slot(name: str, key: str) -> Slot:
    return Slot(f"{name}.{key}")


def _is_reached(model: type[Model], viewer: Viewer) -> Case:
    """Return an expression that is NULL for rows outside the reach of the viewer."""
    ids: Any = reach(model, viewer).filter(among(model, "id", "keys")).values("id")
    return Case(When(Q(id__in=Subquery(ids)), then="scope"))
