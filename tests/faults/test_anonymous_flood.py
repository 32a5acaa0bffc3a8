"""A flood of anonymous queries from one address: refused at little cost, and hardly noticed by sessions."""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from settings import Settings
from tests.support import ROOT
from tests.support.dashboard import DASHBOARD, fill_dashboard
from tests.support.portal import Client
from tests.support.processes import Served, serving, talk_to
from tests.support.world import World

pytestmark = pytest.mark.faults

SECONDS, CONNECTIONS, PAUSE = 10.0, 500, 0.02
BAR_SECONDS = 0.5
FLOODS = {"nobody": [], "somebody with a forged token": ["Authorization: Bearer forged"]}


@pytest.fixture
def served(settings: Settings, tmp_path: Path) -> Iterator[Served]:
    """A process that serves this run's database with the rates of a deployment, but that points have no end."""
    with serving(settings, tmp_path / "log", rate_requests="60") as served:
        yield served


@contextmanager
def flooded(port: int, headers: list[str]) -> Iterator[subprocess.Popen[str]]:
    """A flood for as long as it lasts."""
    command = [
        sys.executable,
        "-m",
        "tests.faults.flood",
        str(port),
        str(SECONDS),
        str(CONNECTIONS),
        *headers,
    ]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as flood:
        yield flood


def ask(client: Client, going_on: float) -> list[float]:
    """The seconds that each dashboard took, one after the other."""
    found = []
    until = time.monotonic() + going_on
    while time.monotonic() < until:
        began = time.monotonic()
        assert client.ask(DASHBOARD).data
        found.append(time.monotonic() - began)
        time.sleep(PAUSE)
    return found


def told(found: list[float]) -> str:
    return f"p50 {statistics.median(found) * 1000:.0f} ms, p99 {p99(found) * 1000:.0f} ms of {len(found)} dashboards"


def p99(found: list[float]) -> float:
    return statistics.quantiles(found, n=100)[98]


@pytest.mark.parametrize("flooding", FLOODS)
def test_a_flood_hardly_delays_signed_in_users(flooding: str, served: Served, world: World) -> None:
    fill_dashboard(world, 50)
    client = talk_to(served.url, world.client("administrator"))
    del client.http.headers["X-Forwarded-For"]  # behind the very address that the flood comes from
    calm = ask(client, SECONDS / 2)
    with flooded(served.port, FLOODS[flooding]) as flood:
        time.sleep(1)
        disturbed = ask(client, SECONDS - 2)
        answered = json.loads(flood.communicate(timeout=60)[0])
    statuses = {int(status): count for status, count in answered["answers"].items()}
    rate = sum(statuses.values()) / answered["seconds"]
    print(f"\nflood of {flooding}: {rate:.0f} requests a second, answers {statuses}")
    print(f"the client: {told(disturbed)}; before: {told(calm)}")
    assert set(statuses) <= {200, 429}
    assert statuses[429] > 0.9 * sum(statuses.values())
    assert p99(disturbed) < BAR_SECONDS
