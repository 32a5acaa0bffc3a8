"""History of a claim: each step with its author and its time."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from tortoise import Model, fields

from models.claim import ClaimStatus

if TYPE_CHECKING:
    from models.claim import Claim


class ClaimEventKind(StrEnum):
    """Kind of event in the history of a claim."""

    DRAFTED = "DRAFTED"
    """Draft of the declaration created."""
    UPDATED = "UPDATED"
    """Draft updated."""
    SUBMITTED = "SUBMITTED"
    """Declaration submitted."""
    REGISTERED = "REGISTERED"
    """Claim registered by the insurer."""
    REVIEW_STARTED = "REVIEW_STARTED"
    """Review started."""
    INFORMATION_REQUESTED = "INFORMATION_REQUESTED"
    """Information requested from the company; the message has the question."""
    INFORMATION_PROVIDED = "INFORMATION_PROVIDED"
    """Information provided by the company; the message has the answer."""
    ACCEPTED = "ACCEPTED"
    """Claim accepted."""
    REFUSED = "REFUSED"
    """Claim refused; the message has the reason."""
    CLOSED = "CLOSED"
    """Claim closed."""
    REOPENED = "REOPENED"
    """Claim reopened; the message has the reason."""
    DOCUMENT_ADDED = "DOCUMENT_ADDED"
    """Document uploaded; the message has its name."""
    DOCUMENT_REMOVED = "DOCUMENT_REMOVED"
    """Document removed from the draft; the message has its name."""


class ClaimEvent(Model):
    """One step in a claim's life: what, when, who, and what was said."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    claim: fields.ForeignKeyRelation[Claim] = fields.ForeignKeyField(
        "models.Claim", related_name="events", db_index=True, on_delete=fields.CASCADE
    )
    claim_id: UUID
    kind = fields.CharEnumField(ClaimEventKind, max_length=21)
    status = fields.CharEnumField(ClaimStatus, max_length=22)
    """The status that the claim had afterwards."""
    actor = fields.CharField(121)
    message = fields.TextField(default="")
    at = fields.DatetimeField()

    class Meta:
        table = "claim_event"
