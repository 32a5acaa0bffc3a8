"""Codes under way: sending one, and proving that one has it. Each code is bound to a session and a purpose."""

from tortoise.expressions import F

import models
from errors import Unavailable, invalid
from languages import say, speaking
from models import CodePurpose, TwoFactorMethod
from resolvers.context import Context

MAX_TRIES = 5


async def send_challenge(
    context: Context, session: models.Session, purpose: CodePurpose, method: TwoFactorMethod, totp_secret: str | None
) -> models.OneTimeCode:
    """Begin a proof: send a code by the method, or wait for the authenticator's. A newer one replaces an older."""
    code = context.portal.codes.new_code() if method is not TwoFactorMethod.TOTP else None
    kept = models.OneTimeCode(
        session_id=session.id,
        purpose=purpose,
        method=method,
        code_hash=context.portal.codes.hash(code, session.id) if code else None,
        totp_secret=totp_secret if method is TwoFactorMethod.TOTP else None,
        expires_at=context.now + context.portal.settings.code_lifetime,
    )
    fresh = ["method", "code_hash", "totp_secret", "expires_at", "tries"]
    await models.OneTimeCode.bulk_create([kept], on_conflict=["session_id", "purpose"], update_fields=fresh)
    if code is not None:
        await _send(context, session.user, method, code)
    return kept


async def prove(context: Context, session: models.Session, purpose: CodePurpose, code: str, *, recovery: bool) -> models.OneTimeCode:
    """Check a code and use it up, or raise `Invalid`. Every try counts, even those at the same moment."""
    kept = await models.OneTimeCode.get_or_none(session_id=session.id, purpose=purpose)
    if kept is None or kept.expires_at <= context.now:
        raise invalid("CODE_EXPIRED", "code", say("No code is waited for any more: begin again."))
    if not await models.OneTimeCode.filter(id=kept.id, tries__lt=MAX_TRIES).update(tries=F("tries") + 1):
        raise invalid("TOO_MANY_TRIES", "code", say("Too many wrong codes: begin again."))
    if not await _fits(context, session, kept, code) and not (recovery and await _use_recovery_code(context, session, code)):
        raise invalid("INVALID_CODE", "code", say("The code is wrong or was used already."))
    if not await models.OneTimeCode.filter(id=kept.id).delete():
        raise invalid("INVALID_CODE", "code", say("The code is wrong or was used already."))
    return kept


async def _fits(context: Context, session: models.Session, kept: models.OneTimeCode, code: str) -> bool:
    if kept.code_hash is not None:
        return context.portal.codes.fits(kept.code_hash, code, session.id)
    step = context.portal.codes.totp_step(kept.totp_secret, code, context.now) if kept.totp_secret else None
    if step is None:
        return False
    user = models.User.filter(id=session.user_id)
    if kept.purpose is not CodePurpose.TWO_FACTOR_CHANGE:
        user = user.filter(totp_last_step__lt=step)  # of a new secret no code was used yet
    return bool(await user.update(totp_last_step=step))


async def _use_recovery_code(context: Context, session: models.Session, code: str) -> bool:
    kept = context.portal.codes.hash(code, session.user_id)
    return bool(await models.RecoveryCode.filter(user_id=session.user_id, code_hash=kept).delete())


async def _send(context: Context, user: models.User, method: TwoFactorMethod, code: str) -> None:
    minutes = int(context.portal.settings.code_lifetime.total_seconds() // 60)
    with speaking(user.language):
        text = say("Your Guichet code: %(code)s. It is valid for %(minutes)s minutes. Tell it to nobody.", code=code, minutes=minutes)
        subject = say("Your sign-in code")
    if method is TwoFactorMethod.EMAIL:
        await context.portal.mail.send(user.email, subject, text)
    elif context.portal.sms is not None:
        await context.portal.sms.send(user.phone, text)
    else:
        raise Unavailable(say("Text messages cannot be sent here. Ask your contract manager."))
