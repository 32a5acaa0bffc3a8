"""Tortoise's PostgreSQL engine, with plain rows and with one connection for all that an operation reads.

Tortoise takes a connection from the pool for each statement, and asyncpg resets it with a round trip of its own each
time it goes back. Nothing here leaves anything in a connection that would need it: no `SET`, no `LISTEN`, no cursor
and no lock outlives its transaction, and an open transaction is still rolled back.
"""

from __future__ import annotations

import logging
from typing import Any

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import NestedTransactionContext, TransactionContext, TransactionContextPooled
from tortoise.connection import ConnectionToken, get_connection, get_connections

from adapters.statement import Statement, Values

log = logging.getLogger("guichet.sql")


class Connection(asyncpg.Connection):  # type: ignore[misc]
    """A connection that needs no reset between two operations."""

    def get_reset_query(self) -> str:
        """Nothing: see above."""
        return ""


class Reading:
    """Runs compiled statements."""

    acquire_connection: Any

    async def fetch_rows(self, statement: Statement, values: Values) -> list[Any]:
        """The rows of a statement, plain ones."""
        log.debug("%s", statement.sql)
        async with self.acquire_connection() as connection:
            found: list[Any] = await connection.fetch(statement.sql, *statement.arguments(values), record_class=statement.row)
        return found


class Transaction(Reading, TransactionWrapper):
    """A transaction, in which compiled statements run too."""

    def _in_transaction(self) -> TransactionContext:
        return NestedTransactionContext(Transaction(self))


class PostgresClient(Reading, AsyncpgDBClient):
    """PostgreSQL, through a pool of connections."""

    connection_class = Connection

    def _in_transaction(self) -> TransactionContext:
        return TransactionContextPooled(Transaction(self), self._pool_init_lock)

    def operation(self) -> Operation:
        """All that is read meanwhile goes through one connection, in turn."""
        return Operation(self)


class Operation(Reading, TransactionWrapper):
    """The database as one operation reads it: one connection, taken with the first statement and given back at the end.

    Whoever writes shares the pool from there on (`share`), so that nobody waits with one connection for a second one.
    """

    def __init__(self, client: PostgresClient) -> None:
        super().__init__(client)
        self._client = client
        self._held: Any = None
        self._shares = False
        self._token: ConnectionToken | None = None

    async def __aenter__(self) -> Operation:
        """Take the place of the pool in this task."""
        self._token = get_connections().set(self.connection_name, self)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Give the connection back, and the pool its place."""
        get_connections().reset(self._token)
        await self.share()

    def operation(self) -> Operation:
        """Another one: what a server reads next of the same client may begin in a copy of this one's context."""
        return self._client.operation()

    async def fetch_rows(self, statement: Statement, values: Values) -> list[Any]:
        """The rows of a statement, plain ones."""
        if self._shares:  # then it is the transaction under way, or the pool
            current: Any = get_connection(self.connection_name)
            return await (self._client if current is self else current).fetch_rows(statement, values)  # type: ignore[no-any-return]
        return await super().fetch_rows(statement, values)

    async def share(self) -> None:
        """From now on each statement takes a connection of the pool, and a transaction one of its own."""
        self._shares = True
        async with self._lock:
            held, self._held = self._held, None
            if held is not None and self._client._pool is not None:
                await _give_back(held)

    def acquire_connection(self) -> Any:
        """The connection of this operation, for one statement."""
        return self._client.acquire_connection() if self._shares else self._Turn(self)

    def _in_transaction(self) -> TransactionContext:
        return self._client._in_transaction()

    class _Turn:
        """One statement's turn at the connection: fields that are resolved side by side ask one after the other."""

        __slots__ = ("_operation",)

        def __init__(self, operation: Operation) -> None:
            self._operation = operation

        async def __aenter__(self) -> Any:
            operation = self._operation
            await operation._lock.acquire()
            if operation._held is None:
                try:
                    operation._held = await operation._taken()
                except BaseException:
                    operation._lock.release()
                    raise
            return operation._held

        async def __aexit__(self, *_: object) -> None:
            self._operation._lock.release()
            if self._operation._shares:  # its end came while this one waited
                await self._operation.share()

    async def _taken(self) -> Any:
        pool = self._client._pool
        if pool is None:
            await self._client.acquire_connection().ensure_connection()
            pool = self._client._pool
        return await pool.acquire()  # type: ignore[union-attr]


async def _give_back(held: Any) -> None:
    """What `Pool.release` does, without its task and shield: they guard a reset that would be cut off, and here is none.

    They would take a tenth of a small question's time. `tests/test_connections.py` holds that no connection is lost.
    """
    if (connection := held._con) is not None:  # None: the pool has taken it back already
        connection._on_release()
        await held._holder.release(None)


client_class = PostgresClient
