"""New connections are made one by one; a cancelled waiter leaves the attempt to the next."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import pytest

from adapters.database.connector import Connector


class Connection:
    """A connection that is only made."""

    def __init__(self) -> None:
        self.closed = False

    def is_closed(self) -> bool:
        return self.closed

    def terminate(self) -> None:
        self.closed = True


class Server:
    """Takes each connection after a while, and knows how many were asked for and how many at once."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.asked, self.now, self.at_once = seconds, 0, 0, 0
        self.made: list[Connection] = []
        self.refuses = False

    async def connect(self, **_: Any) -> Connection:
        self.asked, self.now = self.asked + 1, self.now + 1
        self.at_once = max(self.at_once, self.now)
        try:
            await asyncio.sleep(self.seconds)
        finally:
            self.now -= 1
        if self.refuses:
            raise ConnectionRefusedError
        self.made.append(Connection())
        return self.made[-1]


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[Server, Callable[[Connector], Awaitable[Any]]], Any]:
    def go(server: Server, work: Callable[[Connector], Awaitable[Any]]) -> Any:
        monkeypatch.setattr(asyncpg, "connect", server.connect)

        async def main() -> Any:
            return await work(Connector())

        return asyncio.run(main())

    return go


def test_connections_are_made_one_by_one(run: Any) -> None:
    server = Server(0.001)

    async def crowd(connector: Connector) -> set[int]:
        return {
            id(connection)
            for connection in await asyncio.gather(*(connector.connect() for _ in range(10)))
        }

    assert len(run(server, crowd)) == 10
    assert (server.asked, server.at_once) == (10, 1)


def test_waiters_with_short_deadlines_share_the_connections_being_made(run: Any) -> None:
    server = Server(0.2)

    async def impatient(connector: Connector) -> Any:
        for _ in range(50):
            try:
                async with asyncio.timeout(0.02):
                    return await connector.connect()
            except TimeoutError:
                continue
        return None

    assert run(server, impatient) is server.made[0]
    assert server.asked == 1


def test_an_attempt_that_failed_is_begun_anew(run: Any) -> None:
    server = Server(0.001)
    server.refuses = True

    async def again(connector: Connector) -> Any:
        with pytest.raises(ConnectionRefusedError):
            await connector.connect()
        server.refuses = False
        return await connector.connect()

    assert run(server, again) is server.made[0]


def test_a_failure_for_a_cancelled_waiter_reaches_no_other(run: Any) -> None:
    server = Server(0.02)
    server.refuses = True

    async def late(connector: Connector) -> Any:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.005):
                await connector.connect()
        await asyncio.sleep(0.05)
        server.refuses = False
        return await connector.connect()

    assert run(server, late) is server.made[0]
    assert server.asked == 2


def test_a_connection_that_died_unused_is_replaced(run: Any) -> None:
    server = Server(0.02)

    async def late(connector: Connector) -> Any:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.005):
                await connector.connect()
        await asyncio.sleep(0.05)
        server.made[0].closed = True
        return await connector.connect()

    assert run(server, late) is server.made[1]


def test_an_unclaimed_connection_is_closed_in_the_end(run: Any) -> None:
    server = Server(0.02)

    async def leave(connector: Connector) -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.005):
                await connector.connect()
        await asyncio.sleep(0.05)
        await connector.close()

    run(server, leave)
    assert [connection.closed for connection in server.made] == [True]
