"""Verification of codes: each attempt is counted first, and each challenge is used once."""

from functools import partial

from tortoise.expressions import F

import models
from errors import invalid
from i18n import gettext, gettext_noop
from models import CodePurpose, SecurityEventKind
from pipeline.context import Context
from resolvers.authentication.attempts import (
    code_counter,
    count_attempt,
    find_known_network,
    reset_counters,
    send_counter,
)
from resolvers.authentication.challenge import code_binding, find_pending_challenge
from resolvers.authentication.lockout import apply_lockout
from resolvers.authentication.security_event import record
from resolvers.authentication.security_notice import notify

MAX_ATTEMPTS = 5


FAILURE_MESSAGES = {
    "code": gettext_noop("The code is wrong or was used already."),
    "credential": gettext_noop("The passkey's response is not valid or was used already."),
}


async def verify_code(
    context: Context, session: models.Session, purpose: CodePurpose, code: str, *, recovery: bool
) -> models.OneTimeCode:
    """Verify a code and consume its challenge, or raise `Invalid`.

    Every attempt counts, even parallel ones.
    """
    pending = await begin_attempt(context, session, purpose)
    if not await _matches(context, session, pending, code) and not (
        recovery and await _use_recovery_code(context, session, code)
    ):
        raise await record_failed_attempt(context, session)
    return await consume_challenge(context, session, pending)


async def begin_attempt(
    context: Context, session: models.Session, purpose: CodePurpose, field: str = "code"
) -> models.OneTimeCode:
    """Return the pending challenge with one attempt counted for good.

    Raises `Invalid`, at the given field, where no attempt is left.
    """
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
        raise invalid("TOO_MANY_TRIES", field, gettext("Too many wrong codes: start again."))
    await context.begin_changes()
    return pending


async def consume_challenge(
    context: Context, session: models.Session, pending: models.OneTimeCode, field: str = "code"
) -> models.OneTimeCode:
    """Consume a challenge that was met; of two parallel attempts, only one succeeds."""
    if not await models.OneTimeCode.filter(id=pending.id).delete():
        raise await record_failed_attempt(context, session, field)
    await reset_counters(context, send_counter(session.id, pending.purpose))
    return pending


async def record_failed_attempt(
    context: Context, session: models.Session, field: str = "code"
) -> Exception:
    """Record a failed attempt as a security event, and return the error.

    `field` is the argument that was wrong: `code` or `credential`.
    """
    record_failure = partial(_handle_wrong_code, context, session.user)
    await record_failure()
    context.on_rollback(record_failure)  # it counts even if the operation is rolled back
    return invalid("INVALID_CODE", field, gettext(FAILURE_MESSAGES[field]))


async def _handle_wrong_code(context: Context, user: models.User) -> None:
    await record(context, SecurityEventKind.CODE_FAILED, user.id)
    await apply_lockout(context, user)


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
        user = user.filter(totp_last_step__lt=step)  # a new secret has no used codes
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
