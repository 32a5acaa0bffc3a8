"""The viewer's own passkeys: the row of a new one, signing in with one alone, and removal."""

from uuid import UUID

import strawberry
from tortoise.transactions import in_transaction

import models
from adapters.passkeys import RegisteredPasskey
from errors import BadUserInput, NotFound, invalid
from i18n import gettext
from models import SecurityEventKind, TwoFactorMethod
from pipeline.context import Context, Info
from pipeline.idempotency.waits import waits
from pipeline.session import load_session, lock_account
from resolvers.authentication.password import check_own_password
from resolvers.authentication.security_event import record
from resolvers.authentication.security_notice import notify
from resolvers.authentication.session import end_sessions_except_current


@waits
async def allow_passkey_alone(info: Info, allowed: bool, password: str) -> bool:
    """Allow or forbid signing in with a passkey alone, instead of password and second factor.

    All other sessions end.

    Codes in `errors`: `NO_PASSKEY`, `INVALID_PASSWORD`, `TRY_LATER` with `retryAfter`.

    Args:
        allowed: True to allow it, false to forbid it.
        password: Password of the viewer.

    Returns:
        allowed: Setting in force from now on; null if `errors` is not empty.
    """
    context = info.context
    user = (await load_session(context)).user
    await check_own_password(context, user, password)
    await context.begin_changes()
    method = TwoFactorMethod.PASSKEY
    async with in_transaction():
        await lock_account(context)
        if not await models.User.filter(id=user.id, two_factor_method=method).update(
            passkey_alone=allowed
        ):
            raise invalid(
                "NO_PASSKEY",
                "allowed",
                gettext("You have no passkey: change your second factor to a passkey first."),
            )
        await record(context, SecurityEventKind.METHOD_CHANGED, user.id, method=method)
        await end_sessions_except_current(context, user.id)
    notify(context, SecurityEventKind.METHOD_CHANGED, user)
    return allowed


async def remove_passkey(info: Info, passkey_id: strawberry.ID) -> bool:
    """Remove one of the viewer's own passkeys, except the last one.

    To give up the last one, choose another second factor (`beginTwoFactorChange`).
    All other sessions end.

    Codes in `errors`: `LAST_PASSKEY`; the top-level error `NOT_FOUND` for an unknown passkey.

    Args:
        passkey_id: ID of the passkey, from `OwnPasskey.passkeyId`.

    Returns:
        removed: True if the passkey was removed; null if `errors` is not empty.
    """
    context = info.context
    user = (await load_session(context)).user
    async with in_transaction():
        await lock_account(context)
        if not await models.Passkey.filter(
            user_id=user.id, id=_parse_passkey_id(passkey_id)
        ).delete():
            raise NotFound("passkey")
        if not await models.Passkey.filter(user_id=user.id).exists():
            raise invalid(
                "LAST_PASSKEY",
                "passkeyId",
                gettext("This is your last passkey: change your second factor instead."),
            )
        await record(context, SecurityEventKind.PASSKEY_REMOVED, user.id)
        await end_sessions_except_current(context, user.id)
    notify(context, SecurityEventKind.PASSKEY_REMOVED, user)
    return True


def _parse_passkey_id(passkey_id: str) -> UUID:
    try:
        return UUID(hex=passkey_id)
    except ValueError:
        raise BadUserInput(
            gettext("This is not an ID of a passkey."), argument="passkeyId"
        ) from None


def new_passkey(
    context: Context, session: models.Session, registered: RegisteredPasskey, label: str
) -> models.Passkey:
    """Return the row of a registered passkey; without a label it has the browser's name."""
    name = "".join(character for character in label if character.isprintable()).strip()[:60]
    return models.Passkey(
        user_id=session.user_id,
        credential_id=registered.credential_id,
        public_key=registered.public_key,
        sign_count=registered.sign_count,
        name=name or context.request.client.device,
        created_at=context.now,
    )
