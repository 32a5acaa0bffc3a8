"""Awaitables among the values of a column: they run side by side, and their results take their places."""

import asyncio
from collections.abc import Callable
from typing import Any

from execution.kinds import Kinds, any_may_wait, kinds_of


async def settle(values: list[Any], is_awaitable: Callable[[Any], bool]) -> Kinds:
    """Put the results of awaitables in their places, exceptions included; returns the types of the values then."""
    kinds = kinds_of(values)
    if not any_may_wait(kinds):
        return kinds
    waiting = [index for index, value in enumerate(values) if is_awaitable(value)]
    if not waiting:
        return kinds
    settled = await asyncio.gather(*(values[index] for index in waiting), return_exceptions=True)
    for index, value in zip(waiting, settled, strict=True):
        if isinstance(value, BaseException) and not isinstance(value, Exception):
            raise value
        values[index] = value
    return kinds_of(values)
