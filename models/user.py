"""Users: people of the client companies and, with a `Manager` row, of the insurer."""

import secrets
from enum import StrEnum
from uuid import uuid4

from tortoise import Model, fields

from models.fields import Language


class UserStatus(StrEnum):
    """Status of a user account."""

    INVITED = "INVITED"
    """Invited, without a password yet."""
    ACTIVE = "ACTIVE"
    """Active."""
    SUSPENDED = "SUSPENDED"
    """Suspended: the user cannot sign in."""


class TwoFactorMethod(StrEnum):
    """Second factor of a user account."""

    TOTP = "TOTP"
    """Six-digit code of an authenticator app (TOTP, RFC 6238)."""
    EMAIL = "EMAIL"
    """Six-digit code by e-mail: only as safe as the mailbox, which also receives password links.

    Prefer an authenticator app or a passkey.
    """
    SMS = "SMS"
    """Six-digit code by text message: lost if the number is taken over, so prefer the others."""
    PASSKEY = "PASSKEY"
    """Passkey (WebAuthn level 2), resistant to phishing: it works on the portal's pages only."""


def new_identifier() -> str:
    """Return a random identifier of eight digits that reveals nothing about its owner."""
    return str(secrets.randbelow(90_000_000) + 10_000_000)


class User(Model):
    """Person with an identifier, a password and a second factor."""

    id = fields.UUIDField(primary_key=True, default=uuid4)
    identifier = fields.CharField(20, unique=True)
    email = fields.CharField(254)
    first_name = fields.CharField(60)
    last_name = fields.CharField(60)
    phone = fields.CharField(32, default="")
    language = fields.CharEnumField(Language, max_length=2, default=Language.FR)
    status = fields.CharEnumField(UserStatus, max_length=9, default=UserStatus.INVITED)
    password_hash = fields.CharField(255, null=True)
    two_factor_method = fields.CharEnumField(
        TwoFactorMethod, max_length=7, default=TwoFactorMethod.EMAIL
    )
    two_factor_set_at = fields.DatetimeField(null=True)
    """Time at which the user chose the method; None for the initial codes by e-mail."""
    passkey_alone = fields.BooleanField(default=False)
    """True if the user chose to sign in by passkey alone, without password and code."""
    totp_secret = fields.CharField(255, null=True)
    """TOTP secret, encrypted with the secret key of the deployment."""
    totp_last_step = fields.BigIntField(default=0)
    """Latest time step whose code was accepted, so that a code works only once."""
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "user"

    @property
    def name(self) -> str:
        """First name and last name."""
        return f"{self.first_name} {self.last_name}"
