"""Results of signing in: a challenge for a pending session, a viewer for a complete one."""

from dataclasses import dataclass
from datetime import datetime

import models
from models import TwoFactorMethod
from permissions import Viewer
from pipeline.context import Context
from resolvers.authentication.passkey_options import request_options


@dataclass(frozen=True, slots=True)
class Challenge:
    """The second factor that a session waits for."""

    method: TwoFactorMethod
    destination: str | None
    """Masked address that the code went to; None for an authenticator app."""
    expires_at: datetime
    passkey: str | None = None
    """Options for `navigator.credentials.get` as JSON; None for other methods."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """New token of a session, with its pending challenge or its viewer."""

    token: str | None
    challenge: Challenge | None = None
    viewer: Viewer | None = None


async def describe_challenge(
    context: Context, user: models.User, pending: models.OneTimeCode
) -> Challenge:
    """Return a pending challenge as the client sees it."""
    options = await request_options(context, user, pending.challenge) if pending.challenge else None
    return Challenge(
        pending.method, mask_destination(user, pending.method), pending.expires_at, options
    )


def mask_destination(user: models.User, method: TwoFactorMethod) -> str | None:
    """Return the address of a method, masked: enough to recognise it, not to learn it."""
    if method is TwoFactorMethod.EMAIL:
        name, _, domain = user.email.partition("@")
        return f"{name[:1]}•••@{domain}"
    return f"••• {user.phone[-2:]}" if method is TwoFactorMethod.SMS else None
