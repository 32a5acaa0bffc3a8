"""Passwords: change, reset and strength."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from tortoise.transactions import in_transaction

import models
from adapters.password_strength import Weakness, find_weakness
from adapters.passwords import MAX_LENGTH, MIN_LENGTH, normalize_password
from errors import Invalid, invalid
from i18n import gettext
from models import LinkPurpose, SecurityEventKind, TwoFactorMethod
from pipeline.context import Context, Info, waits
from pipeline.session import load_session
from resolvers.authentication.attempts import (
    account_counter,
    address_counter,
    count_attempt,
    find_known_network,
    link_counter,
    reset_counters,
)
from resolvers.authentication.password_link import create_link, send_link
from resolvers.authentication.security_event import record
from resolvers.authentication.security_notice import notify
from resolvers.authentication.session import end_sessions_except_current
from resolvers.authentication.session_token import renew_token

EMAIL_CHANGE_HOLD = timedelta(days=1)
"""Period without password links after somebody else has changed the e-mail address."""


@dataclass(frozen=True, slots=True)
class PasswordChanged:
    """Result of `changePassword`: the new token of the session."""

    changed: bool
    token: str | None


async def request_password_reset(info: Info, identifier: str) -> bool:
    """Ask for a link by mail ("Mot de passe oublié"). The answer is the same whether the identifier exists or not."""
    info.context.later.append(
        partial(_send_reset_link, info.context, identifier.strip()[:20].replace("\0", ""))
    )
    return True


@waits
async def reset_password(info: Info, token: str, password: str) -> bool:
    """Set a password with the token of a one-time link: a reset's or an invitation's. All sessions of the user end."""
    context = info.context
    link = await models.OneTimeLink.get_or_none(
        token_hash=models.hash_token(token), expires_at__gt=context.now
    ).select_related("user")
    if link is None or link.user.status is models.UserStatus.SUSPENDED:
        raise _invalid_link()
    await check_new_password(link.user, password, "password")
    password_hash = await context.services.passwords.hash(password)
    await context.begin()
    async with in_transaction():
        welcome = models.User.filter(id=link.user_id, status__not=models.UserStatus.SUSPENDED)
        used = await models.OneTimeLink.filter(token_hash=link.token_hash).delete()
        if not used or not await welcome.update(
            password_hash=password_hash, status=models.UserStatus.ACTIVE
        ):
            raise _invalid_link()
        await models.Session.filter(user_id=link.user_id).delete()
        await _record_password_change(context, link.user)
    return True


@waits
async def change_password(info: Info, current: str, password: str) -> PasswordChanged:
    """Change one's own password. All other sessions end, and this one gets a new token."""
    context = info.context
    user = (await load_session(context)).user
    await check_own_password(context, user, current, "current")
    await check_new_password(user, password, "password")
    password_hash = await context.services.passwords.hash(password)
    await context.begin()
    async with in_transaction():
        if not await models.User.filter(id=user.id, password_hash=user.password_hash).update(
            password_hash=password_hash
        ):
            raise _invalid_password("current")
        await models.OneTimeLink.filter(user_id=user.id).delete()
        await end_sessions_except_current(context, user.id)
        await _record_password_change(context, user)
        return PasswordChanged(True, await renew_token(context))


async def check_own_password(
    context: Context, user: models.User, password: str, field: str = "password"
) -> None:
    """Raise `Invalid` unless this is the user's password; attempts count as those at sign-in."""
    counter = account_counter(user.identifier, await find_known_network(context, user.id))
    await count_attempt(context, field, counter)
    if not await context.services.passwords.verify(user.password_hash, password):
        await record(context, SecurityEventKind.SIGN_IN_FAILED, user.id)
        raise _invalid_password(field)
    await reset_counters(context, counter)


async def check_new_password(user: models.User, password: str, field: str) -> None:
    """Raise `Invalid` if a new password has a wrong length or is easily guessed."""
    lengths = {"least": MIN_LENGTH, "most": MAX_LENGTH}
    if not MIN_LENGTH <= len(normalize_password(password)) <= MAX_LENGTH:
        raise invalid(
            "PASSWORD_LENGTH",
            field,
            gettext("A password has %(least)s to %(most)s characters.", **lengths),
        )
    about = (user.identifier, user.first_name, user.last_name, user.email, user.phone)
    match await asyncio.to_thread(find_weakness, password, about):
        case Weakness.COMMON:
            raise invalid(
                "PASSWORD_COMMON",
                field,
                gettext("Many people use this password: choose another one."),
            )
        case Weakness.GUESSABLE:
            raise invalid(
                "PASSWORD_GUESSABLE",
                field,
                gettext(
                    "This password is easily guessed: several unrelated words make a better one."
                ),
            )


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


async def _record_password_change(context: Context, user: models.User) -> None:
    await record(context, SecurityEventKind.PASSWORD_CHANGED, user.id)
    notify(context, SecurityEventKind.PASSWORD_CHANGED, user)


def _invalid_link() -> Invalid:
    return invalid(
        "INVALID_LINK", "token", gettext("The link is not valid any more: ask for a new one.")
    )


def _invalid_password(field: str) -> Invalid:
    return invalid("INVALID_PASSWORD", field, gettext("The password is wrong."))
