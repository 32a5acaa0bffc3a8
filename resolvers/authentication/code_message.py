"""One-time codes by mail or text message, with their purpose."""

import models
from errors import Unavailable
from i18n import gettext, gettext_noop, override
from models import CodePurpose, TwoFactorMethod
from pipeline.context import Context

SENT_METHODS = frozenset({TwoFactorMethod.EMAIL, TwoFactorMethod.SMS})
"""Methods by which a code is sent; the others produce theirs on the device."""
SUBJECTS = {
    CodePurpose.SIGN_IN: gettext_noop("Your sign-in code"),
    CodePurpose.STEP_UP: gettext_noop("Your confirmation code"),
    CodePurpose.TWO_FACTOR_CHANGE: gettext_noop("Your code for changing your second factor"),
}


async def send_code(
    context: Context, user: models.User, purpose: CodePurpose, method: TwoFactorMethod, code: str
) -> None:
    """Send a code by mail or text message; raise `Unavailable` where that is not possible."""
    context.require_no_open_transaction()
    minutes = int(context.services.settings.code_lifetime.total_seconds() // 60)
    with override(user.language):
        text = gettext(
            "Your Guichet code: %(code)s. It is valid for %(minutes)s minutes. Do not share it "
            "with anybody.",
            code=code,
            minutes=minutes,
        )
        if purpose is CodePurpose.TWO_FACTOR_CHANGE:
            text = gettext("This code is for changing your second factor.") + " " + text
        subject = gettext(SUBJECTS[purpose])
    if method is TwoFactorMethod.EMAIL:
        await context.services.mail.send(user.email, subject, text)
    elif context.services.sms is not None:
        await context.services.sms.send(user.phone, text)
    else:
        raise Unavailable(gettext("This portal sends no text messages. Ask your contract manager."))
