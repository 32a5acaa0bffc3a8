"""Seed data of a claim."""

from dataclasses import dataclass
from datetime import date, timedelta

from demo.seeded_random import TODAY
from models import ClaimEventKind, ClaimKind, DatePrecision, Line


@dataclass(frozen=True, slots=True)
class Scenario:
    """Seed data of a claim and its history.

    `incapacity` lists the degrees in per cent, each with its number of days; None while it lasts.
    """

    insured: str
    kind: ClaimKind
    days_ago: int
    lifecycle: tuple[ClaimEventKind, ...]
    incapacity: tuple[tuple[int, int | None], ...]
    text: str
    line: Line = Line.LAA
    remark: str = ""
    """Question of the insurer, or reason of the refusal."""
    hospital_days: int = 0
    precision: DatePrecision = DatePrecision.EXACT
    relapse: bool = False
    """True for a relapse of the earlier case of the same person."""

    @property
    def event(self) -> date:
        """Date of the event."""
        return TODAY - timedelta(days=self.days_ago)

    def periods(self) -> list[tuple[date, date | None, int]]:
        """Return the gap-free history of incapacity, from the date of the event."""
        periods: list[tuple[date, date | None, int]] = []
        start = self.event
        for degree, days in self.incapacity:
            end = None if days is None else start + timedelta(days=days - 1)
            periods.append((start, end, degree))
            start += timedelta(days=days or 0)
        return periods
