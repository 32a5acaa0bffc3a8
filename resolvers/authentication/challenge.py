"""Challenges of the second factor: creating, sending and finding them.

Each is bound to a session and a purpose.
"""

from datetime import timedelta

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

import models
from errors import invalid
from i18n import gettext
from models import CodePurpose, TwoFactorMethod
from pipeline.context import Context
from pipeline.session import ended
from resolvers.authentication.attempts import (
    count_attempt,
    send_counter,
    throttled,
)
from resolvers.authentication.code_message import SENT_METHODS, send_code

MAX_SENDS = 3
RESEND_INTERVAL = timedelta(seconds=30)


async def send_challenge(
    context: Context,
    session: models.Session,
    purpose: CodePurpose,
    method: TwoFactorMethod,
    totp_secret: str | None,
) -> models.OneTimeCode:
    """Create and store a challenge, and send its code if the method has one.

    It replaces an older one of the same session and purpose.
    """
    pending = await new_challenge(context, session, purpose, method, totp_secret)
    await context.begin_changes()
    await store_challenge(pending)
    return pending


async def new_challenge(
    context: Context,
    session: models.Session,
    purpose: CodePurpose,
    method: TwoFactorMethod,
    totp_secret: str | None,
) -> models.OneTimeCode:
    """Return a new challenge that is not stored yet.

    Its code is sent already, so that no transaction waits for the mail server.
    """
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
    """Store a challenge; raise `Unauthenticated` if the session has ended meanwhile."""
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
    """Send a new code for the pending challenge.

    Neither its expiry nor its number of attempts changes.
    """
    pending = await find_pending_challenge(context, session, purpose)
    if pending.method not in SENT_METHODS or pending.sends >= MAX_SENDS:
        raise invalid(
            "NOT_SENT_AGAIN", "code", gettext("No further code will be sent: start again.")
        )
    context.require_no_open_transaction()
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


async def find_pending_challenge(
    context: Context, session: models.Session, purpose: CodePurpose, field: str = "code"
) -> models.OneTimeCode:
    """Return the challenge that this session waits for, or raise `Invalid`."""
    pending = await models.OneTimeCode.get_or_none(session_id=session.id, purpose=purpose)
    if pending is None or pending.expires_at <= context.now:
        raise invalid(
            "CODE_EXPIRED",
            field,
            gettext("There is no pending code, or it has expired: start again."),
        )
    return pending


def challenge_lifetime(
    context: Context, purpose: CodePurpose, method: TwoFactorMethod
) -> timedelta:
    """Return how long a challenge is valid.

    A change to an authenticator or passkey has longer, since that has to be set up first.
    """
    settings = context.services.settings
    set_up = purpose is CodePurpose.TWO_FACTOR_CHANGE and method not in SENT_METHODS
    return settings.change_lifetime if set_up else settings.code_lifetime


def code_binding(session: models.Session, purpose: CodePurpose) -> str:
    """Return the session and purpose that a code is bound to, as input of its hash."""
    return f"{session.id}:{purpose}"


async def _count_sends(
    context: Context, session: models.Session, purpose: CodePurpose, method: TwoFactorMethod
) -> int:
    """Return the number of codes sent with the next challenge.

    A new challenge does not reset the limit of a pending one.
    """
    earlier = await models.OneTimeCode.get_or_none(session_id=session.id, purpose=purpose)
    sends = earlier.sends if earlier is not None and earlier.expires_at > context.now else 0
    if method not in SENT_METHODS:
        return sends
    if earlier is not None and sends >= MAX_SENDS:
        raise throttled("code", earlier.expires_at - context.now)
    # at sign-in each session is sent one code, after an attempt at the password that is counted
    if purpose is not CodePurpose.SIGN_IN:
        await count_attempt(context, "code", send_counter(session.id, purpose))
    return sends + 1
