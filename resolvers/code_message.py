"""A one-time code on its way to whoever has to prove something, with what it is for."""

import models
from errors import Unavailable
from languages import later, say, speaking
from models import CodePurpose, TwoFactorMethod
from resolvers.context import Context

SENT = frozenset({TwoFactorMethod.EMAIL, TwoFactorMethod.SMS})
"""The methods by which a code is sent; the others have theirs."""
SUBJECTS = {
    CodePurpose.SIGN_IN: later("Your sign-in code"),
    CodePurpose.STEP_UP: later("Your code to go on"),
    CodePurpose.TWO_FACTOR_CHANGE: later("Your code for the change of your second factor"),
}


async def send_code(context: Context, user: models.User, purpose: CodePurpose, method: TwoFactorMethod, code: str) -> None:
    """Send a code, by mail or as a text message; raises `Unavailable` where that cannot be done."""
    context.must_come_first()
    minutes = int(context.portal.settings.code_lifetime.total_seconds() // 60)
    with speaking(user.language):
        text = say("Your Guichet code: %(code)s. It is valid for %(minutes)s minutes. Tell it to nobody.", code=code, minutes=minutes)
        if purpose is CodePurpose.TWO_FACTOR_CHANGE:
            text = say("For the change of your second factor.") + " " + text
        subject = say(SUBJECTS[purpose])
    if method is TwoFactorMethod.EMAIL:
        await context.portal.mail.send(user.email, subject, text)
    elif context.portal.sms is not None:
        await context.portal.sms.send(user.phone, text)
    else:
        raise Unavailable(say("Text messages cannot be sent here. Ask your contract manager."))
