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
from resolvers.authentication.attempts import forgive, known_place, of_codes, of_sends, take, wait
from resolvers.authentication.code_message import SENT, send_code
from resolvers.authentication.lockout import weigh_wrong_codes
from resolvers.authentication.security_event import record
from resolvers.authentication.security_notice import notify

MAX_TRIES = 5
MAX_SENDS = 3
BETWEEN_SENDS = timedelta(seconds=30)
WRONG = {
    "code": gettext_noop("The code is wrong or was used already."),
    "credential": gettext_noop("The passkey's response is not valid or was used already."),
}


async def send_challenge(
    context: Context,
    session: models.Session,
    purpose: CodePurpose,
    method: TwoFactorMethod,
    totp_secret: str | None,
) -> models.OneTimeCode:
    """Begin a proof: send a code by the method, or wait for the authenticator's. A newer one replaces an older."""
    kept = await new_challenge(context, session, purpose, method, totp_secret)
    await context.begin()
    await keep_challenge(kept)
    return kept


async def new_challenge(
    context: Context,
    session: models.Session,
    purpose: CodePurpose,
    method: TwoFactorMethod,
    totp_secret: str | None,
) -> models.OneTimeCode:
    """A proof that nobody waits for yet; its code is sent already, so that no transaction waits for the mail."""
    sends = await _sends(context, session, purpose, method)
    code = context.services.codes.new_code() if method in SENT else None
    kept = models.OneTimeCode(
        session_id=session.id,
        purpose=purpose,
        method=method,
        code_hash=context.services.codes.hash(code, owner(session, purpose)) if code else None,
        totp_secret=totp_secret if method is TwoFactorMethod.TOTP else None,
        challenge=context.services.passkeys.new_challenge()
        if method is TwoFactorMethod.PASSKEY
        else None,
        sends=sends,
        sent_at=context.now,
        expires_at=context.now + lifetime(context, purpose, method),
    )
    if code is not None:
        await send_code(context, session.user, purpose, method, code)
    return kept


async def keep_challenge(kept: models.OneTimeCode) -> None:
    """Wait for a proof from now on; raises `Unauthenticated` where the session has ended meanwhile."""
    fresh = [
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
                [kept], on_conflict=["session_id", "purpose"], update_fields=fresh
            )
    except IntegrityError:
        raise ended() from None


async def resend_challenge(
    context: Context, session: models.Session, purpose: CodePurpose
) -> models.OneTimeCode:
    """Send another code in the place of the one under way. It is good for no longer, and the tries are not given back."""
    kept = await waiting(context, session, purpose)
    if kept.method not in SENT or kept.sends >= MAX_SENDS:
        raise invalid(
            "NOT_SENT_AGAIN", "code", gettext("No further code will be sent: start again.")
        )
    context.must_come_first()
    since = context.now - (kept.sent_at or context.now)
    if since < BETWEEN_SENDS:
        raise wait("code", BETWEEN_SENDS - since)
    code = context.services.codes.new_code()
    code_hash = context.services.codes.hash(code, owner(session, purpose))
    same = models.OneTimeCode.filter(id=kept.id, sends=kept.sends)
    if not await same.update(code_hash=code_hash, sends=kept.sends + 1, sent_at=context.now):
        raise wait("code", BETWEEN_SENDS)
    await send_code(context, session.user, purpose, kept.method, code)
    return kept


async def prove(
    context: Context, session: models.Session, purpose: CodePurpose, code: str, *, recovery: bool
) -> models.OneTimeCode:
    """Check a code and use it up, or raise `Invalid`. Every try counts, even those at the same moment."""
    kept = await take_try(context, session, purpose)
    if not await _fits(context, session, kept, code) and not (
        recovery and await _use_recovery_code(context, session, code)
    ):
        raise await refused(context, session)
    return await use_up(context, session, kept)


async def take_try(
    context: Context, session: models.Session, purpose: CodePurpose, field: str = "code"
) -> models.OneTimeCode:
    """The proof under way, one try of it counted for good; raises `Invalid`, at the field that bears it, where there is none left."""
    kept = await waiting(context, session, purpose, field)
    if kept.tries < MAX_TRIES:
        await take(
            context, field, of_codes(session.user_id, await known_place(context, session.user_id))
        )
    if not await models.OneTimeCode.filter(id=kept.id, tries__lt=MAX_TRIES).update(
        tries=F("tries") + 1
    ):
        raise invalid("TOO_MANY_TRIES", field, gettext("Too many wrong codes: start again."))
    await context.begin()
    return kept


async def waiting(
    context: Context, session: models.Session, purpose: CodePurpose, field: str = "code"
) -> models.OneTimeCode:
    """The proof that this session waits for."""
    kept = await models.OneTimeCode.get_or_none(session_id=session.id, purpose=purpose)
    if kept is None or kept.expires_at <= context.now:
        raise invalid(
            "CODE_EXPIRED",
            field,
            gettext("There is no pending code, or it has expired: start again."),
        )
    return kept


async def use_up(
    context: Context, session: models.Session, kept: models.OneTimeCode, field: str = "code"
) -> models.OneTimeCode:
    """End a proof that has succeeded: of two at the same moment, one does."""
    if not await models.OneTimeCode.filter(id=kept.id).delete():
        raise await refused(context, session, field)
    await forgive(context, of_sends(session.id, kept.purpose))
    return kept


async def refused(context: Context, session: models.Session, field: str = "code") -> Exception:
    """The error for a proof that failed, which its owner can read of; `field` is what was given for one."""
    note = partial(_note_wrong_code, context, session.user)
    await note()
    context.if_undone.append(note)  # for guessing it counts, whatever becomes of the rest
    return invalid("INVALID_CODE", field, gettext(WRONG[field]))


async def _note_wrong_code(context: Context, user: models.User) -> None:
    await record(context, SecurityEventKind.CODE_FAILED, user.id)
    await weigh_wrong_codes(context, user)


def lifetime(context: Context, purpose: CodePurpose, method: TwoFactorMethod) -> timedelta:
    """How long a proof is waited for: an authenticator that a change waits for has to be set up first, a code that was sent is there."""
    settings = context.services.settings
    set_up = purpose is CodePurpose.TWO_FACTOR_CHANGE and method not in SENT
    return settings.change_lifetime if set_up else settings.code_lifetime


def owner(session: models.Session, purpose: CodePurpose) -> str:
    """To what a code is bound."""
    return f"{session.id}:{purpose}"


async def _sends(
    context: Context, session: models.Session, purpose: CodePurpose, method: TwoFactorMethod
) -> int:
    """How many codes of this session and purpose the next proof makes: whoever begins anew is sent no more than one who waits."""
    earlier = await models.OneTimeCode.get_or_none(session_id=session.id, purpose=purpose)
    sends = earlier.sends if earlier is not None and earlier.expires_at > context.now else 0
    if method not in SENT:
        return sends
    if earlier is not None and sends >= MAX_SENDS:
        raise wait("code", earlier.expires_at - context.now)
    if (
        purpose is not CodePurpose.SIGN_IN
    ):  # for which each session is sent one, after a password that is counted
        await take(context, "code", of_sends(session.id, purpose))
    return sends + 1


async def _fits(
    context: Context, session: models.Session, kept: models.OneTimeCode, code: str
) -> bool:
    if kept.code_hash is not None:
        return context.services.codes.fits(kept.code_hash, code, owner(session, kept.purpose))
    step = (
        context.services.codes.totp_step(kept.totp_secret, code, context.now)
        if kept.totp_secret
        else None
    )
    if step is None:
        return False
    user = models.User.filter(id=session.user_id)
    if kept.purpose is not CodePurpose.TWO_FACTOR_CHANGE:
        user = user.filter(totp_last_step__lt=step)  # of a new secret no code was used yet
    return bool(await user.update(totp_last_step=step))


async def _use_recovery_code(context: Context, session: models.Session, code: str) -> bool:
    kept = context.services.codes.hash(code, session.user_id)
    used = bool(await models.RecoveryCode.filter(user_id=session.user_id, code_hash=kept).delete())
    if used:
        await record(context, SecurityEventKind.RECOVERY_CODE_USED, session.user_id)
        notify(context, SecurityEventKind.RECOVERY_CODE_USED, session.user)
    return used
