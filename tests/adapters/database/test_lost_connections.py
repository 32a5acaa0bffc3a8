"""PostgreSQL connections that end, hang or are given up: the pool loses none, and no statement runs on."""

import asyncio
from typing import Any

import asyncpg
import pytest
from tortoise.connection import get_connection
from tortoise.transactions import in_transaction

import models
from errors import Unavailable
from tests.support.outages import COUNT_CLAIMS, DRAFT_CLAIM
from tests.support.portal import Portal
from tests.support.world import World

END_ALL = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
RUNNING = "SELECT query FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()"


@pytest.fixture
def postgres(portal: Portal) -> str:
    """The address of the database, where it is PostgreSQL."""
    if portal.settings.database_url.startswith("sqlite"):
        pytest.skip("SQLITE has no server and no connections to lose: PostgreSQL's run tests it")
    return portal.settings.database_url


async def others(address: str, sql: str) -> list[Any]:
    connection = await asyncpg.connect(address)
    try:
        return await connection.fetch(sql)
    finally:
        await connection.close()


async def in_use() -> int:
    """Return the number of connections lent by the pool, once discarded ones have gone."""
    pool = get_connection("default")._pool
    for _ in range(30):
        lent = [holder for holder in pool._holders if not holder.is_idle()]
        if not lent:
            break
        await asyncio.sleep(0.1)
    return len(lent)


def test_connections_that_died_idle_are_not_noticed(postgres: str, world: World) -> None:
    client = world.client("user with claims")
    for ask in (lambda: client.ask(COUNT_CLAIMS), lambda: client.ask(DRAFT_CLAIM)):
        asyncio.run(others(postgres, END_ALL))
        asyncio.run(asyncio.sleep(0.1))
        assert not ask().errors


def test_a_read_goes_on_by_another_connection_where_its_own_died(
    postgres: str, world: World
) -> None:
    async def read_twice() -> list[int]:
        async with get_connection("default").operation():
            before = await models.Company.all().count()
            await others(postgres, END_ALL)
            await asyncio.sleep(0.1)
            return [before, await models.Company.all().count()]

    before, after = world.portal.run(read_twice())
    assert before == after > 0


@pytest.mark.parametrize("at", ["statement", "commit"])
def test_a_transaction_whose_connection_died_is_unavailable_and_leaves_nothing(
    at: str, postgres: str, world: World
) -> None:
    async def write() -> None:
        async with in_transaction():
            await models.Company.filter(id=world.a.company.id).update(name="changed")
            await others(postgres, END_ALL)
            await asyncio.sleep(0.1)
            if at == "statement":
                await models.Company.filter(id=world.a.company.id).update(name="changed again")

    with pytest.raises(Unavailable):
        world.portal.run(write())
    assert world.portal.run(models.Company.get(id=world.a.company.id)).name == "Alpha SA"
    assert world.portal.run(in_use()) == 0


@pytest.mark.parametrize("way", ["alone", "operation", "transaction"])
def test_a_statement_that_is_given_up_ends_in_the_server_too(
    way: str, postgres: str, world: World
) -> None:
    async def sleep() -> None:
        connection: Any = get_connection("default")
        if way == "alone":
            await connection.execute_query("SELECT pg_sleep(60)")
        async with in_transaction() if way == "transaction" else connection.operation():
            await get_connection("default").execute_query("SELECT pg_sleep(60)")

    async def give_up() -> list[Any]:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await sleep()
        for _ in range(20):
            running = [
                row["query"]
                for row in await others(postgres, RUNNING)
                if "pg_sleep" in row["query"]
            ]
            if not running:
                break
            await asyncio.sleep(0.1)
        return running

    for _ in range(15):  # more often than there are connections
        assert world.portal.run(give_up()) == []
    assert world.portal.run(in_use()) == 0
    assert not world.client("user with claims").ask(COUNT_CLAIMS).errors


def test_a_statement_that_takes_too_long_is_ended_by_the_server(
    postgres: str, world: World
) -> None:
    async def slow() -> None:
        connection: Any = get_connection("default")
        async with in_transaction() as transaction:
            await transaction.execute_query("SET LOCAL statement_timeout = '200ms'")
            await transaction.execute_query("SELECT pg_sleep(60)")
        await connection.execute_query("SELECT 1")

    with pytest.raises(Unavailable):
        world.portal.run(slow())
    assert world.portal.run(in_use()) == 0


def test_a_lock_is_not_waited_for_for_ever(postgres: str, world: World) -> None:
    async def wait() -> str:
        owner = await asyncpg.connect(postgres)
        try:
            async with owner.transaction():
                await owner.execute(
                    "SELECT FROM company WHERE id = $1 FOR UPDATE", world.a.company.id
                )
                try:
                    await models.Company.filter(id=world.a.company.id).update(name="changed")
                except Unavailable as error:
                    return type(error.__cause__).__name__
        finally:
            await owner.close()
        return "it was not refused"

    assert world.portal.run(wait()) == "LockNotAvailableError"


def test_the_wait_for_a_connection_is_bounded(
    postgres: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.database.pool.WAIT_SECONDS", 0.2)

    async def crowd() -> list[Any]:
        async def hold() -> None:
            async with in_transaction() as transaction:
                await transaction.execute_query("SELECT pg_sleep(1)")

        return await asyncio.gather(*(hold() for _ in range(12)), return_exceptions=True)

    outcomes = world.portal.run(crowd())
    assert (
        sorted(type(outcome).__name__ for outcome in outcomes)
        == ["NoneType"] * 10 + ["Unavailable"] * 2
    )


def test_the_server_gets_the_statement_timeout(postgres: str, world: World) -> None:
    async def told() -> dict[str, str]:
        names = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
        return {
            name: (await get_connection("default").execute_query(f"SHOW {name}"))[1][0][0]
            for name in names
        }

    assert world.portal.run(told()) == {
        "statement_timeout": "5s",
        "lock_timeout": "3s",
        "idle_in_transaction_session_timeout": "8s",
    }
