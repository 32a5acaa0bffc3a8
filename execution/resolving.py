"""Resolved values of a column; an error is the value of the parent it belongs to."""

from collections.abc import Awaitable, Callable
from typing import Any

from execution.column import Column
from execution.selection import Selection


def read_attributes(parents: list[Any], name: str, read: Callable[[Any], Any] | None) -> list[Any]:
    """Read one attribute of all parents; an error becomes the value of its parent."""
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


async def resolve_for_each(column: Column, arguments: dict[str, Any], count: int) -> list[Any]:
    """Call a resolver without parents once for each of them."""
    return [await _result_or_error(column.resolve(**arguments)) for _ in range(count)]


async def _result_or_error(awaitable: Awaitable[Any]) -> Any:
    try:
        return await awaitable
    except Exception as error:
        return error


def require_one_for_each(selection: Selection, values: list[Any], count: int) -> list[Any]:
    """Return a column's results; raise `TypeError` unless there is one for each parent."""
    if len(values) != count:
        name = f"{selection.parent_type}.{selection.nodes[0].name.value}"
        raise TypeError(f"{name} answered {len(values)} results for {count} parents.")
    return values
