"""Outages of the database: the errors of its drivers are raised as `errors.Unavailable`."""

import sqlite3
from types import TracebackType
from typing import Final

import asyncpg
from tortoise.exceptions import DBConnectionError, OperationalError, TransactionManagementError

from errors import Unavailable
from i18n import gettext
from logs import LOG

OUTAGES: Final = (
    OSError,  # of the network, and each time limit
    DBConnectionError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,  # shutdown or start; a statement timed out
    asyncpg.InsufficientResourcesError,  # no disk, memory or connection left
    asyncpg.PostgresSystemError,
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.LockNotAvailableError,
    asyncpg.TransactionRollbackError,  # a deadlock, or a failed serialization
)
LOST: Final = ("is closed", "is closing", "was closed", "released back to the pool")
"""Words of asyncpg's `InterfaceError` for a lost connection, not for a wrong call."""
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
"""Primary result codes of SQLite, the low byte of an error's code."""


def is_outage(error: BaseException) -> bool:
    """Return True if the database does not answer or has no room, False for a faulty statement."""
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
    """Context manager around statements; it has no state."""

    __slots__ = ()

    def __enter__(self) -> None:
        """Do nothing."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Log an outage in one line, and raise it as `Unavailable`."""
        if error is not None and is_outage(error):
            LOG.warning("no answer", kind=type(error.__cause__ or error).__name__)
            raise Unavailable(gettext("The database does not answer: try again later.")) from error


ANSWERED: Final = _Answered()
