"""What signing in and changing the second factor answer."""

from datetime import datetime

import strawberry

from models import TwoFactorMethod
from schema.field import column


@strawberry.type(description="The second factor that the session waits for.")
class Challenge:
    """The second factor that the session waits for."""

    method: TwoFactorMethod
    destination: str | None = column(
        "Where the code went, masked; null for an authenticator app and a passkey."
    )
    passkey: str | None = column(
        "For a passkey: what `navigator.credentials.get` takes, as JSON (`parseRequestOptionsFromJSON`)."
    )
    expires_at: datetime


@strawberry.type(description="A change of the second factor under way.")
class TwoFactorChange:
    """A change of the second factor under way."""

    method: TwoFactorMethod
    destination: str | None = column(
        "Where the code went, masked; null for an authenticator app and a passkey."
    )
    secret: str | None = column(
        "For an authenticator app: the secret to type in (base32). Shown this once."
    )
    otpauth_uri: str | None = column("For an authenticator app: what its QR code says.")
    qr_code: str | None = column(
        "For an authenticator app: the QR code, an SVG image as a `data:` URI."
    )
    passkey: str | None = column(
        "For a passkey: what `navigator.credentials.create` takes, as JSON (`parseCreationOptionsFromJSON`)."
    )
    expires_at: datetime
