"""Results of signing in: the challenge that a pending session waits for, or the viewer."""

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
    """Where the code went, masked; None for an authenticator app."""
    expires_at: datetime
    passkey: str | None = None
    """For a passkey: what the browser's `navigator.credentials.get` takes, as JSON."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session's new token, and whom it now stands for."""

    token: str | None
    challenge: Challenge | None = None
    viewer: Viewer | None = None


async def describe_challenge(
    context: Context, user: models.User, pending: models.OneTimeCode
) -> Challenge:
    """A proof under way as its owner sees it."""
    options = await request_options(context, user, pending.challenge) if pending.challenge else None
    return Challenge(
        pending.method, mask_destination(user, pending.method), pending.expires_at, options
    )


def mask_destination(user: models.User, method: TwoFactorMethod) -> str | None:
    """Enough of the address to recognise it, not enough to learn it."""
    if method is TwoFactorMethod.EMAIL:
        name, _, domain = user.email.partition("@")
        return f"{name[:1]}•••@{domain}"
    return f"••• {user.phone[-2:]}" if method is TwoFactorMethod.SMS else None
