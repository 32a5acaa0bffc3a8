"""Concurrent connections: no request waits with one for a second, and a disconnect loses none."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import orjson
from tortoise.connection import get_connection

from tests.support.dashboard import DASHBOARD, fill_dashboard
from tests.support.portal import Answer, Client
from tests.support.world import World

AT_ONCE = 30
"""Three times as many as there are connections."""
SWITCH = "mutation ($id: ID!) { switchCompany(companyId: $id) { viewer { user { firstName } company { name managers { name } } } token errors { code } } }"


def test_reads_and_writes_at_once_are_all_answered(world: World) -> None:
    fill_dashboard(world, 3)
    clients = [world.client("administrator") for _ in range(AT_ONCE)]

    def work(number: int) -> list[Answer]:
        read = [
            clients[number].ask(DASHBOARD),
            clients[number].ask("{ invoices(first: 1) { totalCount } settlements { totalCount } }"),
        ]
        switched = clients[number].ask(SWITCH, id=world.a.id)
        clients[number].adopt(switched["switchCompany"])
        return [*read, switched, clients[number].ask(DASHBOARD)]

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = [answer for found in pool.map(work, range(AT_ONCE)) for answer in found]
    assert [answer.errors for answer in answers] == [[]] * 4 * AT_ONCE
    assert {
        len(answer["claims"]["edges"])
        for answer in answers
        if answer.data and "claims" in answer.data
    } == {3}


def test_a_read_after_a_write_sees_it(world: World) -> None:
    client = world.client("administrator")
    viewer = client.mutate(SWITCH, id=world.a.id)["viewer"]
    assert viewer["user"]["firstName"]
    assert len(viewer["company"]["managers"]) == 2


def test_clients_that_go_away_leave_no_connection_behind(world: World) -> None:
    fill_dashboard(world, 20)
    client = world.client("administrator")
    for _ in range(AT_ONCE):
        _ask_and_leave(world, client)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda _: client.ask(DASHBOARD), range(AT_ONCE)))
    assert [answer.errors for answer in answers] == [[]] * AT_ONCE
    assert world.portal.run(_connections_in_use()) == 0


def _ask_and_leave(world: World, client: Client) -> None:
    address, body = urlsplit(world.portal.url), orjson.dumps({"query": DASHBOARD})
    head = f"POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    with socket.create_connection((address.hostname, address.port)) as connection:
        connection.sendall(
            f"{head}Authorization: {client.http.headers['Authorization']}\r\n\r\n".encode() + body
        )


async def _connections_in_use() -> int:
    """Return the number of connections once abandoned ones have ended."""
    pool: Any = getattr(get_connection("default"), "_pool", None)
    for _ in range(100):
        used = pool.get_size() - pool.get_idle_size() if pool is not None else 0
        if not used:
            return 0
        await asyncio.sleep(0.1)
    return used
