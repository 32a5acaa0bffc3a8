"""Security events of accounts, for their owners and the managers of a company's users.

They contain no secrets and no health data.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from tortoise import Model, fields
from tortoise.indexes import Index

from models.fields import EnumSet
from models.membership import Access
from models.user import TwoFactorMethod

if TYPE_CHECKING:
    from models.company import Company
    from models.user import User


class SecurityEventKind(StrEnum):
    """What happened to an account."""

    SIGNED_IN = "SIGNED_IN"
    SIGN_IN_FAILED = "SIGN_IN_FAILED"
    """A wrong password. Tries that have to wait are not looked at, and are none."""
    CODE_FAILED = "CODE_FAILED"
    """A wrong second factor, after the right password."""
    NEW_DEVICE = "NEW_DEVICE"
    """Signed in with a browser, or from a network, with which this account was never used."""
    PROVED_AGAIN = "PROVED_AGAIN"
    """The second factor was proved again, for something that asks for a fresh one."""
    PASSWORD_CHANGED = "PASSWORD_CHANGED"
    PASSWORD_VOIDED = "PASSWORD_VOIDED"
    """After too many wrong codes, which nobody enters without the password: the owner sets a new one by mail."""
    METHOD_CHANGED = "METHOD_CHANGED"
    """Another second factor is in force."""
    RECOVERY_CODE_USED = "RECOVERY_CODE_USED"
    RECOVERY_CODES_RENEWED = "RECOVERY_CODES_RENEWED"
    PASSKEY_ADDED = "PASSKEY_ADDED"
    PASSKEY_REMOVED = "PASSKEY_REMOVED"
    PARTICULARS_CHANGED = "PARTICULARS_CHANGED"
    """The e-mail address or the phone number, by the contract manager."""
    ACCESS_GRANTED = "ACCESS_GRANTED"
    ACCESS_WITHDRAWN = "ACCESS_WITHDRAWN"
    ROLE_CHANGED = "ROLE_CHANGED"
    ADDED_TO_COMPANY = "ADDED_TO_COMPANY"
    REMOVED_FROM_COMPANY = "REMOVED_FROM_COMPANY"
    SESSION_ENDED = "SESSION_ENDED"
    """By another session, by somebody else, or by a change that ends them all."""
    FACTOR_RESET_STARTED = "FACTOR_RESET_STARTED"
    FACTOR_RESET_APPROVED = "FACTOR_RESET_APPROVED"
    FACTOR_RESET_REFUSED = "FACTOR_RESET_REFUSED"


class SecurityEvent(Model):
    """Security event of one account. Rows are added, never changed."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    user: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="security_events", null=True, on_delete=fields.RESTRICT
    )
    user_id: UUID | None
    """None for an attempt with an unknown identifier: stored so that it takes the same time."""
    company: fields.ForeignKeyNullableRelation[Company] = fields.ForeignKeyField(
        "models.Company", related_name="security_events", null=True, on_delete=fields.RESTRICT
    )
    company_id: UUID | None
    """Company of a change of rights; None for an event of the account itself."""
    kind = fields.CharEnumField(SecurityEventKind, max_length=22)
    at = fields.DatetimeField()
    actor = fields.CharField(121, default="")
    """Name of the actor at that time; empty for an anonymous caller."""
    accesses = EnumSet(Access, default=frozenset())
    """Accesses that were granted or withdrawn."""
    method = fields.CharEnumField(TwoFactorMethod, max_length=7, null=True)
    """Second factor that the event concerns."""
    device = fields.CharField(60, default="")
    place = fields.CharField(50, default="")
    """Network of the request."""

    class Meta:
        table = "security_event"
        indexes = (Index(fields=("user_id", "at", "id")), Index(fields=("company_id", "at", "id")))
