"""Passkeys: public keys of WebAuthn credentials; the private ones never leave their owners' devices."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from tortoise import Model, fields

if TYPE_CHECKING:
    from models.user import User


class Passkey(Model):
    """A key of one user on one device, or in one key ring."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="passkeys", db_index=True, on_delete=fields.CASCADE
    )
    user_id: UUID
    credential_id = fields.CharField(1400, unique=True)
    """As WebAuthn names it, base64url: at most 1023 bytes (WebAuthn level 2, 4)."""
    public_key = fields.BinaryField()
    """A COSE key (RFC 9052)."""
    sign_count = fields.BigIntField(default=0)
    """How often it signed, where it counts: a count that goes back tells of a copy."""
    name = fields.CharField(60)
    created_at = fields.DatetimeField()
    last_used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "passkey"


class PasskeyCeremony(Model):
    """A sign-in by passkey alone that has begun: nobody is known yet, so it has no session."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    challenge = fields.CharField(64, unique=True)
    expires_at = fields.DatetimeField(db_index=True)

    class Meta:
        table = "passkey_ceremony"
