"""Token buckets shared by processes: together they never give more than the bucket has, whatever the clock does."""

import asyncio
import hashlib
import time
from math import ceil
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tortoise.expressions import F

import models
from adapters.database import token_bucket
from adapters.database.token_bucket import Rate
from errors import Unavailable
from pipeline.rate_limiter.lease import FORGOTTEN_AFTER, IMMEDIATE_REFUSALS, Leases
from tests.support.portal import Portal

RATE = Rate(100, 5)
FULL_AFTER, AN_HOUR = 20.0, 3_600.0
PROCESSES = 3
SOME = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
COSTS, SECONDS = st.floats(1, 100), st.floats(0, 40)
STEPS = st.lists(
    st.one_of(st.tuples(st.integers(0, PROCESSES - 1), COSTS), st.tuples(st.none(), SECONDS)),
    max_size=40,
)
"""A process wants so many points, or so many seconds go by."""


class Bench:
    """Several processes at one bucket, and a clock that can be put on; real time goes by as well."""

    def __init__(self, processes: int = PROCESSES) -> None:
        self._ahead, self._began, self.given = 0.0, time.monotonic(), 0.0
        kind = uuid4().hex
        self._row = models.RateBucket.filter(key=hashlib.sha256(f"{kind} it".encode()).hexdigest())
        self._processes = [Leases(kind, RATE, self._now) for _ in range(processes)]

    def _now(self) -> float:
        return time.monotonic() + self._ahead

    async def take(self, cost: float, process: int = 0) -> float:
        """The seconds to wait; 0 where the points were given."""
        leases = self._processes[process]
        waiting = await leases.take(leases.find("it"), cost)
        self.given += 0 if waiting else cost
        assert self.given <= self.most
        return waiting

    async def go_by(self, seconds: float) -> None:
        """Time goes by, for everybody."""
        self._ahead += seconds
        await self.put_on(seconds)

    async def put_on(self, seconds: float) -> None:
        """The database's clock alone is put on, or back: its rows are so much older, or younger."""
        await self._row.update(at=F("at") - seconds)

    async def drain(self) -> None:
        """Take what there is, one by one."""
        while not await self.take(1):
            pass

    @property
    def most(self) -> float:
        """Return the points that the bucket may have given by now."""
        return RATE.most + RATE.refill * (self._now() - self._began) + 1e-6


@given(steps=STEPS)
@SOME
def test_processes_together_never_give_more_than_the_bucket_has(
    portal: Portal, steps: list[tuple[int | None, float]]
) -> None:
    async def go() -> None:
        bench = Bench()
        for process, amount in steps:
            await (bench.go_by(amount) if process is None else bench.take(amount, process))

    portal.run(go())


@given(before=st.lists(COSTS, max_size=12), cost=COSTS)
@SOME
def test_a_client_that_waits_for_retry_after_is_served(
    portal: Portal, before: list[float], cost: float
) -> None:
    async def go() -> None:
        bench = Bench(1)
        for one in before:
            await bench.take(one)
        if waiting := await bench.take(cost):
            await bench.go_by(max(1, ceil(waiting)))
            assert await bench.take(cost) == 0
        await bench.go_by(FULL_AFTER)
        assert await bench.take(RATE.most) == 0

    portal.run(go())


def test_a_busy_session_pays_a_statement_for_a_quarter_and_one_a_second_while_it_is_over(
    portal: Portal,
) -> None:
    async def go() -> tuple[int, int]:
        bench, told = Bench(1), []
        taken = token_bucket.take

        async def counting(*arguments: object) -> object:
            told.append(arguments)
            return await taken(*arguments)  # type: ignore[arg-type]

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("pipeline.rate_limiter.lease.take", counting)
            await bench.drain()
            drained = len(told)
            for _ in range(100):
                await bench.go_by(0.02)
                while not await bench.take(1):
                    pass
        return drained, len(told)

    drained, after = portal.run(go())
    assert drained <= 12
    assert after - drained <= 4


def test_concurrent_requests_ask_the_database_once(portal: Portal) -> None:
    async def go() -> list[float]:
        bench = Bench(1)
        return await asyncio.gather(*(bench.take(1) for _ in range(150)))

    waits = portal.run(go())
    assert sum(wait == 0 for wait in waits) == RATE.most
    assert all(wait <= 1 / RATE.refill * RATE.least for wait in waits)


@pytest.mark.parametrize("seconds", [0.05, 60])
def test_where_the_database_does_not_answer_a_process_counts_for_itself(
    portal: Portal, seconds: float
) -> None:
    async def go() -> None:
        bench, asked = Bench(1), []

        async def silent(*arguments: object) -> tuple[float, float]:
            asked.append(arguments)
            await asyncio.sleep(seconds)
            raise Unavailable("The database does not answer.")

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("pipeline.rate_limiter.lease.take", silent)
            patch.setattr("pipeline.rate_limiter.lease.COUNTING_SECONDS", 0.2)
            assert await asyncio.gather(*(bench.take(1) for _ in range(20))) == [0] * 20
            assert len(asked) == 1
            while not await bench.take(20):
                assert len(asked) < 10
        assert await bench.take(1) > 0

    portal.run(go())


def test_a_cancelled_request_for_a_lease_blocks_no_other(portal: Portal) -> None:
    async def go() -> None:
        bench = Bench(1)
        leading, following = [asyncio.create_task(bench.take(1)) for _ in range(2)]
        await asyncio.sleep(0)
        leading.cancel()
        assert await following == 0
        assert leading.cancelled()

    portal.run(go())


def test_a_client_that_ignores_retry_after_is_answered_later() -> None:
    moment = [100.0]
    lease = Leases(uuid4().hex, RATE, lambda: moment[0]).find("it")
    at_once, later = (
        [lease.refusal_delay() for _ in range(IMMEDIATE_REFUSALS)],
        [lease.refusal_delay() for _ in range(IMMEDIATE_REFUSALS)],
    )
    assert set(at_once) == {0}
    assert all(1 <= seconds < 2 for seconds in later)
    assert len(set(later)) == IMMEDIATE_REFUSALS, "not all of them come back at once"
    moment[0] += 1
    assert lease.refusal_delay() == 0


def test_points_returned_by_one_process_are_spent_by_another(portal: Portal) -> None:
    async def go() -> None:
        bench = Bench(2)
        assert await bench.take(1, 0) == 0
        assert await bench.take(80, 1) > 0, "a quarter is leased elsewhere"
        assert await bench.take(60, 1) == 0
        await bench.go_by(FULL_AFTER)
        assert await bench.take(RATE.most, 1) == 0

    portal.run(go())


def test_a_clock_set_back_locks_out_no_session_and_gives_no_points(portal: Portal) -> None:
    async def go() -> None:
        bench = Bench(1)
        await bench.drain()
        await bench.put_on(-AN_HOUR)
        await bench.go_by(2)
        assert await bench.take(1) > 0, "nothing has come by this clock"
        await bench.go_by(2)
        assert await bench.take(5) == 0

    portal.run(go())


def test_a_clock_set_forward_fills_the_bucket_once(portal: Portal) -> None:
    async def go() -> float:
        bench = Bench(1)
        await bench.drain()
        bench.given = 0
        await bench.put_on(AN_HOUR)
        await bench.go_by(1)
        await bench.drain()
        filled = bench.given
        await bench.put_on(-AN_HOUR)
        await bench.go_by(1)
        assert await bench.take(1) > 0, "nothing comes twice"
        return filled

    assert 1 < portal.run(go()) <= RATE.most


def test_buckets_that_are_full_again_are_removed_and_others_stay(portal: Portal) -> None:
    async def go() -> None:
        idle, busy = Bench(1), Bench(1)
        for bench in (idle, busy):
            await bench.take(10)
        await idle.go_by(FORGOTTEN_AFTER + 1)
        await token_bucket.forget(FORGOTTEN_AFTER)
        assert (await idle._row.count(), await busy._row.count()) == (0, 1)
        assert await idle.take(RATE.most) == 0

    portal.run(go())
