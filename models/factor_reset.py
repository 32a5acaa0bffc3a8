"""Reset of a lost second factor when no recovery code is left: two managers must agree."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from tortoise import Model, fields

if TYPE_CHECKING:
    from models.manager import Manager
    from models.user import User


class FactorReset(Model):
    """Reset started by one manager that another one must approve; at most one for each user."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    user: fields.OneToOneRelation[User] = fields.OneToOneField(
        "models.User", related_name="factor_reset", on_delete=fields.CASCADE
    )
    user_id: UUID
    started_by: fields.ForeignKeyRelation[Manager] = fields.ForeignKeyField(
        "models.Manager", related_name="started_resets", on_delete=fields.CASCADE
    )
    started_by_id: UUID
    started_at: datetime = fields.DatetimeField()
    expires_at: datetime = fields.DatetimeField()

    class Meta:
        table = "factor_reset"
