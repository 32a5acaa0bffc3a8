"""What this process holds of the buckets that all processes share: points are spent here, without a statement.

A process leases a quarter of a bucket, and its lease ends when the bucket would have filled up by as much. What is
left of it goes back with the next one. Where there is too little, no process asks the database again before there can be enough.
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
"""Leases that are kept: one that is forgotten was paid for, so that nobody gets more for it."""

TURNS: Final = 1_000
"""After so many leases the buckets are removed that nobody has used for long."""

FORGOTTEN_AFTER: Final = 3_600.0
"""Seconds after which every bucket is full."""

COUNTING_SECONDS: Final = 0.5
"""How long the database may take to count: others may hold their connections meanwhile, and wait for the same."""

PATIENCE: Final = 100
"""Refusals of one bucket in a second that are told at once."""

Clock = Callable[[], float]


class Lease:
    """What is held of one bucket, and what the bucket itself had at that moment."""

    __slots__ = (
        "_clock",
        "_refused",
        "_refused_since",
        "asked",
        "at",
        "key",
        "level",
        "points",
        "rate",
        "until",
    )

    def __init__(self, key: str, rate: Rate, clock: Clock) -> None:
        self.key, self.rate, self._clock = key, rate, clock
        self.points = self.until = 0.0
        self.level, self.at = float(rate.most), clock()
        self.asked: asyncio.Future[Exception | None] | None = None
        """There while somebody asks the database: in the end, what went wrong."""
        self._refused, self._refused_since = 0, 0.0

    def spend(self, cost: float) -> bool:
        """Whether so many points were there, and are spent."""
        if self.points < cost or self.until < self._clock():
            return False
        self.points -= cost
        return True

    def wait(self, cost: float) -> float:
        """The seconds until the bucket can have so many points; 0 where it may have them now."""
        lacking = max(cost, self.rate.least) - self.left()
        return lacking / self.rate.refill if lacking > 0 else 0

    def left(self) -> float:
        """How many points the bucket has, as far as is known here."""
        left = self.points + self.level + self.rate.refill * (self._clock() - self.at)
        return left if left < self.rate.most else self.rate.most

    def patience(self) -> float:
        """Count a refusal: the seconds to let it wait, for whoever asks too often even so; not all of them come back at once."""
        now = self._clock()
        if now - self._refused_since >= 1:
            self._refused, self._refused_since = 0, now
        self._refused += 1
        return 0 if self._refused <= PATIENCE else 1 + self._refused % PATIENCE / PATIENCE

    async def renew(self, cost: float) -> float:
        """Lease anew and spend; what was left goes back. Where the statement fails that is lost, and never had twice."""
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
        """What the bucket would have and give, as far as is known here: while the database cannot count, each process does."""
        found = min(
            self.rate.most, back + self.level + self.rate.refill * (self._clock() - self.at)
        )
        part = max(cost, found / 4) if found >= cost else 0.0
        return found - part, part


class Leases:
    """What one process holds of the buckets of one kind."""

    def __init__(self, kind: str, rate: Rate, clock: Clock = time.monotonic) -> None:
        self._kind, self._rate, self._clock = kind, rate, clock
        self._kept: LRUCache[str, Lease] = LRUCache(MOST)
        self._turns = 0

    def find(self, key: str) -> Lease:
        """The lease of a bucket; at first nothing is held."""
        return self._kept.find(key) or self._kept.keep(
            key, Lease(f"{self._kind} {key}", self._rate, self._clock)
        )

    async def take(self, lease: Lease, cost: float) -> float:
        """Take so many points: 0, or where they are not there, the seconds until they may be."""
        while not lease.spend(cost):
            if lease.asked is None:
                return lease.wait(cost) or await self._ask(lease, cost)
            if fault := await asyncio.shield(
                lease.asked
            ):  # those who come at the same moment ask once
                raise fault
        return 0

    async def _ask(self, lease: Lease, cost: float) -> float:
        """Ask the database; whoever waits for that hears as well where it does not answer, and does not ask after it."""
        asked = lease.asked = asyncio.get_running_loop().create_future()
        fault: Exception | None = None
        try:
            await self._sweep()
            return await lease.renew(cost)
        except Exception as error:
            fault = error
            raise
        finally:
            lease.asked = None
            asked.set_result(fault)

    async def _sweep(self) -> None:
        """Now and then, remove what nobody has used for long."""
        self._turns += 1
        if self._turns % TURNS == 0:
            with suppress(Unavailable):
                await forget(FORGOTTEN_AFTER)
