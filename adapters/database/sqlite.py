"""Tortoise's SQLite engine, whose transactions begin as writers, and whose one connection is left as it was found.

SQLite's own BEGIN takes the write lock at the first write. A transaction that reads first and writes then finds the
database changed by another process and fails at once, however long it would wait: with two processes, two of three did.
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

from adapters.database.outage import ANSWERED
from adapters.database.statement import Statement, Values, for_sqlite
from logs import count_statement

log = logging.getLogger("guichet.sql")

WAIT_SECONDS = 4.0
"""How long one waits for the connection, which all share."""

_UNDOING: Final[set[asyncio.Task[None]]] = set()


async def _take_turn(lock: asyncio.Lock) -> None:
    """Take the connection's lock; raises `Unavailable` where others keep it too long."""
    if not lock.locked():
        await lock.acquire()
        return
    with ANSWERED:
        async with asyncio.timeout(WAIT_SECONDS):
            await lock.acquire()


class Turn(ConnectionWrapper[Any]):
    """The connection, for one statement."""

    async def __aenter__(self) -> Any:
        await _take_turn(self._lock)
        try:
            with ANSWERED:
                await self.ensure_connection()
        except BaseException:
            self._lock.release()
            raise
        return self.connection

    async def __aexit__(self, kind: Any, error: BaseException | None, traceback: Any) -> None:
        self._lock.release()
        ANSWERED.__exit__(kind, error, traceback)


class Reading:
    """Runs compiled statements, and counts all. These and Tortoise's own end with `Unavailable` where the database is locked or full."""

    _lock: asyncio.Lock

    def acquire_connection(self) -> Any:
        """The connection, for one statement."""
        count_statement()
        return Turn(self._lock, self)  # type: ignore[arg-type]

    async def fetch_rows(self, statement: Statement, values: Values) -> list[Any]:
        """The rows of a statement, plain ones."""
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
        """SQLite has one connection for everybody: an operation needs none of its own."""
        return nullcontext()


class ImmediateTransaction(Reading, SqliteTransactionWrapper):
    """A transaction that waits for its turn at its beginning, and nowhere else."""

    def _in_transaction(self) -> TransactionContext:
        return NestedTransactionContext(ImmediateTransaction(self))

    async def begin(self) -> None:
        """Take the write lock; raises `Unavailable` where it is not to be had in time."""
        with ANSWERED:
            try:
                await self._connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                raise OperationalError(error) from error


class ImmediateContext(SqliteTransactionContext):
    """A transaction that leaves nothing open on the connection, however it ends."""

    async def __aenter__(self) -> ImmediateTransaction:
        """Begin, or leave everything as it was."""
        await _take_turn(self._trxlock)
        try:
            with ANSWERED:
                await self.ensure_connection()
            await self.connection.begin()
        except asyncio.CancelledError:
            self._undo_later()
            raise
        except BaseException:
            self._trxlock.release()
            raise
        self.token = get_connections().set(self.connection_name, self.connection)
        return self.connection  # type: ignore[no-any-return]

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Commit, or roll back; what cannot be committed is rolled back too."""
        try:
            with ANSWERED:
                if kind is None:
                    await self._commit()
                else:
                    await self.connection.rollback()
        finally:
            get_connections().reset(self.token)
            self._trxlock.release()

    async def _commit(self) -> None:
        try:
            await self.connection.commit()
        except BaseException:
            await self.connection.rollback()
            raise

    def _undo_later(self) -> None:
        """Whoever waits for the write lock goes on waiting in the connection's thread: the next one's turn comes after that."""

        async def undo() -> None:
            try:
                if self.connection._connection is not None:
                    await self.connection.rollback()
            finally:
                self._trxlock.release()

        undoing = asyncio.create_task(undo())
        _UNDOING.add(undoing)
        undoing.add_done_callback(_UNDOING.discard)


class ImmediateClient(Reading, SqliteClient):
    """SQLite whose transactions are immediate."""

    def _in_transaction(self) -> TransactionContext:
        return ImmediateContext(ImmediateTransaction(self), self._lock)

    async def create_connection(self, with_db: bool) -> None:
        """Connect; a connection that could not be made durable (see `adapters.database.connection.SQLITE`) is none."""
        try:
            await super().create_connection(with_db)
        except BaseException:
            await self.close()
            raise

    async def execute_many(self, query: str, values: list[list[Any]]) -> None:
        """Run a statement for each of the values, all or none."""
        async with self._in_transaction() as transaction:
            await transaction.execute_many(query, values)


client_class = ImmediateClient
