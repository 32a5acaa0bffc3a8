"""Sessions, one-time codes, recovery codes and links; only hashes of secrets are stored."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from tortoise import Model, fields

from models.user import TwoFactorMethod

if TYPE_CHECKING:
    from models.manager import Manager
    from models.membership import Membership
    from models.user import User


def new_token() -> str:
    """Return 256 random bits as text that is safe in a header, a cookie and a URL."""
    return secrets.token_urlsafe(32)


def hash_token(token: str, *, of_cookie: bool = False) -> str:
    """Return the stored hash of a token; with 256 random bits, a plain SHA-256 is enough.

    Cookies and bearer tokens have different hashes, so neither is accepted in place of the other.
    """
    return hashlib.sha256(f"{'cookie ' if of_cookie else ''}{token}".encode()).hexdigest()


class Session(Model):
    """Session of a client acting for one company, or of a manager; no viewer before `proved_at`."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="sessions", db_index=True, on_delete=fields.CASCADE
    )
    user_id: UUID
    membership: fields.ForeignKeyNullableRelation[Membership] = fields.ForeignKeyField(
        "models.Membership",
        related_name="sessions",
        db_index=True,
        null=True,
        on_delete=fields.CASCADE,
    )
    membership_id: UUID | None
    """Membership of the client; deleting the membership deletes the session."""
    manager: fields.ForeignKeyNullableRelation[Manager] = fields.ForeignKeyField(
        "models.Manager",
        related_name="sessions",
        db_index=True,
        null=True,
        on_delete=fields.CASCADE,
    )
    manager_id: UUID | None
    token_hash = fields.CharField(64, unique=True)
    created_at = fields.DatetimeField()
    last_used_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    proved_at = fields.DatetimeField(null=True)
    """Time of the last proof of the second factor; None before the first one."""
    device = fields.CharField(60, default="")
    place = fields.CharField(50, default="")
    """Network from which the session was started."""

    class Meta:
        table = "session"


class CodePurpose(StrEnum):
    """Purpose of a one-time code, which is valid for nothing else."""

    SIGN_IN = "SIGN_IN"
    TWO_FACTOR_CHANGE = "TWO_FACTOR_CHANGE"
    """Proof of the new second factor."""
    STEP_UP = "STEP_UP"
    """New proof of the present second factor."""


class OneTimeCode(Model):
    """Pending challenge of a second factor, bound to one session and one purpose."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    session: fields.ForeignKeyRelation[Session] = fields.ForeignKeyField(
        "models.Session", related_name="codes", on_delete=fields.CASCADE
    )
    session_id: UUID
    purpose = fields.CharEnumField(CodePurpose, max_length=17)
    method = fields.CharEnumField(TwoFactorMethod, max_length=7)
    code_hash = fields.CharField(64, null=True)
    """Hash of a code that was sent; None for TOTP and passkeys."""
    challenge = fields.CharField(64, null=True)
    """WebAuthn challenge; None for other methods."""
    totp_secret = fields.CharField(255, null=True)
    """Encrypted secret that a change to TOTP will set; None for everything else."""
    tries = fields.SmallIntField(default=0)
    sends = fields.SmallIntField(default=1)
    sent_at = fields.DatetimeField(null=True)
    expires_at = fields.DatetimeField()

    class Meta:
        table = "one_time_code"
        unique_together = (("session", "purpose"),)


class RecoveryCode(Model):
    """Code that replaces a lost second factor once."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="recovery_codes", on_delete=fields.CASCADE
    )
    user_id: UUID
    code_hash = fields.CharField(64)

    class Meta:
        table = "recovery_code"
        unique_together = (("user", "code_hash"),)


class LinkPurpose(StrEnum):
    """Purpose of a one-time link to set a password."""

    INVITATION = "INVITATION"
    PASSWORD_RESET = "PASSWORD_RESET"


class OneTimeLink(Model):
    """Link to set a password once. A user has one at most: a newer link replaces it."""

    user: fields.OneToOneRelation[User] = fields.OneToOneField(
        "models.User", related_name="one_time_link", primary_key=True, on_delete=fields.CASCADE
    )
    user_id: UUID
    purpose = fields.CharEnumField(LinkPurpose, max_length=14)
    token_hash = fields.CharField(64, unique=True)
    expires_at: datetime = fields.DatetimeField()

    class Meta:
        table = "one_time_link"
