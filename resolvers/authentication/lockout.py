"""Lockout after many wrong codes: codes are only asked for after the right password.

Many wrong codes therefore mean that somebody else knows the password.
"""

from datetime import timedelta
from typing import Final

from tortoise.transactions import in_transaction

import models
from models import SecurityEventKind
from pipeline.context import Context
from resolvers.authentication.security_event import record
from resolvers.authentication.security_notice import notify

MAX_WRONG_CODES: Final = 50
"""Maximum of wrong codes under one password.

The chance to guess six digits is then 1 to 20,000, and 1 to 6,600 for an authenticator app, of
which three codes are valid at a time (NIST SP 800-63B, 5.2.2, allows twice as many attempts).
"""
NOTICE_INTERVAL: Final = 10
"""Number of wrong codes after which the owner is notified, each time."""
WINDOW: Final = timedelta(days=30)
"""Period in which wrong codes count: typing errors of a year are no attack."""


async def apply_lockout(context: Context, user: models.User) -> None:
    """Notify the owner of many wrong codes, and void the password after too many."""
    wrong = await _count_wrong_codes(context, user)
    if wrong >= MAX_WRONG_CODES:
        await _void_password(context, user)
    elif wrong % NOTICE_INTERVAL == 0:
        notify(context, SecurityEventKind.CODE_FAILED, user)


async def _count_wrong_codes(context: Context, user: models.User) -> int:
    """Return the number of wrong codes since the password was set, within the window."""
    events = models.SecurityEvent.filter(user_id=user.id)
    changed = await events.filter(kind=SecurityEventKind.PASSWORD_CHANGED).order_by("-at").first()
    since = context.now - WINDOW
    since = max(since, changed.at) if changed is not None else since
    return await events.filter(kind=SecurityEventKind.CODE_FAILED, at__gte=since).count()


async def _void_password(context: Context, user: models.User) -> None:
    """Delete the password and all sessions; the owner sets a new one by mail."""
    async with in_transaction():
        if not await models.User.filter(id=user.id, password_hash__isnull=False).update(
            password_hash=None
        ):
            return
        await models.Session.filter(user_id=user.id).delete()
        await record(context, SecurityEventKind.PASSWORD_VOIDED, user.id)
        await record(context, SecurityEventKind.SESSION_ENDED, user.id)
    notify(context, SecurityEventKind.PASSWORD_VOIDED, user)
