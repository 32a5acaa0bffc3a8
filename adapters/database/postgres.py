"""Tortoise's PostgreSQL engine, with plain rows and one connection for the reads of an operation.

Tortoise takes a connection from the pool for each statement, and asyncpg resets it with a round
trip each time it goes back. Nothing here needs that: no `SET`, `LISTEN`, cursor or lock outlives
its transaction, and an open transaction is still rolled back.
"""

import asyncio
from typing import Any

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import NestedTransactionContext, TransactionContext

from adapters.database.connector import Connector
from adapters.database.driver_internals import detach_pool, roll_back_open_transaction
from adapters.database.pool import PooledConnection, PooledTransaction
from adapters.database.postgres_operation import Operation, Reading
from logs import count_statement

CLOSE_SECONDS = 2.0


class Connection(asyncpg.Connection):  # type: ignore[misc]
    """Connection that needs no reset between two operations."""

    def get_reset_query(self) -> str:
        """Return no query: see the module."""
        return ""

    async def reset(self, *, timeout: float | None = None) -> None:  # noqa: ASYNC109 - asyncpg's own signature
        """Roll back an open transaction; without a query there is no time limit to keep."""
        await roll_back_open_transaction(self)


class Transaction(Reading, TransactionWrapper):
    """Transaction that runs compiled statements too."""

    def _in_transaction(self) -> TransactionContext:
        return NestedTransactionContext(Transaction(self))


class PostgresClient(Reading, AsyncpgDBClient):
    """PostgreSQL client with a pool of connections."""

    connection_class = Connection

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._connector = Connector()

    async def create_pool(self, **kwargs: Any) -> Any:
        """Return a pool that makes its connections one by one."""
        return await super().create_pool(connect=self._connector.connect, **kwargs)

    def _in_transaction(self) -> TransactionContext:
        return PooledTransaction(Transaction(self))

    def acquire_connection(self) -> Any:
        """Return a connection of the pool, for one statement."""
        count_statement()
        return PooledConnection(self)

    async def _close(self) -> None:
        """Close the pool, and terminate it if statements under way do not end in time."""
        pool = detach_pool(self)
        await self._connector.close()
        if pool is not None:
            try:
                await asyncio.wait_for(pool.close(), CLOSE_SECONDS)
            except TimeoutError:
                pool.terminate()

    def operation(self) -> Operation:
        """Return the context manager of an operation: its reads go through one connection."""
        return Operation(self)


client_class = PostgresClient
