"""What many wrong codes tell: that somebody else knows the password, since nobody without it is asked for a code."""

from datetime import timedelta
from typing import Final

from tortoise.transactions import in_transaction

import models
from models import SecurityEventKind
from pipeline.context import Context
from resolvers.authentication.security_event import record
from resolvers.authentication.security_notice import notify

MAX_WRONG_CODES: Final = 50
"""Wrong codes under one password. Six digits are guessed so with a chance of 1 to 20,000, an authenticator's, of which three are good at
a time, of 1 to 6,600 (NIST SP 800-63B, 5.2.2, allows twice as many)."""
NOTICE_INTERVAL: Final = 10
"""After so many, and so many more, the owner is told."""
WINDOW: Final = timedelta(days=30)
"""Mistyped codes of a year are no attack."""


async def apply_lockout(context: Context, user: models.User) -> None:
    """After a wrong code: tell the owner of many, and after too many void the password, for it is no secret any more."""
    wrong = await _count_wrong_codes(context, user)
    if wrong >= MAX_WRONG_CODES:
        await _void_password(context, user)
    elif wrong % NOTICE_INTERVAL == 0:
        notify(context, SecurityEventKind.CODE_FAILED, user)


async def _count_wrong_codes(context: Context, user: models.User) -> int:
    """How many wrong codes were entered since the present password was set, of late."""
    events = models.SecurityEvent.filter(user_id=user.id)
    changed = await events.filter(kind=SecurityEventKind.PASSWORD_CHANGED).order_by("-at").first()
    since = context.now - WINDOW
    since = max(since, changed.at) if changed is not None else since
    return await events.filter(kind=SecurityEventKind.CODE_FAILED, at__gte=since).count()


async def _void_password(context: Context, user: models.User) -> None:
    """End the password and all sessions: the owner sets a new one by mail, whoever guessed has nothing left."""
    async with in_transaction():
        if not await models.User.filter(id=user.id, password_hash__isnull=False).update(
            password_hash=None
        ):
            return
        await models.Session.filter(user_id=user.id).delete()
        await record(context, SecurityEventKind.PASSWORD_VOIDED, user.id)
        await record(context, SecurityEventKind.SESSION_ENDED, user.id)
    notify(context, SecurityEventKind.PASSWORD_VOIDED, user)
