"""Client companies and their insurance contracts."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from tortoise import Model, fields

from models.fields import Language

if TYPE_CHECKING:
    from models.manager import Manager


class Line(StrEnum):
    """A line of insurance, by its French abbreviation."""

    LAA = "LAA"
    """Compulsory accident insurance (UVG, LAINF)."""
    LAAC = "LAAC"
    """Supplementary accident insurance (UVGZ, LAINFC)."""
    IJM = "IJM"
    """Daily sickness allowance (KTG, indennità giornaliera malattia)."""


class Company(Model):
    """Company insured by the group, with its contract manager and its health manager."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    name = fields.CharField(200)
    uid = fields.CharField(15, unique=True)
    street = fields.CharField(70)
    building_number = fields.CharField(16, default="")
    postal_code = fields.CharField(16)
    town = fields.CharField(35)
    country = fields.CharField(2, default="CH")
    language = fields.CharEnumField(Language, max_length=2, default=Language.FR)
    contract_manager: fields.ForeignKeyRelation[Manager] = fields.ForeignKeyField(
        "models.Manager",
        related_name="contract_companies",
        db_index=True,
        on_delete=fields.RESTRICT,
    )
    contract_manager_id: UUID
    health_manager: fields.ForeignKeyRelation[Manager] = fields.ForeignKeyField(
        "models.Manager", related_name="health_companies", db_index=True, on_delete=fields.RESTRICT
    )
    health_manager_id: UUID
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "company"


class Contract(Model):
    """Insurance contract of a company: one line of insurance and its period of cover."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    company: fields.ForeignKeyRelation[Company] = fields.ForeignKeyField(
        "models.Company", related_name="contracts", db_index=True, on_delete=fields.CASCADE
    )
    company_id: UUID
    line = fields.CharEnumField(Line, max_length=4)
    number = fields.CharField(40, unique=True)
    start = fields.DateField()
    end = fields.DateField(null=True)

    class Meta:
        table = "contract"

    def covers(self, day: date) -> bool:
        """Return True if the contract is in force on that day."""
        return self.start <= day and (self.end is None or day <= self.end)
