"""What others see: the lock of a type and `reach`, asked for many viewers at once."""

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

_REACHES: LRUCache[Hashable, Statement] = LRUCache(200)
"""One for each model, role and set of accesses."""


def reach_key(model: type[Model], viewer: Viewer) -> Hashable:
    """The same for two viewers who reach the same rows of a model: the statement that reads them, and its parameters."""
    key = (model, viewer.role, viewer.accesses)
    statement = _REACHES.find(key) or _REACHES.keep(
        key, compiled(reach(model, parameterize(viewer, Slot)), ("id",))
    )
    return statement.sql, *statement.arguments(viewer.parameters)


async def seen_by(
    context: Context, model: type[Model], keys: Sequence[UUID], viewers: Sequence[Viewer]
) -> list[Collection[UUID]]:
    """Which of these rows each viewer sees: one statement, however many rows and viewers there are."""
    reaches = [
        reach_key(model, viewer) if LOCKS[model].allows(viewer) else None for viewer in viewers
    ]
    different = {
        reached: viewer
        for reached, viewer in zip(reaches, viewers, strict=True)
        if reached is not None
    }
    if not different:
        return [()] * len(viewers)
    marks = {reached: f"reach_{number}" for number, reached in enumerate(different)}
    columns = {
        mark: _is_within(model, parameterize(different[reached], partial(_slot, mark)))
        for reached, mark in marks.items()
    }
    values = {
        f"{mark}.{key}": value
        for reached, mark in marks.items()
        for key, value in different[reached].parameters.items()
    }
    query = model.filter(among(model, "id", "keys")).annotate(**columns)
    rows = await context.fetch_rows(
        compiled(query, ("id", *columns)), {"keys": list(keys), **values}
    )
    found = {
        reached: {row.pk for row in rows if getattr(row, mark) is not None}
        for reached, mark in marks.items()
    }
    return [found.get(reached, ()) for reached in reaches]


def _slot(name: str, key: str) -> Slot:
    return Slot(f"{name}.{key}")


def _is_within(model: type[Model], viewer: Viewer) -> Case:
    """A mark for the rows that a viewer reaches, else NULL."""
    scope: Any = reach(model, viewer).filter(among(model, "id", "keys")).values("id")
    return Case(When(Q(id__in=Subquery(scope)), then="scope"))
