"""Passwords: one's own, and by one-time link the forgotten one and the first one."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from tortoise.transactions import in_transaction

import models
from adapters.password_strength import Weakness, weakness
from adapters.passwords import MAX_LENGTH, MIN_LENGTH, as_kept
from errors import Invalid, invalid
from i18n import gettext, gettext_noop, override
from models import LinkPurpose, SecurityEventKind, TwoFactorMethod
from pipeline.context import SWITZERLAND, Context, Info, waits
from pipeline.session import load_session
from resolvers.authentication.attempts import (
    forgive,
    known_place,
    of_account,
    of_address,
    of_links,
    take,
)
from resolvers.authentication.security_event import record
from resolvers.authentication.security_notice import notify
from resolvers.authentication.session import end_others
from resolvers.authentication.session_token import renew_token

UNTRIED = timedelta(days=1)
"""For so long no link to a new password goes to an address that somebody else has changed."""
SUBJECTS = {
    LinkPurpose.INVITATION: gettext_noop("Your access to the corporate client portal"),
    LinkPurpose.PASSWORD_RESET: gettext_noop("Your new password"),
}


@dataclass(frozen=True, slots=True)
class Link:
    """A one-time link, as its reader has it."""

    purpose: LinkPurpose
    address: str
    """The token stands behind `#`, which browsers do not send to servers."""
    end: str
    """Until when it is valid, in Swiss time."""


@dataclass(frozen=True, slots=True)
class PasswordChanged:
    """The session's new token."""

    changed: bool
    token: str | None


async def request_password_reset(info: Info, identifier: str) -> bool:
    """Ask for a link by mail ("Mot de passe oublié"). The answer is the same whether the identifier exists or not."""
    info.context.later.append(
        partial(_send_reset, info.context, identifier.strip()[:20].replace("\0", ""))
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
        await _password_changed(context, link.user)
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
            raise _wrong("current")
        await models.OneTimeLink.filter(user_id=user.id).delete()
        await end_others(context, user.id)
        await _password_changed(context, user)
        return PasswordChanged(True, await renew_token(context))


async def check_own_password(
    context: Context, user: models.User, password: str, field: str = "password"
) -> None:
    """Raise `Invalid` unless this is the user's password; tries are counted with those at signing in."""
    counter = of_account(user.identifier, await known_place(context, user.id))
    await take(context, field, counter)
    if not await context.services.passwords.verify(user.password_hash, password):
        await record(context, SecurityEventKind.SIGN_IN_FAILED, user.id)
        raise _wrong(field)
    await forgive(context, counter)


async def check_new_password(user: models.User, password: str, field: str) -> None:
    """Raise `Invalid` with what is wrong with a new password: its length, or that it is easily guessed."""
    lengths = {"least": MIN_LENGTH, "most": MAX_LENGTH}
    if not MIN_LENGTH <= len(as_kept(password)) <= MAX_LENGTH:
        raise invalid(
            "PASSWORD_LENGTH",
            field,
            gettext("A password must have %(least)s to %(most)s characters.", **lengths),
        )
    about = (user.identifier, user.first_name, user.last_name, user.email, user.phone)
    match await asyncio.to_thread(weakness, password, about):
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


async def new_link(context: Context, user: models.User, purpose: LinkPurpose) -> Link:
    """A one-time link; an older one of the user is void from now on."""
    settings, token = context.services.settings, models.new_token()
    end = context.now + (
        settings.invitation_lifetime
        if purpose is LinkPurpose.INVITATION
        else settings.reset_lifetime
    )
    fresh = {"purpose": purpose, "token_hash": models.hash_token(token), "expires_at": end}
    link = models.OneTimeLink(user_id=user.id, **fresh)
    await models.OneTimeLink.bulk_create([link], on_conflict=["user_id"], update_fields=list(fresh))
    return Link(
        purpose,
        f"{settings.portal_origin}/password#token={token}",
        f"{end.astimezone(SWITZERLAND):%d.%m.%Y, %H:%M}",
    )


async def send_link(context: Context, user: models.User, link: Link) -> None:
    """Mail a one-time link, in its reader's language."""
    with override(user.language):
        subject = gettext(SUBJECTS[link.purpose])
        text = gettext(
            "Good day %(name)s,\n\nChoose your password here:\n%(link)s\n",
            name=user.name,
            link=link.address,
        )
        text += "\n" + gettext("The link is valid once, until %(end)s.", end=link.end) + "\n"
        if link.purpose is LinkPurpose.INVITATION:
            text += (
                "\n"
                + gettext("Your user number: %(identifier)s", identifier=user.identifier)
                + "\n"
            )
        else:
            text += (
                "\n"
                + gettext("If you did not ask for it, do nothing: your password stays as it is.")
                + "\n"
            )
    await context.services.mail.send(user.email, subject, text)


async def _send_reset(context: Context, identifier: str) -> None:
    """After the answer, which is the same for everybody; whoever asks too often gets no mail."""
    try:
        await take(context, "identifier", of_address(context), of_links(identifier))
    except Invalid:
        return
    async with in_transaction():
        user = await models.User.select_for_update().get_or_none(
            identifier=identifier, status=models.UserStatus.ACTIVE
        )
        if user is None or await _moved_lately(context, user):
            return
        link = await new_link(context, user, LinkPurpose.PASSWORD_RESET)
    await send_link(context, user, link)


async def _moved_lately(context: Context, user: models.User) -> bool:
    """Whether the e-mail address is new: with a link, whoever changed it would have the account before the old address has read of it."""
    moved = {
        "kind": SecurityEventKind.PARTICULARS_CHANGED,
        "method": TwoFactorMethod.EMAIL,
        "at__gt": context.now - UNTRIED,
    }
    return await models.SecurityEvent.filter(user_id=user.id, **moved).exists()


async def _password_changed(context: Context, user: models.User) -> None:
    await record(context, SecurityEventKind.PASSWORD_CHANGED, user.id)
    notify(context, SecurityEventKind.PASSWORD_CHANGED, user)


def _invalid_link() -> Invalid:
    return invalid(
        "INVALID_LINK", "token", gettext("The link is no longer valid: request a new one.")
    )


def _wrong(field: str) -> Invalid:
    return invalid("INVALID_PASSWORD", field, gettext("The password is wrong."))
