"""Tortoise's SQLite engine, whose transactions begin as writers.

SQLite's own BEGIN takes the write lock at the first write. A transaction that reads first and writes then finds the
database changed by another process and fails at once, however long it would wait: with two processes, two of three did.
"""

import logging
import sqlite3
from contextlib import nullcontext
from typing import Any

from tortoise.backends.base.client import TransactionContext
from tortoise.backends.sqlite.client import SqliteClient, SqliteTransactionContext, SqliteTransactionWrapper
from tortoise.exceptions import OperationalError

from adapters.statement import Statement, Values, for_sqlite

log = logging.getLogger("guichet.sql")


class Reading:
    """Runs compiled statements."""

    acquire_connection: Any

    async def fetch_rows(self, statement: Statement, values: Values) -> list[Any]:
        """The rows of a statement, plain ones."""
        log.debug("%s", statement.sql)
        async with self.acquire_connection() as connection:
            found = await connection.execute_fetchall(statement.sql, [for_sqlite(value) for value in statement.arguments(values)])
        row, readers = statement.row, statement.readers
        return [row([value if read is None else read(value) for read, value in zip(readers, one, strict=True)]) for one in found]

    def operation(self) -> Any:
        """SQLite has one connection for everybody: an operation needs none of its own."""
        return nullcontext()


class ImmediateTransaction(Reading, SqliteTransactionWrapper):
    """A transaction that waits for its turn at its beginning, and nowhere else."""

    async def begin(self) -> None:
        """Take the write lock; raises `OperationalError` where it is not to be had in time."""
        try:
            await self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise OperationalError(error) from error


class ImmediateContext(SqliteTransactionContext):
    """Gives the connection back where a transaction could not begin."""

    async def __aenter__(self) -> ImmediateTransaction:
        """Begin, or leave everything as it was."""
        try:
            return await super().__aenter__()  # type: ignore[return-value]
        except BaseException as error:
            self.connection._finalized = True
            await self.__aexit__(type(error), error, error.__traceback__)
            raise


class ImmediateClient(Reading, SqliteClient):
    """SQLite whose transactions are immediate."""

    def _in_transaction(self) -> TransactionContext:
        return ImmediateContext(ImmediateTransaction(self), self._lock)


client_class = ImmediateClient
