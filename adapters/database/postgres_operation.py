"""Reads of one operation on PostgreSQL: through one connection, until the operation writes."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, cast

from tortoise.backends.asyncpg.client import TransactionWrapper
from tortoise.backends.base.client import TransactionContext
from tortoise.connection import ConnectionHandler, ConnectionToken, get_connection, get_connections

from adapters.database.driver_internals import is_fit, lock_of, new_transaction, pool_of
from adapters.database.outage import ANSWERED
from adapters.database.pool import give_back, take
from adapters.database.statement import Statement, Values
from logs import count_statement

log = logging.getLogger("guichet.sql")


class Reading:
    """Mixin that runs compiled statements, counts all, and raises `Unavailable` for an outage."""

    def acquire_connection(self) -> Any:
        """Return the connection, for one statement."""
        count_statement()
        return super().acquire_connection()  # type: ignore[misc]

    async def fetch_rows(self, statement: Statement, values: Values) -> list[Any]:
        """Return the plain rows of a statement."""
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


class Operation(Reading, TransactionWrapper):
    """Database of one operation: one connection, taken by its first statement.

    An operation that writes shares the pool from there on (`share`), so that no operation waits for
    a second connection while it holds one.
    """

    def __init__(self, client: Any) -> None:
        super().__init__(client)
        self._client = client
        self._held: Any = None
        self._shares = False
        self._connections: ConnectionHandler | None = None
        self._token: ConnectionToken | None = None

    async def __aenter__(self) -> Operation:
        """Replace the pool in this task."""
        connections = self._connections = get_connections()
        self._token = connections.set(self.connection_name, self)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Give the connection back, and restore the pool."""
        assert self._connections is not None, "it was entered"
        self._connections.reset(self._token)
        await self.share()

    def operation(self) -> Operation:
        """Return another operation: a later request may begin in a copy of this one's context."""
        return cast("Operation", self._client.operation())

    async def fetch_rows(self, statement: Statement, values: Values) -> list[Any]:
        """Return the plain rows of a statement."""
        if self._shares:  # by the transaction under way, or the pool
            current: Any = get_connection(self.connection_name)
            shared: Any = self._client if current is self else current
            found: list[Any] = await shared.fetch_rows(statement, values)
            return found
        return await super().fetch_rows(statement, values)

    async def share(self) -> None:
        """Give the connection back; statements and transactions take theirs from the pool."""
        self._shares = True
        async with lock_of(self):
            held, self._held = self._held, None
            if held is not None and pool_of(self._client) is not None:
                await give_back(held)

    def acquire_connection(self) -> Any:
        """Return the operation's connection, for one statement."""
        if self._shares:
            return self._client.acquire_connection()
        count_statement()
        return self._Turn(self)

    def _in_transaction(self) -> TransactionContext:
        return cast("TransactionContext", new_transaction(self._client))

    class _Turn:
        """Turn of one statement: fields that are resolved concurrently run theirs one by one."""

        __slots__ = ("_operation",)

        def __init__(self, operation: Operation) -> None:
            self._operation = operation

        async def __aenter__(self) -> Any:
            operation = self._operation
            await lock_of(operation).acquire()
            held = operation._held
            if held is None or not is_fit(held):
                try:
                    held = await operation._taken(held)
                except BaseException:
                    lock_of(operation).release()
                    raise
            return held

        async def __aexit__(self, *_: object) -> None:
            lock_of(self._operation).release()
            if self._operation._shares:  # the operation ended while this one waited
                await self._operation.share()

    async def _taken(self, lost: Any) -> Any:
        """Return a connection, instead of one that died before anything was sent by it."""
        self._held = None
        if lost is not None:
            await give_back(lost)
        self._held = await take(self._client)
        return self._held
