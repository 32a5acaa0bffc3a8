"""Chance with a fixed seed, and the day on which the demo world stands still: two fills are the same world."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

TODAY = date(2026, 11, 23)
"""Everything in the demo world happened before this day, or is announced for later."""

OPENING = 7 * 60 + 10
CLOSING = 15 * 60 + 50
"""Office hours, in minutes of the UTC day."""


class Chance(Random):
    """A source of chance whose seed is a name: what one part of the world draws changes nothing in another."""

    def __init__(self, name: str) -> None:
        super().__init__(f"guichet {name}")

    def uuid(self) -> UUID:
        """A UUID of version 4."""
        return UUID(int=self.getrandbits(128), version=4)

    def avs(self) -> str:
        """A valid social insurance number (AVS / AHV): an EAN-13 that begins with 756."""
        stem = f"756{self.randrange(10**9):09d}"
        check = -sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(stem)) % 10
        return f"{stem[:3]}.{stem[3:7]}.{stem[7:11]}.{stem[11]}{check}"

    def office_moment(self, day: date) -> datetime:
        """A moment of that day's office hours."""
        return datetime.combine(day, time(), UTC) + timedelta(
            minutes=self.randint(OPENING, CLOSING), seconds=self.randrange(60)
        )


def working_day(day: date) -> date:
    """The day itself or, at the week-end, the Monday after."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day


def after(day: date, days: int) -> date:
    """The working day so many days later."""
    return working_day(day + timedelta(days=days))


def before(day: date, days: int) -> date:
    """The last working day that is at least so many days earlier."""
    earlier = day - timedelta(days=days)
    return earlier - timedelta(days=max(0, earlier.weekday() - 4))
