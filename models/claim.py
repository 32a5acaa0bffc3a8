"""Claim, from the draft of the declaration to its closing."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from tortoise import Model, fields
from tortoise.indexes import Index

from models.company import Line

if TYPE_CHECKING:
    from models.company import Company
    from models.incapacity import IncapacityPeriod

MINOR_CASE_DAYS = 3
"""Calendar days of incapacity, the accident day included, up to which a case is minor [Suva]."""


class ClaimKind(StrEnum):
    """Kind of claim, as accident and sickness insurers distinguish them."""

    OCCUPATIONAL_ACCIDENT = "OCCUPATIONAL_ACCIDENT"
    """Occupational accident (AP, Berufsunfall BU; UVG / LAA art. 7): under LAA or LAAC."""
    NON_OCCUPATIONAL_ACCIDENT = "NON_OCCUPATIONAL_ACCIDENT"
    """Non-occupational accident (ANP, Nichtberufsunfall NBU; UVG / LAA art. 8): LAA or LAAC."""
    OCCUPATIONAL_DISEASE = "OCCUPATIONAL_DISEASE"
    """Occupational disease (UVG / LAA art. 9), under LAA or LAAC; never a minor case."""
    DENTAL_DAMAGE = "DENTAL_DAMAGE"
    """Dental damage by an accident, under LAA or LAAC; never a minor case."""
    RELAPSE = "RELAPSE"
    """Relapse (rechute, Rückfall) of an earlier claim, which must be named; never a minor case."""
    ILLNESS = "ILLNESS"
    """Illness with incapacity for work, under IJM."""
    MATERNITY = "MATERNITY"
    """Maternity, under IJM."""
    DEATH = "DEATH"
    """Death of the insured person, under any line."""

    @property
    def is_accident(self) -> bool:
        """True if the minor-case rule can apply.

        Occupational disease, dental damage and relapse are never minor.
        """
        return self in (ClaimKind.OCCUPATIONAL_ACCIDENT, ClaimKind.NON_OCCUPATIONAL_ACCIDENT)

    @property
    def lines(self) -> frozenset[Line]:
        """Lines of insurance that can cover a claim of this kind."""
        if self in (ClaimKind.ILLNESS, ClaimKind.MATERNITY):
            return frozenset({Line.IJM})
        if self in (ClaimKind.RELAPSE, ClaimKind.DEATH):
            return frozenset(Line)
        return frozenset({Line.LAA, Line.LAAC})


class ClaimStatus(StrEnum):
    """Status of a claim in its lifecycle."""

    DRAFT = "DRAFT"
    """Draft of the declaration, visible to the company only."""
    SUBMITTED = "SUBMITTED"
    """Declaration submitted to the insurer."""
    REGISTERED = "REGISTERED"
    """Claim registered by the insurer."""
    IN_REVIEW = "IN_REVIEW"
    """Claim under review by the health manager."""
    INFORMATION_REQUESTED = "INFORMATION_REQUESTED"
    """Review suspended until the company provides information."""
    ACCEPTED = "ACCEPTED"
    """Claim accepted: the case is covered."""
    REFUSED = "REFUSED"
    """Claim refused: the case is not covered."""
    CLOSED = "CLOSED"
    """Claim closed after the decision."""
    REOPENED = "REOPENED"
    """Claim reopened after it was refused or closed; a review follows."""


TRANSITIONS: dict[ClaimStatus, frozenset[ClaimStatus]] = {
    ClaimStatus.DRAFT: frozenset({ClaimStatus.SUBMITTED}),
    ClaimStatus.SUBMITTED: frozenset({ClaimStatus.REGISTERED}),
    ClaimStatus.REGISTERED: frozenset({ClaimStatus.IN_REVIEW}),
    ClaimStatus.IN_REVIEW: frozenset(
        {ClaimStatus.INFORMATION_REQUESTED, ClaimStatus.ACCEPTED, ClaimStatus.REFUSED}
    ),
    ClaimStatus.INFORMATION_REQUESTED: frozenset({ClaimStatus.IN_REVIEW}),
    ClaimStatus.ACCEPTED: frozenset({ClaimStatus.CLOSED}),
    ClaimStatus.REFUSED: frozenset({ClaimStatus.CLOSED, ClaimStatus.REOPENED}),
    ClaimStatus.CLOSED: frozenset({ClaimStatus.REOPENED}),
    ClaimStatus.REOPENED: frozenset({ClaimStatus.IN_REVIEW}),
}
"""Lifecycle of a claim: the statuses that may follow each status."""


class CoverDecision(StrEnum):
    """Decision of the insurer on cover, independent of the status."""

    UNDECIDED = "UNDECIDED"
    """Decision not taken yet, or withdrawn by reopening the claim."""
    ACCEPTED = "ACCEPTED"
    """Case covered."""
    DECLINED = "DECLINED"
    """Case not covered."""


class DatePrecision(StrEnum):
    """Precision of an event date (Swissdec KLE)."""

    EXACT = "EXACT"
    """Exact date."""
    APPROXIMATE = "APPROXIMATE"
    """Approximate date."""
    CLARIFYING = "CLARIFYING"
    """Date still being clarified: a placeholder, at first the day of the declaration."""


class Claim(Model):
    """Case of accident, illness, maternity or death of a person insured by the company."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    company: fields.ForeignKeyRelation[Company] = fields.ForeignKeyField(
        "models.Company", related_name="claims", on_delete=fields.RESTRICT
    )
    company_id: UUID
    number = fields.CharField(20, unique=True)
    kind = fields.CharEnumField(ClaimKind, max_length=26)
    line = fields.CharEnumField(Line, max_length=4)
    status = fields.CharEnumField(ClaimStatus, max_length=22, default=ClaimStatus.DRAFT)
    cover = fields.CharEnumField(CoverDecision, max_length=9, default=CoverDecision.UNDECIDED)
    insured_first_name = fields.CharField(60, default="")
    insured_last_name = fields.CharField(60, default="")
    insured_avs_number = fields.CharField(16, default="")
    event_date = fields.DateField()
    event_date_precision = fields.CharEnumField(
        DatePrecision, max_length=11, default=DatePrecision.EXACT
    )
    description = fields.TextField(default="")
    earlier_claim: fields.ForeignKeyNullableRelation[Claim] = fields.ForeignKeyField(
        "models.Claim", related_name="relapses", db_index=True, null=True, on_delete=fields.RESTRICT
    )
    earlier_claim_id: UUID | None
    company_reference = fields.CharField(60, null=True)
    swissdec_incident_id = fields.CharField(60, null=True)
    declaration_request_id = fields.CharField(60, null=True)
    declared_by = fields.CharField(121)
    """Name of the declarant at that time; it outlives the account."""
    created_at = fields.DatetimeField()
    submitted_at = fields.DatetimeField(null=True)

    class Meta:
        table = "claim"
        indexes = (Index(fields=("company_id", "created_at", "id")),)

    def is_minor(self, periods: list[IncapacityPeriod]) -> bool | None:
        """Return True for a minor case; None while the date of an accident is being clarified.

        Minor cases are "accident-bagatelle" in French and "Bagatellunfall" in German.
        Source: Suva, explanations of the claim form.
        """
        if not self.kind.is_accident:
            return False
        if self.event_date_precision is DatePrecision.CLARIFYING:
            return None
        last = self.event_date + timedelta(days=MINOR_CASE_DAYS - 1)
        return all(
            period.degree == 0 or (period.end is not None and period.end <= last)
            for period in periods
        )
