"""Password reset and first password, by a one-time link."""

from datetime import timedelta
from functools import partial

from tortoise.transactions import in_transaction

import models
from errors import Invalid, invalid
from i18n import gettext
from models import LinkPurpose, SecurityEventKind, TwoFactorMethod
from pipeline.context import Context, Info
from pipeline.idempotency.waits import waits
from resolvers.authentication.attempts import (
    address_counter,
    count_attempt,
    link_counter,
)
from resolvers.authentication.password import check_new_password, record_password_change
from resolvers.authentication.password_link import create_link, send_link

EMAIL_CHANGE_HOLD = timedelta(days=1)
"""Period without password links after somebody else has changed the e-mail address."""


async def request_password_reset(info: Info, identifier: str) -> bool:
    """Request a one-time link by e-mail to set a new password ("Mot de passe oublié").

    It is valid for 30 minutes (configurable).

    The response is the same for an unknown user number, so that it reveals no account.

    Args:
        identifier: User number (n° d'identifiant): eight digits.

    Returns:
        accepted: Always true.
    """
    info.context.after_response(
        partial(_send_reset_link, info.context, identifier.strip()[:20].replace("\0", ""))
    )
    return True


@waits
async def reset_password(info: Info, token: str, password: str) -> bool:
    """Set a password with the token of a one-time link, of a password reset or an invitation.

    All sessions of the user end.

    Codes in `errors`: `INVALID_LINK`, `PASSWORD_LENGTH`, `PASSWORD_COMMON`,
    `PASSWORD_GUESSABLE`.

    Args:
        token: Token from the link, which is valid once.
        password: New password: 12 to 128 characters, not a common or easily guessed one (NIST
            SP 800-63B).

    Returns:
        changed: True if the password was set; null if `errors` is not empty.
    """
    context = info.context
    link = await models.OneTimeLink.get_or_none(
        token_hash=models.hash_token(token), expires_at__gt=context.now
    ).select_related("user")
    if link is None or link.user.status is models.UserStatus.SUSPENDED:
        raise _invalid_link()
    await check_new_password(link.user, password, "password")
    password_hash = await context.services.passwords.hash(password)
    await context.begin_changes()
    async with in_transaction():
        welcome = models.User.filter(id=link.user_id, status__not=models.UserStatus.SUSPENDED)
        used = await models.OneTimeLink.filter(token_hash=link.token_hash).delete()
        if not used or not await welcome.update(
            password_hash=password_hash, status=models.UserStatus.ACTIVE
        ):
            raise _invalid_link()
        await models.Session.filter(user_id=link.user_id).delete()
        await record_password_change(context, link.user)
    return True


async def _send_reset_link(context: Context, identifier: str) -> None:
    """Mail a reset link, after the response, which is the same for every identifier.

    Where requests are throttled, no mail is sent.
    """
    try:
        await count_attempt(
            context, "identifier", address_counter(context), link_counter(identifier)
        )
    except Invalid:
        return
    async with in_transaction():
        user = await models.User.select_for_update().get_or_none(
            identifier=identifier, status=models.UserStatus.ACTIVE
        )
        if user is None or await _email_changed_recently(context, user):
            return
        link = await create_link(context, user, LinkPurpose.PASSWORD_RESET)
    await send_link(context, user, link)


async def _email_changed_recently(context: Context, user: models.User) -> bool:
    """Return True if the e-mail address was changed a short time ago.

    A link to it would give away the account before the owner reads the notice at the old address.
    """
    moved = {
        "kind": SecurityEventKind.PARTICULARS_CHANGED,
        "method": TwoFactorMethod.EMAIL,
        "at__gt": context.now - EMAIL_CHANGE_HOLD,
    }
    return await models.SecurityEvent.filter(user_id=user.id, **moved).exists()


def _invalid_link() -> Invalid:
    return invalid(
        "INVALID_LINK", "token", gettext("The link is no longer valid: request a new one.")
    )
