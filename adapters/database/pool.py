"""Connections of the pool, for a statement, a transaction or an operation, within a time limit.

asyncpg cancels a statement by a connection of its own, and waits for the server's confirmation. A
frozen server never sends it, so it is not waited for: the connection is terminated, and the pool
makes another one.
"""

import asyncio
from typing import Any, Final

from tortoise.backends.base.client import TransactionContext
from tortoise.connection import get_connections

from adapters.database.driver_internals import (
    connection_of,
    driver_connection_of,
    idle_holder,
    is_fit,
    parent_of,
    pool_lock_of,
    pool_of,
    release,
    set_driver_connection,
    wait_for_cancellation,
    waits_for_the_server,
)
from adapters.database.outage import ANSWERED

WAIT_SECONDS = 2.0
"""Time limit of taking a connection, a new one included."""
CANCEL_SECONDS = 1.0
"""Time limit of the server's confirmation that a statement is cancelled."""

_TERMINATIONS: Final[set[asyncio.Task[None]]] = set()


async def take(client: Any) -> Any:
    """Return a connection of the client's pool; raises `Unavailable` if none is free in time."""
    pool = pool_of(client)
    with ANSWERED:
        if pool is not None and (holder := idle_holder(pool)) is not None:
            return await holder.acquire()
        async with asyncio.timeout(WAIT_SECONDS):
            async with pool_lock_of(client):
                if pool_of(client) is None:
                    await client.create_connection(with_db=True)
            return await pool_of(client).acquire()


async def give_back(held: Any) -> None:
    """Give a connection back to its pool; one that waits for the server is terminated instead.

    `Pool.release` would take a tenth of a small query's time. No connection is lost:
    `tests/adapters/database/test_connections.py`.
    """
    connection = connection_of(held)
    if connection is None:  # it died, and the pool has taken it back
        return
    if waits_for_the_server(connection):
        termination = asyncio.create_task(_terminate(connection))
        _TERMINATIONS.add(termination)
        termination.add_done_callback(_TERMINATIONS.discard)
        return
    await release(held, connection)


async def _terminate(connection: Any) -> None:
    """Give the server time to confirm the cancellation, and end the connection in any case."""
    try:
        async with asyncio.timeout(CANCEL_SECONDS):
            await wait_for_cancellation(connection)
    except Exception:  # noqa: S110 - it is terminated in any case
        pass
    finally:
        connection.terminate()


class PooledConnection:
    """Connection of the pool for one statement."""

    __slots__ = ("_client", "_held")

    def __init__(self, client: Any) -> None:
        self._client = client

    async def __aenter__(self) -> Any:
        self._held = await take(self._client)
        return self._held

    async def __aexit__(self, *_: object) -> None:
        await give_back(self._held)


class PooledTransaction(TransactionContext):
    """Transaction with a connection of its own, which it gives back however it ends."""

    def __init__(self, transaction: Any) -> None:
        self.client = transaction

    async def __aenter__(self) -> Any:
        """Begin the transaction; if that fails, the connection goes back."""
        transaction = self.client
        held = await take(parent_of(transaction))
        set_driver_connection(transaction, held)
        try:
            await transaction.begin()
        except BaseException:
            await give_back(held)
            raise
        self._token = get_connections().set(transaction.connection_name, transaction)
        return transaction

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Commit or roll back; without a working connection the server rolls back by itself."""
        held = driver_connection_of(self.client)
        try:
            with ANSWERED:
                if kind is None:
                    await self.client.commit()
                elif is_fit(held):
                    await self.client.rollback()
        finally:
            get_connections().reset(self._token)
            await give_back(held)
