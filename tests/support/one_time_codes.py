"""One-time codes: sending again, and their rows."""

from datetime import timedelta
from typing import Any

import models
from tests.support.portal import Portal

RESEND_CODE = "mutation { resendCode { challenge { method destination expiresAt } errors { code field retryAfter } } }"


def age_code(portal: Portal, user: models.User) -> None:
    """Move the sending of the user's codes half a minute into the past."""

    async def pass_by() -> None:
        for code in await models.OneTimeCode.filter(session__user_id=user.id):
            await models.OneTimeCode.filter(id=code.id).update(
                sent_at=code.sent_at - timedelta(seconds=30)
            )

    portal.run(pass_by())


def stored_code(portal: Portal, user: models.User) -> Any:
    """Return the row of the user's one code."""
    (code,) = portal.run(models.OneTimeCode.filter(session__user_id=user.id))
    return code
