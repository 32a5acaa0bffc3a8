"""Tortoise's SQLite engine, whose transactions begin as writers.

SQLite's own BEGIN takes the write lock at the first write. A transaction that reads first and writes then finds the
database changed by another process and fails at once, however long it would wait: with two processes, two of three did.
"""

import sqlite3

from tortoise.backends.base.client import TransactionContext
from tortoise.backends.sqlite.client import SqliteClient, SqliteTransactionContext, SqliteTransactionWrapper
from tortoise.exceptions import OperationalError


class ImmediateTransaction(SqliteTransactionWrapper):
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


class ImmediateClient(SqliteClient):
    """SQLite whose transactions are immediate."""

    def _in_transaction(self) -> TransactionContext:
        return ImmediateContext(ImmediateTransaction(self), self._lock)


client_class = ImmediateClient
