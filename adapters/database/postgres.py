"""Tortoise's PostgreSQL engine, with plain rows and with one connection for all that an operation reads.

Tortoise takes a connection from the pool for each statement, and asyncpg resets it with a round trip of its own each
time it goes back. Nothing here leaves anything in a connection that would need it: no `SET`, no `LISTEN`, no cursor
and no lock outlives its transaction, and an open transaction is still rolled back.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import NestedTransactionContext, TransactionContext
from tortoise.connection import ConnectionHandler, ConnectionToken, get_connection, get_connections

from adapters.database.connector import Connector
from adapters.database.outage import ANSWERED
from adapters.database.pool import PooledConnection, PooledTransaction, give_back, is_fit, take
from adapters.database.statement import Statement, Values
from logs import count_statement

log = logging.getLogger("guichet.sql")

CLOSE_SECONDS = 2.0


class Connection(asyncpg.Connection):  # type: ignore[misc]
    """A connection that needs no reset between two operations."""

    def get_reset_query(self) -> str:
        """Nothing: see above."""
        return ""

    async def reset(self, *, timeout: float | None = None) -> None:  # noqa: ASYNC109 - asyncpg's own signature
        """Roll back what is open, as asyncpg does: without a time limit for the query that there is not."""
        await self._reset()


class Reading:
    """Runs compiled statements, and counts all. These and Tortoise's own end with `Unavailable` where the database does not answer."""

    def acquire_connection(self) -> Any:
        """The connection, for one statement."""
        count_statement()
        return super().acquire_connection()  # type: ignore[misc]

    async def fetch_rows(self, statement: Statement, values: Values) -> list[Any]:
        """The rows of a statement, plain ones."""
        log.debug("%s", statement.sql)
        with ANSWERED:
            async with self.acquire_connection() as connection:
                found: list[Any] = await connection.fetch(
                    statement.sql, *statement.arguments(values), record_class=statement.row
                )
        return found

    async def _translate_exceptions(
        self, func: Callable[..., Any], *args: Any, **kwargs: Any
    ) -> Any:
        with ANSWERED:
            return await super()._translate_exceptions(func, *args, **kwargs)  # type: ignore[misc]


class Transaction(Reading, TransactionWrapper):
    """A transaction, in which compiled statements run too."""

    def _in_transaction(self) -> TransactionContext:
        return NestedTransactionContext(Transaction(self))


class PostgresClient(Reading, AsyncpgDBClient):
    """PostgreSQL, through a pool of connections."""

    connection_class = Connection

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._connector = Connector()

    async def create_pool(self, **kwargs: Any) -> Any:
        """A pool that connects one by one."""
        return await super().create_pool(connect=self._connector.connect, **kwargs)

    def _in_transaction(self) -> TransactionContext:
        return PooledTransaction(Transaction(self))

    def acquire_connection(self) -> Any:
        """A connection of the pool, for one statement."""
        count_statement()
        return PooledConnection(self)

    async def _close(self) -> None:
        """Let connections end what they do, but wait for none that has nobody at its other end."""
        pool, self._pool = self._pool, None
        await self._connector.close()
        if pool is not None:
            try:
                await asyncio.wait_for(pool.close(), CLOSE_SECONDS)
            except TimeoutError:
                pool.terminate()

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
        self._connections: ConnectionHandler | None = None
        self._token: ConnectionToken | None = None

    async def __aenter__(self) -> Operation:
        """Take the place of the pool in this task."""
        connections = self._connections = get_connections()
        self._token = connections.set(self.connection_name, self)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Give the connection back, and the pool its place."""
        assert self._connections is not None, "it was begun"
        self._connections.reset(self._token)
        await self.share()

    def operation(self) -> Operation:
        """Another one: what a server reads next of the same client may begin in a copy of this one's context."""
        return self._client.operation()

    async def fetch_rows(self, statement: Statement, values: Values) -> list[Any]:
        """The rows of a statement, plain ones."""
        if self._shares:  # then it is the transaction under way, or the pool
            current: Any = get_connection(self.connection_name)
            shared: Any = self._client if current is self else current
            found: list[Any] = await shared.fetch_rows(statement, values)
            return found
        return await super().fetch_rows(statement, values)

    async def share(self) -> None:
        """From now on each statement takes a connection of the pool, and a transaction one of its own."""
        self._shares = True
        async with self._lock:
            held, self._held = self._held, None
            if held is not None and self._client._pool is not None:
                await give_back(held)

    def acquire_connection(self) -> Any:
        """The connection of this operation, for one statement."""
        if self._shares:
            return self._client.acquire_connection()
        count_statement()
        return self._Turn(self)

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
            held = operation._held
            if held is None or not is_fit(held):
                try:
                    held = await operation._taken(held)
                except BaseException:
                    operation._lock.release()
                    raise
            return held

        async def __aexit__(self, *_: object) -> None:
            self._operation._lock.release()
            if self._operation._shares:  # its end came while this one waited
                await self._operation.share()

    async def _taken(self, lost: Any) -> Any:
        """A connection, in place of one that died before anything was sent by it."""
        self._held = None
        if lost is not None:
            await give_back(lost)
        self._held = await take(self._client)
        return self._held


client_class = PostgresClient
