"""Step-up authentication with a fresh second factor, and sending a code again."""

from dataclasses import replace

import models
from errors import Unauthenticated, invalid
from i18n import gettext
from models import CodePurpose, SecurityEventKind
from pipeline.context import Context, Info
from pipeline.idempotency.waits import waits
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
    """Verify the second factor again, as the error `STEP_UP_REQUIRED` requires (step-up).

    Without arguments, a challenge is started: a code is sent, or a passkey is to sign it. With
    the `code` or the `credential`, the challenge is answered and the session gets a new token.

    Codes in `errors`: `INVALID_CODE`, `CODE_EXPIRED`, `TOO_MANY_TRIES`, `TRY_LATER` with
    `retryAfter`.

    Args:
        code: Six-digit code of the second factor, or an unused recovery code; null to start a
            challenge.
        credential: Result of `navigator.credentials.get`, as JSON
            (`PublicKeyCredential.toJSON`, WebAuthn); null without a passkey, or to start a
            challenge.
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
    """Send a new code in place of the last one: at most 3 codes in all, 30 seconds apart.

    The new code expires when the first one would have.
    The error `UNAUTHENTICATED` without a session.

    Codes in `errors`: `CODE_EXPIRED`, `NOT_SENT_AGAIN`, `TRY_LATER` with `retryAfter`.
    """
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
