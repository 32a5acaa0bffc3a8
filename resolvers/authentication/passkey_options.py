"""WebAuthn options for `navigator.credentials`, as JSON."""

import models
from pipeline.context import Context


async def request_options(context: Context, user: models.User | None, challenge: str) -> str:
    """Return the options to sign a challenge.

    The user's passkeys are listed; for an anonymous caller any passkey of this portal will do.
    """
    known = (
        await models.Passkey.filter(user_id=user.id).order_by("created_at", "id")
        if user is not None
        else []
    )
    return context.services.passkeys.request_options(
        challenge, [passkey.credential_id for passkey in known]
    )


async def creation_options(context: Context, user: models.User, challenge: str) -> str:
    """Return the options to create a passkey, on a device that has none of this user's."""
    known = await models.Passkey.filter(user_id=user.id).order_by("created_at", "id")
    return context.services.passkeys.creation_options(
        challenge, user.identifier, user.name, [passkey.credential_id for passkey in known]
    )
