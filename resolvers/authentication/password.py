"""Passwords: verification, strength and change."""

import asyncio
from dataclasses import dataclass

from tortoise.transactions import in_transaction

import models
from adapters.password_strength import Weakness, find_weakness
from adapters.passwords import MAX_LENGTH, MIN_LENGTH, normalize_password
from errors import Invalid, invalid
from i18n import gettext
from models import SecurityEventKind
from pipeline.context import Context, Info
from pipeline.idempotency.waits import waits
from pipeline.session import load_session
from resolvers.authentication.attempts import (
    account_counter,
    count_attempt,
    find_known_network,
    reset_counters,
)
from resolvers.authentication.security_event import record
from resolvers.authentication.security_notice import notify
from resolvers.authentication.session import end_sessions_except_current
from resolvers.authentication.session_token import renew_token


@dataclass(frozen=True, slots=True)
class PasswordChanged:
    """Result of `changePassword`: the new token of the session."""

    changed: bool
    token: str | None


@waits
async def change_password(info: Info, current: str, password: str) -> PasswordChanged:
    """Change the viewer's own password. All other sessions end, and this one gets a new token.

    Codes in `errors`: `INVALID_PASSWORD`, `PASSWORD_LENGTH`, `PASSWORD_COMMON`,
    `PASSWORD_GUESSABLE`, `TRY_LATER` with `retryAfter`.

    Args:
        current: Present password.
        password: New password: 12 to 128 characters, not a common or easily guessed one (NIST
            SP 800-63B).

    Returns:
        changed: True if the password was changed; null if `errors` is not empty.
    """
    context = info.context
    user = (await load_session(context)).user
    await check_own_password(context, user, current, "current")
    await check_new_password(user, password, "password")
    password_hash = await context.services.passwords.hash(password)
    await context.begin_changes()
    async with in_transaction():
        if not await models.User.filter(id=user.id, password_hash=user.password_hash).update(
            password_hash=password_hash
        ):
            raise _invalid_password("current")
        await models.OneTimeLink.filter(user_id=user.id).delete()
        await end_sessions_except_current(context, user.id)
        await record_password_change(context, user)
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
            gettext("A password must have %(least)s to %(most)s characters.", **lengths),
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


async def record_password_change(context: Context, user: models.User) -> None:
    """Record the change of a password, and notify the owner."""
    await record(context, SecurityEventKind.PASSWORD_CHANGED, user.id)
    notify(context, SecurityEventKind.PASSWORD_CHANGED, user)


def _invalid_password(field: str) -> Invalid:
    return invalid("INVALID_PASSWORD", field, gettext("The password is wrong."))
