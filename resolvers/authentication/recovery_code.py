"""Recovery codes: single-use substitutes for the second factor."""

from tortoise.transactions import in_transaction

import models
from models import SecurityEventKind
from pipeline.context import Context, Info, waits
from pipeline.session import load_session, lock_account
from resolvers.authentication.password import check_own_password
from resolvers.authentication.security_event import record
from resolvers.authentication.security_notice import notify


@waits
async def renew_recovery_codes(info: Info, password: str) -> list[str]:
    """New recovery codes, shown this once; the older ones are void."""
    context = info.context
    user = (await load_session(context)).user
    await check_own_password(context, user, password)
    await context.begin()
    async with in_transaction():
        await lock_account(context)
        codes = await replace_recovery_codes(context, user)
        await record(context, SecurityEventKind.RECOVERY_CODES_RENEWED, user.id)
    notify(context, SecurityEventKind.RECOVERY_CODES_RENEWED, user)
    return codes


async def replace_recovery_codes(context: Context, user: models.User) -> list[str]:
    """Replace the recovery codes of the user, and return the new ones."""
    codes = context.services.codes.new_recovery_codes()
    await models.RecoveryCode.filter(user_id=user.id).delete()
    await models.RecoveryCode.bulk_create(
        models.RecoveryCode(user_id=user.id, code_hash=context.services.codes.hash(code, user.id))
        for code in codes
    )
    return codes
