"""A database that does not answer: whatever its drivers raise then leaves as `errors.Unavailable`, by this place alone."""

import sqlite3
from types import TracebackType
from typing import Final

import asyncpg
from tortoise.exceptions import DBConnectionError, OperationalError, TransactionManagementError

from errors import Unavailable
from i18n import gettext
from logs import LOG

OUTAGES: Final = (
    OSError,  # the network's own, and each time limit
    DBConnectionError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,  # it goes down, or comes up; a statement took too long
    asyncpg.InsufficientResourcesError,  # no disk, memory or connection left
    asyncpg.PostgresSystemError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.LockNotAvailableError,
    asyncpg.TransactionRollbackError,  # two waited for each other: one was chosen to begin anew
)
LOST: Final = ("is closed", "is closing", "was closed", "released back to the pool")
"""asyncpg has one class for connections that are gone and for calls that are wrong: its words tell them apart."""
FULL_OR_LOCKED: Final = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_NOMEM,
    }
)
"""SQLite's primary result codes: the low byte of what an error bears."""


def is_outage(error: BaseException) -> bool:
    """Whether the database does not answer, or has no room: not a fault of the statement."""
    if (
        isinstance(error, (OperationalError, TransactionManagementError))
        and error.__cause__ is not None
    ):
        return is_outage(error.__cause__)
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in FULL_OR_LOCKED
    if isinstance(error, asyncpg.InterfaceError):
        return any(words in str(error) for words in LOST)
    return isinstance(error, OUTAGES)


class _Answered:
    """A block in which the database is asked; it has no state."""

    __slots__ = ()

    def __enter__(self) -> None:
        """Nothing to begin."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Say in one line of the log, and to the client, that there was no answer."""
        if error is not None and is_outage(error):
            LOG.warning("no answer", kind=type(error.__cause__ or error).__name__)
            raise Unavailable(gettext("The database does not answer: try again later.")) from error


ANSWERED: Final = _Answered()
