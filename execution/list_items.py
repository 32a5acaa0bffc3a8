"""Items of one list, from any iterable that a resolver returns."""

import asyncio
from typing import Any

from graphql import Executor, GraphQLError
from graphql.execution.executor import collect_iterator_awaitables
from graphql.pyutils import is_iterable

from execution.selection import Selection


async def list_items(executor: Executor[Any], selection: Selection, value: Any) -> list[Any]:
    """Return the items; if the iterator fails, track the awaitables among them."""
    if type(value) is list:
        return value
    if executor.is_async_iterable(value):
        await asyncio.sleep(0)
        return [item async for item in value]
    if not is_iterable(value):
        what = f"{selection.parent_type}.{selection.nodes[0].name.value}"
        raise GraphQLError(f"Expected Iterable, but did not find one for field '{what}'.")
    found: list[Any] = []
    iterator = iter(value)
    try:
        found.extend(iterator)
    except Exception:
        executor.track_async_work(
            [*found, *collect_iterator_awaitables(iterator, executor.is_awaitable)]
        )
        raise
    return found
