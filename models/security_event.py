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
    """Kind of security event of a user account."""

    SIGNED_IN = "SIGNED_IN"
    """Sign-in with both factors."""
    SIGN_IN_FAILED = "SIGN_IN_FAILED"
    """Failed sign-in, or a wrong current password.

    Also for a passkey that does not verify and an account that may not sign in. Attempts refused
    by the rate limit are not recorded.
    """
    CODE_FAILED = "CODE_FAILED"
    """Wrong second factor, at sign-in, at a step-up or when a second factor is confirmed."""
    NEW_DEVICE = "NEW_DEVICE"
    """Sign-in with a browser or from a network that is new for the account."""
    PROVED_AGAIN = "PROVED_AGAIN"
    """Second factor verified again (step-up)."""
    PASSWORD_CHANGED = "PASSWORD_CHANGED"
    """Password changed, or set by a one-time link."""
    PASSWORD_VOIDED = "PASSWORD_VOIDED"
    """Password invalidated after too many wrong codes; the owner sets a new one by e-mail."""
    METHOD_CHANGED = "METHOD_CHANGED"
    """Second factor or its settings changed."""
    RECOVERY_CODE_USED = "RECOVERY_CODE_USED"
    """Recovery code used in place of the second factor."""
    RECOVERY_CODES_RENEWED = "RECOVERY_CODES_RENEWED"
    """Recovery codes renewed."""
    PASSKEY_ADDED = "PASSKEY_ADDED"
    """Passkey registered."""
    PASSKEY_REMOVED = "PASSKEY_REMOVED"
    """Passkey removed."""
    PARTICULARS_CHANGED = "PARTICULARS_CHANGED"
    """E-mail address or phone number changed by the contract manager."""
    ACCESS_GRANTED = "ACCESS_GRANTED"
    """Accesses granted."""
    ACCESS_WITHDRAWN = "ACCESS_WITHDRAWN"
    """Accesses withdrawn."""
    ROLE_CHANGED = "ROLE_CHANGED"
    """Role in the company changed."""
    ADDED_TO_COMPANY = "ADDED_TO_COMPANY"
    """User added to the company."""
    REMOVED_FROM_COMPANY = "REMOVED_FROM_COMPANY"
    """User removed from the company."""
    SESSION_ENDED = "SESSION_ENDED"
    """Sessions ended by another session, by another person, or by a change that ends them all."""
    FACTOR_RESET_STARTED = "FACTOR_RESET_STARTED"
    """Reset of the second factor started by a manager."""
    FACTOR_RESET_APPROVED = "FACTOR_RESET_APPROVED"
    """Reset of the second factor approved by a second manager."""
    FACTOR_RESET_REFUSED = "FACTOR_RESET_REFUSED"
    """Reset of the second factor refused by a second manager."""


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
