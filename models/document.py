"""Documents of a claim: their metadata; the bytes are in the storage."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from tortoise import Model, fields

if TYPE_CHECKING:
    from models.claim import Claim


class DocumentCategory(StrEnum):
    """Who may reopen a document once it is in the claim."""

    GENERAL = "GENERAL"
    MEDICAL = "MEDICAL"
    """An employer may send it and may not reopen it: only the health manager reads it."""


class Document(Model):
    """File of a claim."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    claim: fields.ForeignKeyRelation[Claim] = fields.ForeignKeyField(
        "models.Claim", related_name="documents", db_index=True, on_delete=fields.RESTRICT
    )
    claim_id: UUID
    name = fields.CharField(255)
    media_type = fields.CharField(100)
    size = fields.BigIntField()
    sha256 = fields.CharField(64)
    category = fields.CharEnumField(
        DocumentCategory, max_length=7, default=DocumentCategory.GENERAL
    )
    uploaded_by = fields.CharField(121)
    """Name of the sender at that time."""
    uploaded_at = fields.DatetimeField()
    storage_key = fields.CharField(64, db_index=True)

    class Meta:
        table = "document"
