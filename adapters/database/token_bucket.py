"""Token buckets in the database: a process leases a part of one by a single statement.

It gives back what it did not spend. The refill is computed while the row is locked, by the clock of
the database: processes on several hosts have one clock. If that is set back nothing is refilled for
a moment, if it is set forward a bucket is full at most.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from asyncpg import Record

import models
from adapters.database.connection import fetch_rows
from adapters.database.statement import Statement

DIALECTS: Final = {
    "sqlite": {
        "mark": "?",
        "least": "MIN",
        "greatest": "MAX",
        "clock": "(julianday('now') - 2440587.5) * 86400.0",
    },
    "postgres": {
        "mark": "$",
        "least": "LEAST",
        "greatest": "GREATEST",
        "clock": "CAST(EXTRACT(EPOCH FROM clock_timestamp()) AS DOUBLE PRECISION)",
    },
}

TAKE: Final = """INSERT INTO rate_bucket AS bucket (key, level, lease, at)
VALUES ({mark}1, {mark}2, {mark}3, {clock})
ON CONFLICT (key) DO UPDATE SET (level, lease, at) = (
  SELECT found - part, part, now FROM (
    SELECT now, found, CASE
      WHEN found < {mark}4 THEN 0
      WHEN found - {mark}5 < {mark}5 THEN found
      ELSE {greatest}({mark}4, {mark}5, found / 4) END AS part
    FROM (
      SELECT now, {least}(
        {mark}6, bucket.level + {mark}7 * {greatest}(0, now - bucket.at) + {mark}8) AS found
      FROM (SELECT {clock} AS now) AS clock) AS filled) AS parted)
RETURNING level, lease"""
"""Take a quarter of the points or the cost, the rest of a low bucket, or nothing if too few."""

FORGET: Final = "DELETE FROM rate_bucket WHERE at < {clock} - {mark}1"


@dataclass(frozen=True, slots=True)
class Rate:
    """Capacity of a bucket, and its refill in a second."""

    most: float
    refill: float

    @property
    def least(self) -> float:
        """Return the least points that are worth a statement: a second's refill."""
        return min(self.refill, self.most / 4)


async def take(key: str, rate: Rate, cost: float, back: float) -> tuple[float, float]:
    """Give `back` the rest of a lease and take `cost` or more.

    Returns the points of the bucket, and those taken: 0 if there are fewer than the cost.
    """
    first = max(cost, rate.least, rate.most / 4)
    values = {
        "rest": rate.most - first,
        "first": first,
        "cost": cost,
        "least": rate.least,
        "most": rate.most,
        "refill": rate.refill,
    }
    hashed = hashlib.sha256(key.encode()).hexdigest()
    ((level, lease),) = await fetch_rows(
        _statement(TAKE, _dialect(), ("key", *values, "back")),
        {"key": hashed, **values, "back": back},
    )
    return level, lease


async def forget(seconds: float) -> None:
    """Delete the buckets that were not used for so long."""
    await fetch_rows(_statement(FORGET, _dialect(), ("seconds",)), {"seconds": seconds})


def _dialect() -> str:
    return str(models.RateBucket._meta.db.capabilities.dialect)


@cache
def _statement(text: str, dialect: str, names: tuple[str, ...]) -> Statement:
    row: Any = Record if dialect == "postgres" else tuple
    return Statement(
        text.format(**DIALECTS[dialect]), tuple((True, name) for name in names), row, (None, None)
    )
