"""From all the parents of a level to their children, and back, in one statement."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from tortoise import Model
from tortoise.queryset import QuerySet

M = TypeVar("M", bound=Model)


async def children(query: QuerySet[M], key: str, parents: Sequence[Any]) -> list[list[M]]:
    """The rows of `query` whose foreign key `key` names each parent, in the query's order."""
    found = defaultdict(list)
    for row in await query.filter(**{f"{key}__in": [parent.pk for parent in parents]}):
        found[getattr(row, key)].append(row)
    return [found[parent.pk] for parent in parents]


async def by_key(query: QuerySet[M], keys: Sequence[Any]) -> list[M | None]:
    """The row with each key, or None where there is none in reach."""
    wanted: Iterable[Any] = {key for key in keys if key is not None}
    rows = {row.pk: row for row in await query.filter(pk__in=list(wanted))} if wanted else {}
    return [rows.get(key) for key in keys]
