"""Tortoise's SQLite engine, with immediate transactions that leave the connection as it was.

SQLite's own BEGIN takes the write lock at the first write. A transaction that reads first and then
writes fails at once if another process has changed the database in between, whatever the busy
time-out: with two processes, two of three did.
"""

import asyncio
import logging
import sqlite3
from contextlib import nullcontext
from typing import Any, Final

from tortoise.backends.base.client import (
    ConnectionWrapper,
    NestedTransactionContext,
    TransactionContext,
)
from tortoise.backends.sqlite.client import (
    SqliteClient,
    SqliteTransactionContext,
    SqliteTransactionWrapper,
)
from tortoise.connection import get_connections
from tortoise.exceptions import OperationalError

from adapters.database.driver_internals import (
    driver_connection_of,
    lock_of,
    new_transaction,
    transaction_lock_of,
)
from adapters.database.outage import ANSWERED
from adapters.database.statement import Statement, Values, for_sqlite
from logs import count_statement

log = logging.getLogger("guichet.sql")

WAIT_SECONDS = 4.0
"""Time limit of taking the connection, which all operations share."""

_ROLLBACKS: Final[set[asyncio.Task[None]]] = set()


async def _take_turn(lock: asyncio.Lock) -> None:
    """Take the connection's lock; raises `Unavailable` if others keep it too long."""
    if not lock.locked():
        await lock.acquire()
        return
    with ANSWERED:
        async with asyncio.timeout(WAIT_SECONDS):
            await lock.acquire()


class Turn(ConnectionWrapper[Any]):
    """Turn of one statement at the connection."""

    async def __aenter__(self) -> Any:
        await _take_turn(lock_of(self))
        try:
            with ANSWERED:
                await self.ensure_connection()
        except BaseException:
            lock_of(self).release()
            raise
        return self.connection

    async def __aexit__(self, kind: Any, error: BaseException | None, traceback: Any) -> None:
        lock_of(self).release()
        ANSWERED.__exit__(kind, error, traceback)


class Reading:
    """Mixin that runs compiled statements, counts all, and raises `Unavailable` for outages."""

    def acquire_connection(self) -> Any:
        """Return the connection, for one statement."""
        count_statement()
        return Turn(lock_of(self), self)  # type: ignore[arg-type]

    async def fetch_rows(self, statement: Statement, values: Values) -> list[Any]:
        """Return the plain rows of a statement."""
        log.debug("%s", statement.sql)
        async with self.acquire_connection() as connection:
            found = await connection.execute_fetchall(
                statement.sql, [for_sqlite(value) for value in statement.arguments(values)]
            )
        row, readers = statement.row, statement.readers
        return [
            row(
                [
                    value if read is None else read(value)
                    for read, value in zip(readers, one, strict=True)
                ]
            )
            for one in found
        ]

    def operation(self) -> Any:
        """Return a context manager that does nothing: all operations share one connection."""
        return nullcontext()


class ImmediateTransaction(Reading, SqliteTransactionWrapper):
    """Transaction that waits for the write lock at its beginning, and nowhere else."""

    def _in_transaction(self) -> TransactionContext:
        return NestedTransactionContext(ImmediateTransaction(self))

    async def begin(self) -> None:
        """Take the write lock; raises `Unavailable` if it is not free in time."""
        with ANSWERED:
            try:
                await driver_connection_of(self).execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                raise OperationalError(error) from error


class ImmediateContext(SqliteTransactionContext):
    """Context of a transaction that leaves nothing open on the connection, however it ends."""

    async def __aenter__(self) -> ImmediateTransaction:
        """Begin the transaction; if that fails, the lock is released."""
        await _take_turn(transaction_lock_of(self))
        try:
            with ANSWERED:
                await self.ensure_connection()
            await self.connection.begin()
        except asyncio.CancelledError:
            self._roll_back_later()
            raise
        except BaseException:
            transaction_lock_of(self).release()
            raise
        self.token = get_connections().set(self.connection_name, self.connection)
        return self.connection  # type: ignore[no-any-return]

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Commit or roll back; a failed commit is rolled back too."""
        try:
            with ANSWERED:
                if kind is None:
                    await self._commit()
                else:
                    await self.connection.rollback()
        finally:
            get_connections().reset(self.token)
            transaction_lock_of(self).release()

    async def _commit(self) -> None:
        try:
            await self.connection.commit()
        except BaseException:
            await self.connection.rollback()
            raise

    def _roll_back_later(self) -> None:
        """Roll back a cancelled beginning, and release the lock after that.

        It goes on waiting for the write lock in the connection's thread.
        """

        async def roll_back() -> None:
            try:
                if driver_connection_of(self.connection) is not None:
                    await self.connection.rollback()
            finally:
                transaction_lock_of(self).release()

        task = asyncio.create_task(roll_back())
        _ROLLBACKS.add(task)
        task.add_done_callback(_ROLLBACKS.discard)


class ImmediateClient(Reading, SqliteClient):
    """SQLite client with immediate transactions."""

    def _in_transaction(self) -> TransactionContext:
        return ImmediateContext(ImmediateTransaction(self), lock_of(self))

    async def create_connection(self, with_db: bool) -> None:
        """Connect; a connection whose pragmas fail (`connection.SQLITE`) is closed."""
        try:
            await super().create_connection(with_db)
        except BaseException:
            await self.close()
            raise

    async def execute_many(self, query: str, values: list[list[Any]]) -> None:
        """Run a statement for each of the values, in one transaction."""
        async with new_transaction(self) as transaction:
            await transaction.execute_many(query, values)


client_class = ImmediateClient
