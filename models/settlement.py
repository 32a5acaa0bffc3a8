"""Settlements (décomptes, Leistungsabrechnungen) of claims and their lines."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from tortoise import Model, fields

if TYPE_CHECKING:
    from models.claim import Claim


class SettlementStatus(StrEnum):
    """Settlements come provisional first, then final [Swissdec KLE]."""

    PROVISIONAL = "PROVISIONAL"
    FINAL = "FINAL"


class SettlementLineKind(StrEnum):
    """What a line of a settlement pays, or takes off."""

    DAILY_ALLOWANCE = "DAILY_ALLOWANCE"
    HOSPITAL_DEDUCTION = "HOSPITAL_DEDUCTION"
    """A negative line."""
    MEDICAL_COSTS = "MEDICAL_COSTS"
    CORRECTION = "CORRECTION"


class Settlement(Model):
    """Benefits paid for a claim and a period."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    claim: fields.ForeignKeyRelation[Claim] = fields.ForeignKeyField(
        "models.Claim", related_name="settlements", db_index=True, on_delete=fields.RESTRICT
    )
    claim_id: UUID
    number = fields.CharField(30, unique=True)
    status = fields.CharEnumField(SettlementStatus, max_length=11)
    period_start = fields.DateField()
    period_end = fields.DateField()
    amount = fields.BigIntField()
    """Sum of the lines in Rappen."""
    issued_at = fields.DatetimeField()

    class Meta:
        table = "settlement"


class SettlementLine(Model):
    """Line of a settlement: an allowance for a number of days, a cost or a deduction."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    settlement: fields.ForeignKeyRelation[Settlement] = fields.ForeignKeyField(
        "models.Settlement", related_name="lines", db_index=True, on_delete=fields.CASCADE
    )
    settlement_id: UUID
    position = fields.SmallIntField()
    kind = fields.CharEnumField(SettlementLineKind, max_length=18)
    days = fields.SmallIntField(null=True)
    degree = fields.SmallIntField(null=True)
    amount = fields.BigIntField()
    """Amount in Rappen; negative for a deduction."""

    class Meta:
        table = "settlement_line"
