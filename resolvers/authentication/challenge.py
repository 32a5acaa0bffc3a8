"""Codes under way: sending one, and proving that one has it. Each code is bound to a session and a purpose."""

from datetime import timedelta
from functools import partial

from tortoise.exceptions import IntegrityError
from tortoise.expressions import F
from tortoise.transactions import in_transaction

import models
from errors import invalid
from i18n import gettext, gettext_noop
from models import CodePurpose, SecurityEventKind, TwoFactorMethod
from pipeline.context import Context
from pipeline.session import ended
from resolvers.authentication.attempts import (
    code_counter,
    count_attempt,
    find_known_network,
    reset_counters,
    send_counter,
    throttled,
)
from resolvers.authentication.code_message import SENT_METHODS, send_code
from resolvers.authentication.lockout import apply_lockout
from resolvers.authentication.security_event import record
from resolvers.authentication.security_notice import notify

MAX_ATTEMPTS = 5
MAX_SENDS = 3
RESEND_INTERVAL = timedelta(seconds=30)
FAILURE_MESSAGES = {
    "code": gettext_noop("The code is wrong or was used already."),
    "credential": gettext_noop("The passkey's answer does not fit, or was used already."),
}


async def send_challenge(
    context: Context,
    session: models.Session,
    purpose: CodePurpose,
    method: TwoFactorMethod,
    totp_secret: str | None,
) -> models.OneTimeCode:
    """Begin a proof: send a code by the method, or wait for the authenticator's. A newer one replaces an older."""
    pending = await new_challenge(context, session, purpose, method, totp_secret)
    await context.begin()
    await store_challenge(pending)
    return pending


async def new_challenge(
    context: Context,
    session: models.Session,
    purpose: CodePurpose,
    method: TwoFactorMethod,
    totp_secret: str | None,
) -> models.OneTimeCode:
    """A proof that nobody waits for yet; its code is sent already, so that no transaction waits for the mail."""
    sends = await _count_sends(context, session, purpose, method)
    code = context.services.codes.new_code() if method in SENT_METHODS else None
    pending = models.OneTimeCode(
        session_id=session.id,
        purpose=purpose,
        method=method,
        code_hash=context.services.codes.hash(code, code_binding(session, purpose))
        if code
        else None,
        totp_secret=totp_secret if method is TwoFactorMethod.TOTP else None,
        challenge=context.services.passkeys.new_challenge()
        if method is TwoFactorMethod.PASSKEY
        else None,
        sends=sends,
        sent_at=context.now,
        expires_at=context.now + challenge_lifetime(context, purpose, method),
    )
    if code is not None:
        await send_code(context, session.user, purpose, method, code)
    return pending


async def store_challenge(pending: models.OneTimeCode) -> None:
    """Wait for a proof from now on; raises `Unauthenticated` where the session has ended meanwhile."""
    columns = [
        "method",
        "code_hash",
        "totp_secret",
        "challenge",
        "sent_at",
        "sends",
        "expires_at",
        "tries",
    ]
    try:
        async with in_transaction():
            await models.OneTimeCode.bulk_create(
                [pending], on_conflict=["session_id", "purpose"], update_fields=columns
            )
    except IntegrityError:
        raise ended() from None


async def resend_challenge(
    context: Context, session: models.Session, purpose: CodePurpose
) -> models.OneTimeCode:
    """Send another code in the place of the one under way. It is good for no longer, and the tries are not given back."""
    pending = await find_pending_challenge(context, session, purpose)
    if pending.method not in SENT_METHODS or pending.sends >= MAX_SENDS:
        raise invalid("NOT_SENT_AGAIN", "code", gettext("No other code is sent: begin again."))
    context.must_come_first()
    since = context.now - (pending.sent_at or context.now)
    if since < RESEND_INTERVAL:
        raise throttled("code", RESEND_INTERVAL - since)
    code = context.services.codes.new_code()
    code_hash = context.services.codes.hash(code, code_binding(session, purpose))
    unchanged = models.OneTimeCode.filter(id=pending.id, sends=pending.sends)
    if not await unchanged.update(
        code_hash=code_hash, sends=pending.sends + 1, sent_at=context.now
    ):
        raise throttled("code", RESEND_INTERVAL)
    await send_code(context, session.user, purpose, pending.method, code)
    return pending


async def verify_code(
    context: Context, session: models.Session, purpose: CodePurpose, code: str, *, recovery: bool
) -> models.OneTimeCode:
    """Check a code and use it up, or raise `Invalid`. Every try counts, even those at the same moment."""
    pending = await begin_attempt(context, session, purpose)
    if not await _matches(context, session, pending, code) and not (
        recovery and await _use_recovery_code(context, session, code)
    ):
        raise await record_failed_attempt(context, session)
    return await consume_challenge(context, session, pending)


async def begin_attempt(
    context: Context, session: models.Session, purpose: CodePurpose, field: str = "code"
) -> models.OneTimeCode:
    """The proof under way, one try of it counted for good; raises `Invalid`, at the field that bears it, where there is none left."""
    pending = await find_pending_challenge(context, session, purpose, field)
    if pending.tries < MAX_ATTEMPTS:
        await count_attempt(
            context,
            field,
            code_counter(session.user_id, await find_known_network(context, session.user_id)),
        )
    if not await models.OneTimeCode.filter(id=pending.id, tries__lt=MAX_ATTEMPTS).update(
        tries=F("tries") + 1
    ):
        raise invalid("TOO_MANY_TRIES", field, gettext("Too many wrong codes: begin again."))
    await context.begin()
    return pending


async def find_pending_challenge(
    context: Context, session: models.Session, purpose: CodePurpose, field: str = "code"
) -> models.OneTimeCode:
    """The proof that this session waits for."""
    pending = await models.OneTimeCode.get_or_none(session_id=session.id, purpose=purpose)
    if pending is None or pending.expires_at <= context.now:
        raise invalid(
            "CODE_EXPIRED", field, gettext("No code is waited for any more: begin again.")
        )
    return pending


async def consume_challenge(
    context: Context, session: models.Session, pending: models.OneTimeCode, field: str = "code"
) -> models.OneTimeCode:
    """End a proof that has succeeded: of two at the same moment, one does."""
    if not await models.OneTimeCode.filter(id=pending.id).delete():
        raise await record_failed_attempt(context, session, field)
    await reset_counters(context, send_counter(session.id, pending.purpose))
    return pending


async def record_failed_attempt(
    context: Context, session: models.Session, field: str = "code"
) -> Exception:
    """The error for a proof that failed, which its owner can read of; `field` is what was given for one."""
    record_failure = partial(_handle_wrong_code, context, session.user)
    await record_failure()
    context.if_undone.append(record_failure)  # for guessing it counts, whatever becomes of the rest
    return invalid("INVALID_CODE", field, gettext(FAILURE_MESSAGES[field]))


async def _handle_wrong_code(context: Context, user: models.User) -> None:
    await record(context, SecurityEventKind.CODE_FAILED, user.id)
    await apply_lockout(context, user)


def challenge_lifetime(
    context: Context, purpose: CodePurpose, method: TwoFactorMethod
) -> timedelta:
    """How long a proof is waited for: an authenticator that a change waits for has to be set up first, a code that was sent is there."""
    settings = context.services.settings
    set_up = purpose is CodePurpose.TWO_FACTOR_CHANGE and method not in SENT_METHODS
    return settings.change_lifetime if set_up else settings.code_lifetime


def code_binding(session: models.Session, purpose: CodePurpose) -> str:
    """To what a code is bound."""
    return f"{session.id}:{purpose}"


async def _count_sends(
    context: Context, session: models.Session, purpose: CodePurpose, method: TwoFactorMethod
) -> int:
    """How many codes of this session and purpose the next proof makes: whoever begins anew is sent no more than one who waits."""
    earlier = await models.OneTimeCode.get_or_none(session_id=session.id, purpose=purpose)
    sends = earlier.sends if earlier is not None and earlier.expires_at > context.now else 0
    if method not in SENT_METHODS:
        return sends
    if earlier is not None and sends >= MAX_SENDS:
        raise throttled("code", earlier.expires_at - context.now)
    if (
        purpose is not CodePurpose.SIGN_IN
    ):  # for which each session is sent one, after a password that is counted
        await count_attempt(context, "code", send_counter(session.id, purpose))
    return sends + 1


async def _matches(
    context: Context, session: models.Session, pending: models.OneTimeCode, code: str
) -> bool:
    if pending.code_hash is not None:
        return context.services.codes.matches(
            pending.code_hash, code, code_binding(session, pending.purpose)
        )
    step = (
        context.services.codes.find_totp_step(pending.totp_secret, code, context.now)
        if pending.totp_secret
        else None
    )
    if step is None:
        return False
    user = models.User.filter(id=session.user_id)
    if pending.purpose is not CodePurpose.TWO_FACTOR_CHANGE:
        user = user.filter(totp_last_step__lt=step)  # of a new secret no code was used yet
    return bool(await user.update(totp_last_step=step))


async def _use_recovery_code(context: Context, session: models.Session, code: str) -> bool:
    code_hash = context.services.codes.hash(code, session.user_id)
    used = bool(
        await models.RecoveryCode.filter(user_id=session.user_id, code_hash=code_hash).delete()
    )
    if used:
        await record(context, SecurityEventKind.RECOVERY_CODE_USED, session.user_id)
        notify(context, SecurityEventKind.RECOVERY_CODE_USED, session.user)
    return used
