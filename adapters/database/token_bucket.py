"""Buckets of points in the database: a process takes a part of one by a single statement, and gives back what it did not spend.

What comes back meanwhile is worked out while the row is locked, by the database's own clock: processes on several
hosts have one clock, and where it is put back nothing comes for a moment, where it is put forward a bucket is full at most.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from asyncpg import Record

import models
from adapters.database.connection import fetch_rows
from adapters.database.statement import Statement

WORDS: Final = {
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

TAKE: Final = """INSERT INTO rate_bucket AS bucket (key, level, lease, at) VALUES ({mark}1, {mark}2, {mark}3, {clock})
ON CONFLICT (key) DO UPDATE SET (level, lease, at) = (
  SELECT found - part, part, now FROM (
    SELECT now, found, CASE
      WHEN found < {mark}4 THEN 0
      WHEN found - {mark}5 < {mark}5 THEN found
      ELSE {greatest}({mark}4, {mark}5, found / 4) END AS part
    FROM (
      SELECT now, {least}({mark}6, bucket.level + {mark}7 * {greatest}(0, now - bucket.at) + {mark}8) AS found
      FROM (SELECT {clock} AS now) AS clock) AS filled) AS parted)
RETURNING level, lease"""
"""A quarter of what is there, or as much as is needed; the last of it at once. Nothing where there is not enough."""

FORGET: Final = "DELETE FROM rate_bucket WHERE at < {clock} - {mark}1"


@dataclass(frozen=True, slots=True)
class Rate:
    """How many points a bucket holds, and how many of them come back in a second."""

    most: float
    refill: float

    @property
    def least(self) -> float:
        """Fewer are not worth a statement: what comes back in a second."""
        return min(self.refill, self.most / 4)


async def take(key: str, rate: Rate, cost: float, back: float) -> tuple[float, float]:
    """Give `back` what was left and take `cost` or more: the points that the bucket has now, and those taken, 0 where there are fewer."""
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
    """Remove the buckets from which nothing was taken for so long."""
    await fetch_rows(_statement(FORGET, _dialect(), ("seconds",)), {"seconds": seconds})


def _dialect() -> str:
    return str(models.RateBucket._meta.db.capabilities.dialect)


@cache
def _statement(text: str, dialect: str, names: tuple[str, ...]) -> Statement:
    row: Any = Record if dialect == "postgres" else tuple
    return Statement(
        text.format(**WORDS[dialect]), tuple((True, name) for name in names), row, (None, None)
    )
