"""What happened to whom: the seed of one claim, as an employer would tell it."""

from dataclasses import dataclass
from datetime import date, timedelta

from demo.seeded_random import TODAY
from models import ClaimEventKind, ClaimKind, DatePrecision, Line


@dataclass(frozen=True, slots=True)
class Story:
    """One case: `ago` is the event in days before today, `incapacity` its degrees (per cent), each with its days or None."""

    insured: str
    kind: ClaimKind
    ago: int
    life: tuple[ClaimEventKind, ...]
    incapacity: tuple[tuple[int, int | None], ...]
    text: str
    line: Line = Line.LAA
    remark: str = ""
    """What the insurer asked, or why it refused."""
    hospital_days: int = 0
    precision: DatePrecision = DatePrecision.EXACT
    relapse: bool = False
    """Whether this is a relapse of the same person's earlier case."""

    @property
    def event(self) -> date:
        """The day on which it happened."""
        return TODAY - timedelta(days=self.ago)

    def periods(self) -> list[tuple[date, date | None, int]]:
        """The gap-free history of incapacity, from the day of the event."""
        found: list[tuple[date, date | None, int]] = []
        start = self.event
        for degree, days in self.incapacity:
            end = None if days is None else start + timedelta(days=days - 1)
            found.append((start, end, degree))
            start += timedelta(days=days or 0)
        return found
