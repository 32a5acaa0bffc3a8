"""Premium invoices (factures de primes, Prämienrechnungen)."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from tortoise import Model, fields
from tortoise.indexes import Index

if TYPE_CHECKING:
    from models.company import Company, Contract


class InvoiceStatus(StrEnum):
    """Whether an invoice is still to be paid."""

    OPEN = "OPEN"
    PAID = "PAID"
    OVERDUE = "OVERDUE"
    CANCELLED = "CANCELLED"


class Invoice(Model):
    """Premium of one contract for one period."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    company: fields.ForeignKeyRelation[Company] = fields.ForeignKeyField(
        "models.Company", related_name="invoices", on_delete=fields.RESTRICT
    )
    company_id: UUID
    contract: fields.ForeignKeyRelation[Contract] = fields.ForeignKeyField(
        "models.Contract", related_name="invoices", db_index=True, on_delete=fields.RESTRICT
    )
    contract_id: UUID
    number = fields.CharField(30, unique=True)
    period_start = fields.DateField()
    period_end = fields.DateField()
    amount = fields.BigIntField()
    """Amount in Rappen."""
    issued_on = fields.DateField()
    due_date = fields.DateField()
    status = fields.CharEnumField(InvoiceStatus, max_length=9, default=InvoiceStatus.OPEN)
    qr_reference = fields.CharField(27)
    pdf_key = fields.CharField(64, null=True, db_index=True)
    """Storage key of the PDF; None while there is none."""

    class Meta:
        table = "invoice"
        indexes = (Index(fields=("company_id", "period_start", "id")),)
