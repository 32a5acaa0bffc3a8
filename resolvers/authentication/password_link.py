"""One-time links by mail, for the first password and for a forgotten one."""

from dataclasses import dataclass

import models
from i18n import gettext, gettext_noop, override
from models import LinkPurpose
from pipeline.context import SWISS_TIME, Context

SUBJECTS = {
    LinkPurpose.INVITATION: gettext_noop("Your access to the corporate client portal"),
    LinkPurpose.PASSWORD_RESET: gettext_noop("Your new password"),
}


@dataclass(frozen=True, slots=True)
class PasswordLink:
    """A one-time link as its reader sees it."""

    purpose: LinkPurpose
    url: str
    """URL with the token behind `#`, which browsers do not send to servers."""
    valid_until: str
    """End of validity, in Swiss time."""


async def create_link(context: Context, user: models.User, purpose: LinkPurpose) -> PasswordLink:
    """Create a one-time link; an older one of the user is void from now on."""
    settings, token = context.services.settings, models.new_token()
    valid_until = context.now + (
        settings.invitation_lifetime
        if purpose is LinkPurpose.INVITATION
        else settings.reset_lifetime
    )
    columns = {
        "purpose": purpose,
        "token_hash": models.hash_token(token),
        "expires_at": valid_until,
    }
    link = models.OneTimeLink(user_id=user.id, **columns)
    await models.OneTimeLink.bulk_create(
        [link], on_conflict=["user_id"], update_fields=list(columns)
    )
    return PasswordLink(
        purpose,
        f"{settings.portal_origin}/password#token={token}",
        f"{valid_until.astimezone(SWISS_TIME):%d.%m.%Y, %H:%M}",
    )


async def send_link(context: Context, user: models.User, link: PasswordLink) -> None:
    """Mail a one-time link, in the user's language."""
    with override(user.language):
        subject = gettext(SUBJECTS[link.purpose])
        text = gettext(
            "Good day %(name)s,\n\nChoose your password here:\n%(link)s\n",
            name=user.name,
            link=link.url,
        )
        text += (
            "\n" + gettext("The link is valid once, until %(end)s.", end=link.valid_until) + "\n"
        )
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
