"""Notices of security events to the account's owner, without secrets and health information."""

from collections.abc import Sequence
from functools import partial

import models
from errors import Unavailable
from i18n import gettext, gettext_noop, override
from logs import LOG
from models import SecurityEventKind, TwoFactorMethod
from pipeline.context import Context

NOTICES = {
    SecurityEventKind.NEW_DEVICE: gettext_noop(
        "Your account was signed in to from a new device or a new network."
    ),
    SecurityEventKind.CODE_FAILED: gettext_noop(
        "Several wrong codes were entered for your account: somebody else may know your password."
    ),
    SecurityEventKind.PASSWORD_VOIDED: gettext_noop(
        "Too many wrong codes were entered for your account: its password is no longer valid. "
        "Request a link to choose a new one."
    ),
    SecurityEventKind.PASSWORD_CHANGED: gettext_noop("The password of your account was changed."),
    SecurityEventKind.METHOD_CHANGED: gettext_noop(
        "The second factor of your account was changed."
    ),
    SecurityEventKind.RECOVERY_CODE_USED: gettext_noop(
        "A recovery code was used to sign in to your account."
    ),
    SecurityEventKind.RECOVERY_CODES_RENEWED: gettext_noop(
        "Your account has new recovery codes; the older ones are no longer valid."
    ),
    SecurityEventKind.PASSKEY_ADDED: gettext_noop("A passkey was added to your account."),
    SecurityEventKind.PASSKEY_REMOVED: gettext_noop("A passkey was removed from your account."),
    SecurityEventKind.PARTICULARS_CHANGED: gettext_noop(
        "Your contract manager has changed your e-mail address or your phone number."
    ),
    SecurityEventKind.FACTOR_RESET_STARTED: gettext_noop(
        "Your contract manager has asked to reset the second factor of your account."
    ),
    SecurityEventKind.FACTOR_RESET_APPROVED: gettext_noop(
        "The second factor of your account was reset: codes go to your e-mail address now."
    ),
    SecurityEventKind.FACTOR_RESET_REFUSED: gettext_noop(
        "The reset of the second factor of your account was refused."
    ),
}
"""Kinds of events that the owner is notified of at once, with the text."""


def notify(context: Context, kind: SecurityEventKind, user: models.User) -> None:
    """Notify the owner after the response, at the addresses known before the change.

    By mail, and by text message if that was the second factor.
    """
    addresses = (user.email, user.phone if user.two_factor_method is TwoFactorMethod.SMS else "")
    context.after_response(partial(_send, context, kind, user.language, addresses))


async def _send(
    context: Context, kind: SecurityEventKind, language: models.Language, addresses: Sequence[str]
) -> None:
    email, phone = addresses
    with override(language):
        subject = gettext("Security of your account")
        hotline = context.services.settings.hotline_phone
        advice = gettext(
            "If this was not you, call your contract manager or the hotline (%(phone)s) at once.",
            phone=hotline,
        )
        text = f"{gettext(NOTICES[kind])}\n\n{advice}\n"
    try:
        await context.services.mail.send(email, subject, text)
        if phone and context.services.sms is not None:
            await context.services.sms.send(phone, text)
    except Unavailable:
        LOG.warning("a notice was not sent", kind=kind.value)
