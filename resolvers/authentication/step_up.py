"""Step-up authentication with a fresh second factor, and sending a code again."""

from dataclasses import replace

import models
from errors import Unauthenticated, invalid
from i18n import gettext
from models import CodePurpose, SecurityEventKind
from pipeline.context import Context, Info, waits
from pipeline.session import load_session
from resolvers.authentication.challenge import resend_challenge, send_challenge
from resolvers.authentication.passkey import verify_passkey
from resolvers.authentication.security_event import record
from resolvers.authentication.session_token import (
    deliver_token,
    delivery_of_request,
    hash_session_token,
)
from resolvers.authentication.sign_in_result import Challenge, SignedIn, describe_challenge
from resolvers.authentication.verification import verify_code


@waits
async def prove_again(
    info: Info, code: str | None = None, credential: str | None = None
) -> SignedIn:
    """Prove the second factor again, as `STEP_UP_REQUIRED` asks: without a code, one is sent.

    With the code, or with the `credential` of a passkey, the session gets a new token.
    """
    context = info.context
    session = await load_session(context)
    if code is None and credential is None:
        user = session.user
        pending = await send_challenge(
            context, session, CodePurpose.STEP_UP, user.two_factor_method, user.totp_secret
        )
        return SignedIn(None, await describe_challenge(context, user, pending), context.viewer)
    if credential is not None:
        await verify_passkey(context, session, CodePurpose.STEP_UP, credential)
    else:
        await verify_code(context, session, CodePurpose.STEP_UP, code or "", recovery=True)
    return await _complete_step_up(context, session)


@waits
async def resend_code(info: Info) -> Challenge:
    """Send the code that is waited for again, another one: thrice at most, half a minute apart. It is good for no longer than the first."""
    context = info.context
    session = await load_session(context)
    newest = await models.OneTimeCode.filter(session_id=session.id).order_by("-sent_at").first()
    if newest is None:
        raise invalid(
            "CODE_EXPIRED",
            "code",
            gettext("There is no pending code, or it has expired: start again."),
        )
    return await describe_challenge(
        context, session.user, await resend_challenge(context, session, newest.purpose)
    )


async def _complete_step_up(context: Context, session: models.Session) -> SignedIn:
    token, delivery = models.new_token(), delivery_of_request(context)
    live = models.Session.filter(id=session.id, token_hash=session.token_hash)
    if not await live.update(token_hash=hash_session_token(token, delivery), proved_at=context.now):
        raise Unauthenticated(gettext("Sign in first."))
    context.viewer = replace(context.signed_in(), fresh=True)
    await record(context, SecurityEventKind.PROVED_AGAIN, session.user_id)
    return SignedIn(deliver_token(context, token, delivery), viewer=context.viewer)
