"""Memberships of users in companies, with the role and the accesses that they have there."""

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
    """Role in the portal: users of a company have one of the first two, managers another."""

    ADMINISTRATOR = "ADMINISTRATOR"
    """Administrator of a company, who grants accesses to its users."""
    USER = "USER"
    """User of a company."""
    CONTRACT_MANAGER = "CONTRACT_MANAGER"
    """Contract manager at the insurer."""
    HEALTH_MANAGER = "HEALTH_MANAGER"
    """Health manager at the insurer."""


class Access(StrEnum):
    """Access: a permission that is granted to a user, company by company."""

    CLAIMS = "CLAIMS"
    """Declaring claims, uploading documents and reading claim files."""
    SETTLEMENTS = "SETTLEMENTS"
    """Reading settlements (décomptes)."""
    INVOICES = "INVOICES"
    """Reading premium invoices."""
    USER_MANAGEMENT = "USER_MANAGEMENT"
    """Management of the company's users and their accesses, granted by the contract manager."""


class Membership(Model):
    """Role and accesses of one user in one company; a fiduciary has several memberships."""

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
        """True if this membership may change the accesses of other users."""
        return self.role is Role.ADMINISTRATOR and Access.USER_MANAGEMENT in self.accesses
