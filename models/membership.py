"""One user in one company: the role and the accesses that decide what they may do there."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from tortoise import Model, fields

from models.fields import EnumSet

if TYPE_CHECKING:
    from models.company import Company
    from models.user import User


class Role(StrEnum):
    """In which capacity somebody acts. Memberships have the first two, managers the others."""

    ADMINISTRATOR = "ADMINISTRATOR"
    USER = "USER"
    CONTRACT_MANAGER = "CONTRACT_MANAGER"
    HEALTH_MANAGER = "HEALTH_MANAGER"


class Access(StrEnum):
    """A permission that somebody opens for a user, company by company."""

    CLAIMS = "CLAIMS"
    SETTLEMENTS = "SETTLEMENTS"
    INVOICES = "INVOICES"
    USER_MANAGEMENT = "USER_MANAGEMENT"


class Membership(Model):
    """What one user may do in one company; a fiduciary has several."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="memberships", on_delete=fields.CASCADE
    )
    user_id: UUID
    company: fields.ForeignKeyRelation[Company] = fields.ForeignKeyField(
        "models.Company", related_name="memberships", db_index=True, on_delete=fields.CASCADE
    )
    company_id: UUID
    role = fields.CharEnumField(Role, max_length=16, default=Role.USER)
    accesses = EnumSet(Access)
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "membership"
        unique_together = (("user", "company"),)

    @property
    def manages_users(self) -> bool:
        """Whether this membership may change other people's accesses."""
        return self.role is Role.ADMINISTRATOR and Access.USER_MANAGEMENT in self.accesses
