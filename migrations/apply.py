"""Migration of a database, or one sentence that says why it is impossible."""

import asyncio
import fcntl
import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aerich import Command
from aerich.models import Aerich
from tortoise import Tortoise
from tortoise.connection import get_connection
from tortoise.exceptions import ConfigurationError, DBConnectionError, OperationalError

from errors import StartError, Unavailable

LOCATION = Path(__file__).parent
ADVISORY_LOCK = 7_562_026


async def migrate(config: dict[str, Any]) -> list[str]:
    """Apply the pending migrations under a lock; return their names."""
    async with opened(config), _alone():
        command = Command(config, app="models", location=str(LOCATION))
        await command.init()
        await refuse_newer()
        steps: list[str] = await command.upgrade()
        return steps


@asynccontextmanager
async def opened(config: dict[str, Any]) -> AsyncIterator[None]:
    """Open Tortoise on a database; raise `StartError` if it is unreachable or not a database."""
    try:
        await Tortoise.init(config=config)
        await get_connection("default").execute_query("SELECT 1")
        yield
    except (DBConnectionError, OSError) as error:
        raise StartError(f"The database does not answer: {error}.") from None
    except Unavailable as error:
        raise StartError(f"The database does not answer: {error.__cause__ or error}.") from None
    except (sqlite3.DatabaseError, OperationalError, ConfigurationError) as error:
        raise StartError(f"The database cannot be used: {error}.") from None
    finally:
        await Tortoise.close_connections()


def known_steps() -> set[str]:
    """Return the file names of all migrations of this version."""
    return {path.name for path in (LOCATION / "models").glob("[0-9]*_*.py")}


async def applied_steps() -> set[str]:
    """Return the migrations applied to the open database; empty for a new one."""
    try:
        return set(await Aerich.filter(app="models").values_list("version", flat=True))
    except OperationalError:
        return set()


async def refuse_newer() -> None:
    """Raise `StartError` if the database has a migration that this version does not know."""
    if newer := sorted(await applied_steps() - known_steps()):
        raise StartError(
            f"The database is from a newer version of Guichet (it has {newer[-1]}): "
            "install that version."
        )


async def refuse_outdated() -> None:
    """Raise `StartError` unless the open database has exactly this version's steps."""
    await refuse_newer()
    await refuse_unfinished()


async def refuse_unfinished() -> None:
    """Raise `StartError` while the open database lacks a migration.

    A migration that a newer version has added meanwhile is accepted.
    """
    if known_steps() - await applied_steps():
        raise StartError("The database is not up to date: run `guichet migrate`.")


async def check_current(config: dict[str, Any]) -> None:
    """Raise `StartError` unless the database answers and has exactly this version's steps."""
    async with opened(config):
        await refuse_outdated()


@asynccontextmanager
async def _alone() -> AsyncIterator[None]:
    """Lock out other processes that migrate."""
    connection: Any = get_connection("default")
    if connection.capabilities.dialect == "sqlite":
        async with _folder_of(Path(connection.filename)):
            yield
        return
    async with connection.acquire_connection() as session:
        await session.execute("SELECT pg_advisory_lock($1)", ADVISORY_LOCK)
        try:
            yield
        finally:
            await session.execute("SELECT pg_advisory_unlock($1)", ADVISORY_LOCK)


@asynccontextmanager
async def _folder_of(database: Path) -> AsyncIterator[None]:
    """Lock the folder of an SQLite file.

    SQLite's own lock ends with each migration, and an additional lock on the file would release it.
    """
    descriptor = os.open(database.parent, os.O_RDONLY)
    try:
        await asyncio.to_thread(fcntl.flock, descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
