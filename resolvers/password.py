"""Passwords by one-time link: for the forgotten one and for the first one."""

from datetime import timedelta
from functools import partial

from tortoise.transactions import in_transaction

import models
from adapters.passwords import MAX_LENGTH, MIN_LENGTH
from errors import invalid
from languages import later, say, speaking
from models import LinkPurpose
from resolvers.context import Context, Info

SUBJECTS = {
    LinkPurpose.INVITATION: later("Your access to the corporate client portal"),
    LinkPurpose.PASSWORD_RESET: later("Your new password"),
}


async def request_password_reset(info: Info, identifier: str) -> bool:
    """Ask for a link by mail ("Mot de passe oublié"). The answer is the same whether the identifier exists or not."""
    info.context.later.append(partial(_send_reset, info.context, identifier.strip()[:20].replace("\0", "")))
    return True


async def reset_password(info: Info, token: str, password: str) -> bool:
    """Set a password with the token of a one-time link: a reset's or an invitation's. All sessions of the user end."""
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        lengths = {"least": MIN_LENGTH, "most": MAX_LENGTH}
        raise invalid("PASSWORD_LENGTH", "password", say("A password has %(least)s to %(most)s characters.", **lengths))
    link = await models.OneTimeLink.get_or_none(token_hash=models.hash_token(token), expires_at__gt=info.context.now).select_related("user")
    if link is None or link.user.status is models.UserStatus.SUSPENDED:
        raise invalid("INVALID_LINK", "token", say("The link is not valid any more: ask for a new one."))
    password_hash = await info.context.portal.passwords.hash(password)
    async with in_transaction():
        if not await models.OneTimeLink.filter(token_hash=link.token_hash).delete():
            raise invalid("INVALID_LINK", "token", say("The link is not valid any more: ask for a new one."))
        await models.User.filter(id=link.user_id).update(password_hash=password_hash, status=models.UserStatus.ACTIVE)
        await models.Session.filter(user_id=link.user_id).delete()
    return True


async def new_link(context: Context, user: models.User, purpose: LinkPurpose, lifetime: timedelta) -> str:
    """A one-time link's token; an older link of the user is void from now on."""
    token = models.new_token()
    fresh = {"purpose": purpose, "token_hash": models.hash_token(token), "expires_at": context.now + lifetime}
    link = models.OneTimeLink(user_id=user.id, **fresh)
    await models.OneTimeLink.bulk_create([link], on_conflict=["user_id"], update_fields=list(fresh))
    return token


async def send_link(context: Context, user: models.User, purpose: LinkPurpose, token: str) -> None:
    """Mail a one-time link, in its reader's language. The token stands behind `#`, which browsers do not send to servers."""
    link = f"{context.portal.settings.portal_origin}/password#token={token}"
    with speaking(user.language):
        subject = say(SUBJECTS[purpose])
        text = say("Good day %(name)s,\n\nChoose your password here:\n%(link)s\n", name=user.name, link=link)
        if purpose is LinkPurpose.INVITATION:
            number = say("Your user number: %(identifier)s", identifier=user.identifier)
            text += f"\n{number}\n"
    await context.portal.mail.send(user.email, subject, text)


async def _send_reset(context: Context, identifier: str) -> None:
    user = await models.User.get_or_none(identifier=identifier, status=models.UserStatus.ACTIVE)
    if user is not None:
        token = await new_link(context, user, LinkPurpose.PASSWORD_RESET, context.portal.settings.reset_lifetime)
        await send_link(context, user, LinkPurpose.PASSWORD_RESET, token)
