"""Passkeys: public keys of WebAuthn credentials. The private keys never leave the devices."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from tortoise import Model, fields

if TYPE_CHECKING:
    from models.user import User


class Passkey(Model):
    """WebAuthn credential of one user on one device or in one synchronised key store."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "models.User", related_name="passkeys", db_index=True, on_delete=fields.CASCADE
    )
    user_id: UUID
    credential_id = fields.CharField(1400, unique=True)
    """Credential id in base64url: at most 1023 bytes (WebAuthn level 2, 4)."""
    public_key = fields.BinaryField()
    """COSE key (RFC 9052)."""
    sign_count = fields.BigIntField(default=0)
    """Signature counter; 0 if the device does not count. A lower value reveals a cloned key."""
    name = fields.CharField(60)
    created_at = fields.DatetimeField()
    last_used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "passkey"


class PasskeyCeremony(Model):
    """Authentication ceremony of a sign-in by passkey alone, before the user is known."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    challenge = fields.CharField(64, unique=True)
    expires_at = fields.DatetimeField(db_index=True)

    class Meta:
        table = "passkey_ceremony"
