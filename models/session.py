"""Sessions and the short-lived proofs around them. Only hashes of secrets are kept."""

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
    """256 random bits, as text that fits a header, a cookie and a link."""
    return secrets.token_urlsafe(32)


def hash_token(token: str, *, of_cookie: bool = False) -> str:
    """What is kept of a token: it has 256 bits, so a plain hash is enough.

    One that was given as a cookie is kept as another one than a bearer's: neither is good in the other's place.
    """
    return hashlib.sha256(f"{'cookie ' if of_cookie else ''}{token}".encode()).hexdigest()


class Session(Model):
    """Somebody signed in, acting for one company, or a manager. Without `proved_at` it has no viewer."""

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
    """Whom a client acts for; when the membership goes, the session goes with it."""
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
    """When the second factor was proved."""
    device = fields.CharField(60, default="")
    place = fields.CharField(50, default="")
    """The network that it was begun from."""

    class Meta:
        table = "session"


class CodePurpose(StrEnum):
    """What a one-time code is for; it serves nothing else."""

    SIGN_IN = "SIGN_IN"
    TWO_FACTOR_CHANGE = "TWO_FACTOR_CHANGE"
    """For the new second factor, which has to prove itself."""
    STEP_UP = "STEP_UP"
    """For the present second factor, once more."""


class OneTimeCode(Model):
    """A six-digit code under way, bound to one session and one purpose."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    session: fields.ForeignKeyRelation[Session] = fields.ForeignKeyField(
        "models.Session", related_name="codes", on_delete=fields.CASCADE
    )
    session_id: UUID
    purpose = fields.CharEnumField(CodePurpose, max_length=17)
    method = fields.CharEnumField(TwoFactorMethod, max_length=7)
    code_hash = fields.CharField(64, null=True)
    """None for TOTP and passkeys: the authenticator makes the code, or answers the challenge."""
    challenge = fields.CharField(64, null=True)
    """For passkeys: what has to be signed."""
    totp_secret = fields.CharField(255, null=True)
    """The secret that a change to TOTP would set, sealed."""
    tries = fields.SmallIntField(default=0)
    sends = fields.SmallIntField(default=1)
    sent_at = fields.DatetimeField(null=True)
    expires_at = fields.DatetimeField()

    class Meta:
        table = "one_time_code"
        unique_together = (("session", "purpose"),)


class RecoveryCode(Model):
    """One of the codes that replace a lost second factor, each once."""

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
    """What a one-time link sets a password for."""

    INVITATION = "INVITATION"
    PASSWORD_RESET = "PASSWORD_RESET"


class OneTimeLink(Model):
    """A link that lets its holder set a password once. A user has one at most: a newer one replaces it."""

    user: fields.OneToOneRelation[User] = fields.OneToOneField(
        "models.User", related_name="one_time_link", primary_key=True, on_delete=fields.CASCADE
    )
    user_id: UUID
    purpose = fields.CharEnumField(LinkPurpose, max_length=14)
    token_hash = fields.CharField(64, unique=True)
    expires_at: datetime = fields.DatetimeField()

    class Meta:
        table = "one_time_link"
