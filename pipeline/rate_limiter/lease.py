"""Leases of points: the part of a shared bucket that this process spends without a statement.

A process leases a quarter of a bucket, and the lease ends when the bucket would have refilled by as
much. The rest of it goes back with the next lease. If a bucket has too few points, no process asks
the database again before it can have enough.
"""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from adapters.database.token_bucket import Rate, forget, take
from errors import Unavailable
from execution.lru_cache import LRUCache

MOST: Final = 10_000
"""Capacity of the LRU cache of leases; an evicted lease is paid for, so no points are gained."""

RENEWALS_BETWEEN_SWEEPS: Final = 1_000
"""Renewals between two removals of buckets that were not used for `FORGOTTEN_AFTER`."""

FORGOTTEN_AFTER: Final = 3_600.0
"""Seconds after which every bucket is full."""

COUNTING_SECONDS: Final = 0.5
"""Time limit of a renewal: meanwhile other operations hold connections and wait for the same."""

IMMEDIATE_REFUSALS: Final = 100
"""Refusals of one bucket in a second that are sent without delay."""

Clock = Callable[[], float]


class Lease:
    """Points that are held of one bucket, and the level of the bucket at that moment."""

    __slots__ = (
        "_clock",
        "_refused",
        "_refused_since",
        "at",
        "key",
        "level",
        "points",
        "rate",
        "renewal",
        "until",
    )

    def __init__(self, key: str, rate: Rate, clock: Clock) -> None:
        self.key, self.rate, self._clock = key, rate, clock
        self.points = self.until = 0.0
        self.level, self.at = float(rate.most), clock()
        self.renewal: asyncio.Future[Exception | None] | None = None
        """Set while the bucket is renewed; its result is the error, or None."""
        self._refused, self._refused_since = 0, 0.0

    def spend(self, cost: float) -> bool:
        """Spend so many points; return False if they are not there."""
        if self.points < cost or self.until < self._clock():
            return False
        self.points -= cost
        return True

    def wait(self, cost: float) -> float:
        """Return the seconds until the bucket can have so many points, 0 for now."""
        lacking = max(cost, self.rate.least) - self.left()
        return lacking / self.rate.refill if lacking > 0 else 0

    def left(self) -> float:
        """Return an estimate of the bucket's points."""
        left = self.points + self.level + self.rate.refill * (self._clock() - self.at)
        return left if left < self.rate.most else self.rate.most

    def refusal_delay(self) -> float:
        """Count a refusal, and return the seconds by which to delay its response.

        The delays differ, so that clients which do not wait do not all come back at once.
        """
        now = self._clock()
        if now - self._refused_since >= 1:
            self._refused, self._refused_since = 0, now
        self._refused += 1
        excess = self._refused % IMMEDIATE_REFUSALS / IMMEDIATE_REFUSALS
        return 0 if self._refused <= IMMEDIATE_REFUSALS else 1 + excess

    async def renew(self, cost: float) -> float:
        """Return the rest, lease anew and spend: 0, or the seconds to wait.

        If the statement fails the rest is lost, and never spent twice.
        """
        back, self.points = self.points, 0.0
        try:
            async with asyncio.timeout(COUNTING_SECONDS):
                self.level, points = await take(self.key, self.rate, cost, back)
        except (Unavailable, TimeoutError):
            self.level, points = self._counted_alone(cost, back)
        self.at = self._clock()
        self.until = self.at + points / self.rate.refill
        if points == 0:
            return self.wait(cost)
        self.points += points - cost
        return 0

    def _counted_alone(self, cost: float, back: float) -> tuple[float, float]:
        """Return level and points as the database would, while that does not answer."""
        found = min(
            self.rate.most, back + self.level + self.rate.refill * (self._clock() - self.at)
        )
        part = max(cost, found / 4) if found >= cost else 0.0
        return found - part, part


class Leases:
    """Leases of one process, of the buckets of one kind."""

    def __init__(self, kind: str, rate: Rate, clock: Clock = time.monotonic) -> None:
        self._kind, self._rate, self._clock = kind, rate, clock
        self._leases: LRUCache[str, Lease] = LRUCache(MOST)
        self._renewals = 0

    def find(self, key: str) -> Lease:
        """Return the lease of a bucket; at first it holds nothing."""
        return self._leases.find(key) or self._leases.keep(
            key, Lease(f"{self._kind} {key}", self._rate, self._clock)
        )

    async def take(self, lease: Lease, cost: float) -> float:
        """Take so many points; return 0, or the seconds until they may be there."""
        while not lease.spend(cost):
            if lease.renewal is None:
                return lease.wait(cost) or await self._renew(lease, cost)
            # concurrent requests of one bucket share one statement
            if failure := await asyncio.shield(lease.renewal):
                raise failure
        return 0

    async def _renew(self, lease: Lease, cost: float) -> float:
        """Ask the database; an error is raised by all that wait for this renewal."""
        renewal = lease.renewal = asyncio.get_running_loop().create_future()
        failure: Exception | None = None
        try:
            await self._sweep()
            return await lease.renew(cost)
        except Exception as error:
            failure = error
            raise
        finally:
            lease.renewal = None
            renewal.set_result(failure)

    async def _sweep(self) -> None:
        """Remove buckets that were not used for long, every so many renewals."""
        self._renewals += 1
        if self._renewals % RENEWALS_BETWEEN_SWEEPS == 0:
            with suppress(Unavailable):
                await forget(FORGOTTEN_AFTER)
