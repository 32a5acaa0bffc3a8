"""Connections of the pool, lent for a statement, a transaction or an operation: nobody waits long for one, and none comes back broken.

asyncpg gives a cancelled statement up by a connection of its own, and waits for the server to agree. A server that is
frozen never does, so what was cancelled is not waited for: its connection goes, and the pool makes another one.
"""

import asyncio
from typing import Any, Final

from tortoise.backends.base.client import TransactionContext
from tortoise.connection import get_connections

from adapters.database.outage import ANSWERED

WAIT_SECONDS = 2.0
"""How long one waits for a connection, a new one included."""
PARTING_SECONDS = 1.0
"""How long the server has to hear that a statement was given up."""

_PARTING: Final[set[asyncio.Task[None]]] = set()


async def take(client: Any) -> Any:
    """A connection of the client's pool; raises `Unavailable` where none is to be had in time."""
    pool = client._pool
    with ANSWERED:
        if (
            pool is not None
            and (idle := pool._queue._queue)
            and idle[-1].is_connected()
            and not pool._closing
        ):
            return (
                await pool._queue.get_nowait().acquire()
            )  # as `Pool.acquire` does, which asks twice more whether it is open
        async with asyncio.timeout(WAIT_SECONDS):
            async with client._pool_init_lock:
                if client._pool is None:
                    await client.create_connection(with_db=True)
            return await client._pool.acquire()


async def give_back(held: Any) -> None:
    """What `Pool.release` does, without its task and shield: they guard a reset that would be cut off, and here is none.

    They would take a tenth of a small question's time. `tests/adapters/database/test_connections.py` holds that no connection is lost.
    """
    connection = held._con
    if connection is None:  # it died, and the pool has taken it back
        return
    if _waits_for_the_server(connection):
        parting = asyncio.create_task(_part_with(connection))
        _PARTING.add(parting)
        parting.add_done_callback(_PARTING.discard)
        return
    connection._on_release()
    await held._holder.release(None)


def is_fit(held: Any) -> bool:
    """Whether a connection can take another statement, as far as is known without asking the server."""
    connection = held._con
    return (
        connection is not None
        and not connection.is_closed()
        and not connection._protocol._is_cancelling()
    )


def _waits_for_the_server(connection: Any) -> bool:
    return not connection.is_closed() and (
        connection._protocol._is_cancelling() or connection.is_in_transaction()
    )


async def _part_with(connection: Any) -> None:
    """Let the server hear that it is given up, and end the connection whether it does or not."""
    try:
        async with asyncio.timeout(PARTING_SECONDS):
            await connection._protocol._wait_for_cancellation(None)
    except Exception:  # noqa: S110 - it goes in any case
        pass
    finally:
        connection.terminate()


class PooledConnection:
    """A connection of the pool for one statement."""

    __slots__ = ("_client", "_held")

    def __init__(self, client: Any) -> None:
        self._client = client

    async def __aenter__(self) -> Any:
        self._held = await take(self._client)
        return self._held

    async def __aexit__(self, *_: object) -> None:
        await give_back(self._held)


class PooledTransaction(TransactionContext):
    """A transaction with a connection of its own, which it gives back however it ends."""

    def __init__(self, transaction: Any) -> None:
        self.client = transaction

    async def __aenter__(self) -> Any:
        """Begin, or leave everything as it was."""
        transaction = self.client
        transaction._connection = held = await take(transaction._parent)
        try:
            await transaction.begin()
        except BaseException:
            await give_back(held)
            raise
        self._token = get_connections().set(transaction.connection_name, transaction)
        return transaction

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Commit, or roll back; where that cannot be asked for any more, the server does so by itself."""
        held = self.client._connection
        try:
            with ANSWERED:
                if kind is None:
                    await self.client.commit()
                elif is_fit(held):
                    await self.client.rollback()
        finally:
            get_connections().reset(self._token)
            await give_back(held)
