"""Connector of PostgreSQL, which makes one connection at a time.

A caller that times out leaves its attempt to the next one: under load each has too little time left
for a whole attempt, and none would succeed. A frozen server finds one attempt when it continues,
and not a heap of abandoned ones.
"""

import asyncio
from contextlib import suppress
from typing import Any

import asyncpg


class Connector:
    """Connector of one pool."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._attempt: asyncio.Task[Any] | None = None

    async def connect(self, *args: Any, **kwargs: Any) -> Any:
        """Return a new connection, with the arguments and errors of `asyncpg.connect`."""
        async with self._turn:
            if self._attempt is not None and _has_failed(
                self._attempt
            ):  # an earlier failure does not count
                self._attempt = None
            attempt = self._attempt = self._attempt or asyncio.create_task(
                asyncpg.connect(*args, **kwargs)
            )
            try:
                connection = await asyncio.shield(attempt)
            finally:
                if attempt.done():
                    self._attempt = None
        if connection.is_closed():  # made for a caller that timed out, and closed since
            return await self.connect(*args, **kwargs)
        return connection

    async def close(self) -> None:
        """Cancel an attempt under way."""
        attempt, self._attempt = self._attempt, None
        if attempt is not None:
            attempt.cancel()
            with suppress(asyncio.CancelledError, Exception):
                (await attempt).terminate()


def _has_failed(attempt: asyncio.Task[Any]) -> bool:
    """Return True if an attempt has failed or was cancelled."""
    return attempt.done() and (attempt.cancelled() or attempt.exception() is not None)
