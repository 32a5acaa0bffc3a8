"""Types of signing in and of changing the second factor."""

from datetime import datetime

import strawberry

from models import TwoFactorMethod
from schema.field import column

DESTINATION = (
    "Masked e-mail address or phone number to which the code was sent; null for an authenticator "
    "app and a passkey."
)


@strawberry.type
class Challenge:
    """Second-factor challenge that the session has to answer."""

    method: TwoFactorMethod = column("Second factor to use.")
    destination: str | None = column(DESTINATION)
    passkey: str | None = column(
        "Options for `navigator.credentials.get`, as JSON for "
        "`PublicKeyCredential.parseRequestOptionsFromJSON` (WebAuthn); null unless the method is "
        "`PASSKEY`."
    )
    expires_at: datetime = column("Timestamp after which the challenge can no longer be answered.")


@strawberry.type
class TwoFactorChange:
    """Change of the second factor that waits for confirmation."""

    method: TwoFactorMethod = column("New second factor.")
    destination: str | None = column(DESTINATION)
    secret: str | None = column(
        "Secret to type into the authenticator app, in base32 (RFC 4648), shown only once; null "
        "unless the method is `TOTP`."
    )
    otpauth_uri: str | None = column(
        "`otpauth:` URI with the secret, for the authenticator app; null unless the method is "
        "`TOTP`."
    )
    qr_code: str | None = column(
        "QR code of `otpauthUri`: an SVG image as a `data:` URI; null unless the method is `TOTP`."
    )
    passkey: str | None = column(
        "Options for `navigator.credentials.create`, as JSON for "
        "`PublicKeyCredential.parseCreationOptionsFromJSON` (WebAuthn); null unless the method "
        "is `PASSKEY`."
    )
    expires_at: datetime = column("Timestamp after which the change can no longer be confirmed.")
