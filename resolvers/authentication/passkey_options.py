"""What browsers are given for a passkey, as JSON for `navigator.credentials`."""

import models
from pipeline.context import Context


async def request_options(context: Context, user: models.User | None, challenge: str) -> str:
    """For signing a challenge: with one of the user's passkeys or, where nobody is known yet, with any of this portal's."""
    known = (
        await models.Passkey.filter(user_id=user.id).order_by("created_at", "id")
        if user is not None
        else []
    )
    return context.services.passkeys.request_options(
        challenge, [passkey.credential_id for passkey in known]
    )


async def creation_options(context: Context, user: models.User, challenge: str) -> str:
    """For making a new passkey, on a device that has none of this user's."""
    known = await models.Passkey.filter(user_id=user.id).order_by("created_at", "id")
    return context.services.passkeys.creation_options(
        challenge, user.identifier, user.name, [passkey.credential_id for passkey in known]
    )
