"""PostgreSQL restarted at once and frozen, while people read and write: errors are short, clean and over by themselves."""

import asyncio
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.load import Load
from tests.faults.postgres import Postgres
from tests.faults.server import Served
from tests.support.postgres import new_postgres_database

pytestmark = pytest.mark.faults

RESTARTS, BETWEEN_RESTARTS = 20, 1.5
FREEZES, FROZEN, BETWEEN_FREEZES = 3, 15.0, 3.0
MEMORY = Path("/dev/shm")
LONGEST = 10.5
"""Seconds: the ten of an operation, and what a busy machine adds."""


@dataclass(frozen=True)
class Outage:
    """Times at which the database went and came back."""

    began: float
    ended: float
    until: float
    """The next one: failures before that are this one's."""


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """In memory, where there is such a place: what its own recovery takes to look through its files is not what is measured here."""
    with tempfile.TemporaryDirectory(
        dir=MEMORY if MEMORY.is_dir() else tmp_path_factory.mktemp("postgres")
    ) as folder:
        Path(folder).chmod(0o755)
        server = Postgres(Path(folder) / "data")
        yield server
        server.end()


@pytest.fixture
def load(postgres: Postgres, install: Callable[..., Served], tmp_path: Path) -> Load:
    served = install(DATABASE_URL=new_postgres_database(postgres.url))
    served.start()
    return Load(served)


def test_a_database_that_is_restarted_is_found_again(postgres: Postgres, load: Load) -> None:
    outages: list[Outage] = []

    async def restart_often() -> None:
        await asyncio.sleep(1)
        for _ in range(RESTARTS):
            began = time.monotonic()
            await asyncio.to_thread(postgres.restart)
            outages.append(Outage(began, (ended := time.monotonic()), ended + BETWEEN_RESTARTS))
            await asyncio.sleep(BETWEEN_RESTARTS)

    load.during(restart_often)
    _report(f"restarted {RESTARTS} times", load, outages)
    assert max(_window(load, outage) for outage in outages) < 5
    _assert_clean(load, outages)


def test_a_database_that_is_frozen_is_waited_for_and_no_longer(
    postgres: Postgres, load: Load
) -> None:
    outages: list[Outage] = []

    async def freeze_often() -> None:
        await asyncio.sleep(1)
        for _ in range(FREEZES):
            began = time.monotonic()
            await asyncio.to_thread(postgres.freeze)
            assert await asyncio.to_thread(load.served.answers, "/healthz")
            assert not await asyncio.to_thread(load.served.answers, "/readyz")
            await asyncio.sleep(began + FROZEN - time.monotonic())
            postgres.thaw()
            outages.append(Outage(began, (ended := time.monotonic()), ended + BETWEEN_FREEZES))
            await asyncio.sleep(BETWEEN_FREEZES)

    load.during(freeze_often)
    _report(f"frozen {FREEZES} times for {FROZEN:.0f} s", load, outages)
    _assert_clean(load, outages)


def _window(load: Load, outage: Outage) -> float:
    """Seconds from the first failure that was answered to the last."""
    ended = [one.ended for one in load.failed(outage.began, outage.until)]
    return max(ended) - min(ended) if ended else 0.0


def _healed(load: Load, outage: Outage) -> float:
    """Seconds from when the database was there again to the last failure that was answered."""
    return max(
        (one.ended - outage.ended for one in load.failed(outage.ended, outage.until)), default=0.0
    )


def _assert_clean(load: Load, outages: list[Outage]) -> None:
    assert max(_healed(load, outage) for outage in outages) < 2
    assert {one.outcome for one in load.asked} == {"fine", "UNAVAILABLE"}
    assert max(one.seconds for one in load.asked) < LONGEST
    assert load.lost() == []
    assert load.served.process is not None
    assert load.served.process.poll() is None
    assert load.served.answers("/readyz")
    assert '"event":"fault"' not in load.served.log.read_text()


def _report(what: str, load: Load, outages: list[Outage]) -> None:
    failed = sum(one.outcome != "fine" for one in load.asked)
    gone = max(outage.ended - outage.began for outage in outages)
    print(
        f"\nPostgreSQL {what} under {load.per_second} requests a second: {len(load.asked)} requests, {failed} UNAVAILABLE; "
        f"the database was away for up to {gone:.1f} s, "
        f"windows of errors up to {max(_window(load, outage) for outage in outages):.1f} s, "
        f"all well {max(_healed(load, outage) for outage in outages):.2f} s after it was back; "
        f"longest request {max(one.seconds for one in load.asked):.1f} s, {len(load.acknowledged)} writes acknowledged, {len(load.lost())} lost",
        flush=True,
    )
