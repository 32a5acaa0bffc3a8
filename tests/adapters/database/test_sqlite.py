"""SQLite is durable, and where another process keeps the file locked, mutations are refused and queries answered."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tortoise.connection import get_connection
from tortoise.transactions import in_transaction

import models
from tests.support.outages import COUNT_CLAIMS, DRAFT_CLAIM, sqlite_error
from tests.support.portal import Portal
from tests.support.world import World


@pytest.fixture
def sqlite_file(portal: Portal) -> str:
    """The path of the database, where it is SQLite."""
    if not portal.settings.database_url.startswith("sqlite"):
        pytest.skip("POSTGRESQL locks rows and not files: SQLite's run tests it")
    return portal.settings.database_url.removeprefix("sqlite://")


@contextmanager
def locked(path: str) -> Iterator[None]:
    """Another process that has begun to write and does not come to its end."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def is_locked(path: str) -> bool:
    """Return True if another connection is writing."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as other:
        try:
            other.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        other.execute("ROLLBACK")
    return False


def test_sqlite_is_durable_on_the_connection_that_serves(sqlite_file: str, portal: Portal) -> None:
    async def pragmas() -> dict[str, Any]:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        return {
            name: (await get_connection("default").execute_query(f"PRAGMA {name}"))[1][0][0]
            for name in names
        }

    assert portal.run(pragmas()) == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 2000,
    }
    assert Path(f"{sqlite_file}-wal").exists()


def test_a_transaction_on_sqlite_begins_as_a_writer(sqlite_file: str, portal: Portal) -> None:
    async def reads_only() -> None:
        async with in_transaction():
            await models.Company.all().count()
            assert is_locked(sqlite_file)

    portal.run(reads_only())
    assert not is_locked(sqlite_file)


def test_a_locked_file_refuses_mutations_and_answers_queries(
    sqlite_file: str, world: World
) -> None:
    client = world.client("user with claims")
    with locked(sqlite_file):
        assert client.ask(DRAFT_CLAIM).code == "UNAVAILABLE"
        assert client.ask(COUNT_CLAIMS)["claims"] == {"totalCount": 0}
    assert client.mutate(DRAFT_CLAIM)["claim"]
    assert client.ask(COUNT_CLAIMS)["claims"] == {"totalCount": 1}


def test_a_session_is_read_where_its_last_use_cannot_be_noted(
    sqlite_file: str, world: World
) -> None:
    client = world.client("user with claims")
    used = models.Session.filter(user_id=world.a.people["user with claims"].user.id)
    world.portal.run(used.update(last_used_at=datetime.now(UTC) - timedelta(minutes=5)))
    with locked(sqlite_file):
        assert client.ask(COUNT_CLAIMS)["claims"] == {"totalCount": 0}


def test_a_cancelled_wait_for_the_write_lock_leaves_no_transaction_open(
    sqlite_file: str, world: World
) -> None:
    async def give_up() -> None:
        async def write() -> None:
            async with in_transaction():
                await models.SignInDelay.all().delete()

        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await asyncio.gather(write(), write())

    with locked(sqlite_file):
        world.portal.run(give_up())
    assert world.client("user with claims").mutate(DRAFT_CLAIM)["claim"]
    assert not is_locked(sqlite_file)


def test_a_failed_commit_is_rolled_back(
    sqlite_file: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: Any) -> None:
        raise sqlite_error(sqlite3.SQLITE_FULL)

    client = world.client("user with claims")
    with monkeypatch.context() as patch:
        patch.setattr("tortoise.backends.sqlite.client.SqliteTransactionWrapper.commit", full)
        assert client.ask(DRAFT_CLAIM).code == "UNAVAILABLE"
    assert client.ask(COUNT_CLAIMS)["claims"] == {"totalCount": 0}
    assert client.mutate(DRAFT_CLAIM)["claim"]
