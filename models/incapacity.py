"""History of incapacity for work."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from tortoise import Model, fields

if TYPE_CHECKING:
    from models.claim import Claim


class IncapacityPeriod(Model):
    """Period of the gap-free history of incapacity for work of a claim [Swissdec KLE]."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    claim: fields.ForeignKeyRelation[Claim] = fields.ForeignKeyField(
        "models.Claim", related_name="incapacity", db_index=True, on_delete=fields.CASCADE
    )
    claim_id: UUID
    start = fields.DateField()
    end = fields.DateField(null=True)
    degree = fields.SmallIntField()
    """Degree of incapacity in per cent, 0 to 100."""

    class Meta:
        table = "incapacity_period"


def find_history_error(periods: list[tuple[date, date | None, int]]) -> tuple[int, str] | None:
    """Return the first error of a history of (start, end, degree), or None.

    The error is the index of the period and a stable code.
    """
    for index, (start, end, degree) in enumerate(periods):
        if not 0 <= degree <= 100:
            return index, "DEGREE_OUT_OF_RANGE"
        if end is not None and end < start:
            return index, "END_BEFORE_START"
        if index == 0:
            continue
        before = periods[index - 1][1]
        if before is None or start <= before:
            return index, "PERIODS_OVERLAP"
        if start != before + timedelta(days=1):
            return index, "PERIODS_LEAVE_A_GAP"
    return None
