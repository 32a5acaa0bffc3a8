"""Await the awaitables among the values of a column, concurrently."""

import asyncio
from collections.abc import Callable
from typing import Any

from execution.value_types import ValueTypes, any_is_awaitable, value_types_of


async def await_values(values: list[Any], is_awaitable: Callable[[Any], bool]) -> ValueTypes:
    """Replace awaitables by their results or exceptions; return the types of the values."""
    value_types = value_types_of(values)
    if not any_is_awaitable(value_types):
        return value_types
    waiting = [index for index, value in enumerate(values) if is_awaitable(value)]
    if not waiting:
        return value_types
    settled = await asyncio.gather(*(values[index] for index in waiting), return_exceptions=True)
    for index, value in zip(waiting, settled, strict=True):
        if isinstance(value, BaseException) and not isinstance(value, Exception):
            raise value
        values[index] = value
    return value_types_of(values)
