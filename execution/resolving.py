"""The values of a column, as resolvers and attributes give them: an error is the value of the parent that it belongs to."""

from collections.abc import Awaitable, Callable
from typing import Any

from execution.column import Column
from execution.selection import Selection


def attributes(parents: list[Any], name: str, read: Callable[[Any], Any] | None) -> list[Any]:
    """One attribute of all parents, by what reads it, if that is known; where one lacks it, its error is its value."""
    try:
        return (
            [getattr(parent, name) for parent in parents]
            if read is None
            else list(map(read, parents))
        )
    except Exception:
        return [_attribute(parent, name) for parent in parents]


def _attribute(parent: Any, name: str) -> Any:
    try:
        return getattr(parent, name)
    except Exception as error:
        return error


async def each(column: Column, arguments: dict[str, Any], count: int) -> list[Any]:
    """What a resolver without parents answers, called for each of them."""
    return [await _caught(column.resolve(**arguments)) for _ in range(count)]


async def _caught(awaitable: Awaitable[Any]) -> Any:
    try:
        return await awaitable
    except Exception as error:
        return error


def one_for_each(selection: Selection, values: list[Any], count: int) -> list[Any]:
    """The results of a column's resolver, which are as many as its parents."""
    if len(values) != count:
        raise TypeError(
            f"{selection.parent_type}.{selection.nodes[0].name.value} answered {len(values)} results for {count} parents."
        )
    return values
