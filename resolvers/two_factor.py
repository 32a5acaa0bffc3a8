"""Changing one's own second factor: the old one holds until the new one has proved itself."""

from dataclasses import dataclass
from datetime import datetime

from tortoise.transactions import in_transaction

import models
from errors import invalid
from languages import say
from models import CodePurpose, TwoFactorMethod
from resolvers.context import Info
from resolvers.live_session import load_session
from resolvers.proof import prove, send_challenge
from resolvers.session import mask_destination


@dataclass(frozen=True, slots=True)
class TwoFactorChange:
    """A change under way: where the code went, or what the authenticator app has to scan."""

    method: TwoFactorMethod
    destination: str | None
    secret: str | None
    otpauth_uri: str | None
    expires_at: datetime


async def begin_two_factor_change(info: Info, method: TwoFactorMethod) -> TwoFactorChange:
    """Begin to change one's own second factor; the present one stays in force until `confirmTwoFactorChange`."""
    context = info.context
    session = await load_session(context)
    user = session.user
    if method is TwoFactorMethod.SMS and context.portal.sms is None:
        raise invalid("METHOD_UNAVAILABLE", "method", say("Text messages cannot be sent here."))
    if method is TwoFactorMethod.SMS and not user.phone:
        raise invalid("METHOD_UNAVAILABLE", "method", say("There is no phone number for text messages: ask your contract manager."))
    secret = context.portal.codes.new_totp_secret() if method is TwoFactorMethod.TOTP else None
    code = await send_challenge(context, session, CodePurpose.TWO_FACTOR_CHANGE, method, secret)
    return TwoFactorChange(
        method,
        mask_destination(user, method),
        context.portal.codes.unseal(secret) if secret else None,
        context.portal.codes.totp_uri(secret, user.identifier) if secret else None,
        code.expires_at,
    )


async def confirm_two_factor_change(info: Info, code: str) -> list[str]:
    """Prove the new second factor: it is in force from now on. The recovery codes are new and shown this once."""
    context = info.context
    session = await load_session(context)
    change = await prove(context, session, CodePurpose.TWO_FACTOR_CHANGE, code, recovery=False)
    recovery_codes = context.portal.codes.new_recovery_codes()
    async with in_transaction():
        await models.User.filter(id=session.user_id).update(two_factor_method=change.method, totp_secret=change.totp_secret)
        await models.RecoveryCode.filter(user_id=session.user_id).delete()
        await models.RecoveryCode.bulk_create(
            models.RecoveryCode(user_id=session.user_id, code_hash=context.portal.codes.hash(recovery, session.user_id))
            for recovery in recovery_codes
        )
        await models.Session.filter(user_id=session.user_id).exclude(id=session.id).delete()
    return recovery_codes
