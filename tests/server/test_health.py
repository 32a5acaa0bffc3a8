"""Health endpoints: liveness and readiness, at no cost under a flood of checks."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from errors import Unavailable
from migrations import apply
from tests.support.portal import Client, Portal
from transport import health
from transport.health import Readiness


@pytest.fixture
def anew(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each question is a new one."""
    monkeypatch.setattr(health, "CACHE_SECONDS", -1.0)


async def fine() -> None:
    """Answers at once."""


async def refused() -> None:
    raise Unavailable("postgres://user:secret@10.1.2.3 is down")


async def hangs() -> None:
    await asyncio.sleep(60)


def test_a_process_that_answers_is_alive_and_ready(anonymous: Client, anew: None) -> None:
    alive, ready = anonymous.http.get("/healthz"), anonymous.http.get("/readyz")
    assert (alive.status_code, alive.json()) == (200, {"alive": True})
    assert (ready.status_code, ready.json()) == (200, {"ready": True, "missing": []})
    for answer in (alive, ready):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_readiness_names_what_is_missing_and_no_more(
    anonymous: Client, anew: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    incoming = anonymous.portal.settings.documents / "incoming"
    incoming.rename(incoming.with_name("away"))
    try:
        with monkeypatch.context() as patch:
            patch.setattr(apply, "known_steps", lambda: {"999_later.py"})
            missing = anonymous.http.get("/readyz")
            assert (missing.status_code, missing.json()) == (
                503,
                {"ready": False, "missing": ["storage", "migrations"]},
            )
            assert anonymous.http.get("/healthz").status_code == 200
    finally:
        incoming.with_name("away").rename(incoming)
    assert anonymous.http.get("/readyz").status_code == 200


def test_a_newer_database_ends_no_running_process(
    anonymous: Client, anew: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apply, "known_steps", lambda: set())
    assert anonymous.http.get("/readyz").status_code == 200


def test_a_part_that_fails_or_hangs_is_missing_within_its_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(health, "CHECK_SECONDS", 0.2)

    async def ask() -> tuple[list[str], float]:
        began = time.monotonic()
        missing = await Readiness(
            {"database": refused, "storage": hangs, "migrations": fine}
        ).missing()
        return missing, time.monotonic() - began

    missing, seconds = asyncio.run(ask())
    assert missing == ["database", "storage"]
    assert 0.15 < seconds < 2


def test_a_part_that_hangs_is_not_probed_again_until_it_recovers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(health, "CHECK_SECONDS", 0.05)
    monkeypatch.setattr(health, "CACHE_SECONDS", -1.0)
    asked: list[asyncio.Event] = []

    async def slow() -> None:
        asked.append(asyncio.Event())
        if len(asked) == 1:
            await asked[0].wait()

    async def ask() -> list[list[str]]:
        readiness = Readiness({"storage": slow})
        answers = [await readiness.missing() for _ in range(5)]
        assert len(asked) == 1
        asked[0].set()
        return [*answers, await readiness.missing()]

    assert asyncio.run(ask()) == [["storage"]] * 5 + [[]]


def test_a_flood_of_health_checks_probes_once_a_second() -> None:
    asked = []

    async def count() -> None:
        asked.append(time.monotonic())
        await asyncio.sleep(0.01)

    async def flood() -> None:
        readiness = Readiness({"database": count})
        for _ in range(20):
            assert await asyncio.gather(*(readiness.missing() for _ in range(100))) == [[]] * 100

    asyncio.run(flood())
    assert len(asked) == 1


def test_health_checks_of_anonymous_callers_are_not_rate_limited(anonymous: Client) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: anonymous.http.get("/readyz").status_code, range(200)))
    assert set(answers) == {200}


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_nothing_is_sent_there(path: str, anonymous: Client) -> None:
    assert anonymous.http.post(path, content=b"{}").status_code == 405
    assert anonymous.http.head(path).status_code == 200
