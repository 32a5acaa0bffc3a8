"""Eager start of coroutines: an operation that awaits nothing needs no event loop."""

from collections.abc import Generator
from typing import Any


def start_eagerly(coroutine: Any) -> Any:
    """Run a coroutine to its first suspension; return its result, or an awaitable of it."""
    try:
        waits_for = coroutine.send(None)
    except StopIteration as done:
        return done.value
    return _continued(coroutine, waits_for)


async def _continued(coroutine: Any, waits_for: Any) -> Any:
    return await _Rest(coroutine, waits_for)


class _Rest:
    """Continue a coroutine that was started already."""

    def __init__(self, coroutine: Any, waits_for: Any) -> None:
        self._coroutine, self._waits_for = coroutine, waits_for

    def __await__(self) -> Generator[Any, Any, Any]:
        waits_for = self._waits_for
        while True:
            try:
                sent = yield waits_for
            except BaseException as thrown:
                resume, given = self._coroutine.throw, thrown
            else:
                resume, given = self._coroutine.send, sent
            try:
                waits_for = resume(given)
            except StopIteration as done:
                return done.value
