"""Random numbers with fixed seeds and a fixed date, so that the demo data are always the same."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

TODAY = date(2026, 11, 23)
"""Current date of the demo data."""

OPENING = 7 * 60 + 10
CLOSING = 15 * 60 + 50
"""Office hours, in minutes of the UTC day."""


class SeededRandom(Random):
    """Random generator seeded by a name; the parts of the demo data do not affect each other."""

    def __init__(self, name: str) -> None:
        super().__init__(f"guichet {name}")

    def uuid(self) -> UUID:
        """Return a UUID of version 4."""
        return UUID(int=self.getrandbits(128), version=4)

    def avs_number(self) -> str:
        """Return a valid social insurance number (AVS / AHV): an EAN-13 that begins with 756."""
        stem = f"756{self.randrange(10**9):09d}"
        check = -sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(stem)) % 10
        return f"{stem[:3]}.{stem[3:7]}.{stem[7:11]}.{stem[11]}{check}"

    def office_time(self, day: date) -> datetime:
        """Return a time within the office hours of a day."""
        return datetime.combine(day, time(), UTC) + timedelta(
            minutes=self.randint(OPENING, CLOSING), seconds=self.randrange(60)
        )


def working_day(day: date) -> date:
    """Return the day or, at the weekend, the Monday after."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day


def working_day_after(day: date, days: int) -> date:
    """Return the first working day that is at least so many days later."""
    return working_day(day + timedelta(days=days))


def working_day_before(day: date, days: int) -> date:
    """Return the last working day that is at least so many days earlier."""
    earlier = day - timedelta(days=days)
    return earlier - timedelta(days=max(0, earlier.weekday() - 4))
