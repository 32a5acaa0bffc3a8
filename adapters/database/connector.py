"""New connections to PostgreSQL, made one by one.

Whoever cannot wait any longer leaves the attempt to the next one: under load, those who wait have too little time left
each, and would begin for ever. A server that was frozen finds one attempt when it goes on, and no heap of given-up ones.
"""

import asyncio
from contextlib import suppress
from typing import Any

import asyncpg


class Connector:
    """Makes the connections of one pool."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._attempt: asyncio.Task[Any] | None = None

    async def connect(self, *args: Any, **kwargs: Any) -> Any:
        """A new connection; takes what `asyncpg.connect` takes, the same each time, and raises what that raises."""
        async with self._turn:
            if self._attempt is not None and _has_failed(self._attempt):  # that was then
                self._attempt = None
            attempt = self._attempt = self._attempt or asyncio.create_task(
                asyncpg.connect(*args, **kwargs)
            )
            try:
                connection = await asyncio.shield(attempt)
            finally:
                if attempt.done():
                    self._attempt = None
        if (
            connection.is_closed()
        ):  # it was made for somebody who had gone, and did not last until now
            return await self.connect(*args, **kwargs)
        return connection

    async def close(self) -> None:
        """End an attempt that nobody waits for."""
        attempt, self._attempt = self._attempt, None
        if attempt is not None:
            attempt.cancel()
            with suppress(asyncio.CancelledError, Exception):
                (await attempt).terminate()


def _has_failed(attempt: asyncio.Task[Any]) -> bool:
    """Whether an attempt came to nothing."""
    return attempt.done() and (attempt.cancelled() or attempt.exception() is not None)
