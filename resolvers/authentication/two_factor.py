"""Change of the second factor: the old one stays in force until the new one is verified."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

import models
from errors import invalid
from i18n import gettext
from models import CodePurpose, SecurityEventKind, TwoFactorMethod
from pipeline.context import Context, Info
from pipeline.idempotency.waits import waits
from pipeline.session import load_session
from resolvers.authentication.challenge import send_challenge
from resolvers.authentication.passkey_management import new_passkey
from resolvers.authentication.passkey_options import creation_options
from resolvers.authentication.password import check_own_password
from resolvers.authentication.recovery_code import replace_recovery_codes
from resolvers.authentication.security_event import record
from resolvers.authentication.security_notice import notify
from resolvers.authentication.session import end_sessions_except_current
from resolvers.authentication.session_token import renew_token
from resolvers.authentication.sign_in_result import mask_destination
from resolvers.authentication.verification import (
    begin_attempt,
    consume_challenge,
    record_failed_attempt,
    verify_code,
)


@dataclass(frozen=True, slots=True)
class TwoFactorChange:
    """A pending change: destination of the code, or the set-up of an authenticator."""

    method: TwoFactorMethod
    destination: str | None
    secret: str | None
    otpauth_uri: str | None
    qr_code: str | None
    passkey: str | None
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class TwoFactorChanged:
    """Result of a change: recovery codes, shown this once, and the new token."""

    recovery_codes: list[str]
    token: str | None


@waits
async def begin_two_factor_change(
    info: Info, method: TwoFactorMethod, password: str
) -> TwoFactorChange:
    """Start a change of the viewer's own second factor.

    The present one stays in force until the new one is confirmed.

    Codes in `errors`: `INVALID_PASSWORD`, `METHOD_UNAVAILABLE`, `TRY_LATER` with `retryAfter`.

    Args:
        method: New second factor; the present one to enrol it anew, such as on another device.
        password: Password of the viewer.

    Returns:
        change: Change that waits for `confirmTwoFactorChange` or `confirmPasskey`; null if
            `errors` is not empty.
    """
    context = info.context
    session = await load_session(context)
    user, codes = session.user, context.services.codes
    await check_own_password(context, user, password)
    _check_available(context, user, method)
    secret = codes.new_totp_secret() if method is TwoFactorMethod.TOTP else None
    pending = await send_challenge(context, session, CodePurpose.TWO_FACTOR_CHANGE, method, secret)
    uri = codes.totp_uri(secret, user.identifier) if secret else None
    return TwoFactorChange(
        method,
        mask_destination(user, method),
        codes.decrypt_secret(secret) if secret else None,
        uri,
        codes.qr_code(uri) if uri else None,
        await creation_options(context, user, pending.challenge) if pending.challenge else None,
        pending.expires_at,
    )


@waits
async def confirm_two_factor_change(info: Info, code: str) -> TwoFactorChanged:
    """Confirm the new second factor by its code: it is in force from now on.

    All other sessions end, and passkeys are deleted.

    Codes in `errors`: `INVALID_CODE`, `CODE_EXPIRED`, `TOO_MANY_TRIES`, `TRY_LATER` with
    `retryAfter`.

    Args:
        code: Six-digit code of the new second factor.
    """
    context = info.context
    session = await load_session(context)
    pending = await verify_code(
        context, session, CodePurpose.TWO_FACTOR_CHANGE, code, recovery=False
    )
    async with in_transaction():
        await models.Passkey.filter(user_id=session.user_id).delete()
        return await _activate_factor(
            context,
            session,
            {
                "two_factor_method": pending.method,
                "totp_secret": pending.totp_secret,
                "passkey_alone": False,
            },
        )


@waits
async def confirm_passkey(info: Info, credential: str, label: str) -> TwoFactorChanged:
    """Register a new passkey: passkeys are the second factor from now on.

    All other sessions end.

    Codes in `errors`: `INVALID_CODE`, `CODE_EXPIRED`, `TOO_MANY_TRIES`, `TRY_LATER` with
    `retryAfter`.

    Args:
        credential: Result of `navigator.credentials.create`, as JSON
            (`PublicKeyCredential.toJSON`, WebAuthn).
        label: Name for the passkey, cut off after 60 characters; the name of the browser if it
            is empty.
    """
    context = info.context
    session = await load_session(context)
    pending = await begin_attempt(context, session, CodePurpose.TWO_FACTOR_CHANGE, "credential")
    registered = (
        context.services.passkeys.verify_registration(credential, pending.challenge)
        if pending.challenge
        else None
    )
    if registered is None or await models.Passkey.exists(credential_id=registered.credential_id):
        raise await record_failed_attempt(context, session, "credential")
    await consume_challenge(context, session, pending, "credential")
    passkey = new_passkey(context, session, registered, label)
    try:
        async with in_transaction():
            await passkey.save(force_create=True)
            await record(context, SecurityEventKind.PASSKEY_ADDED, session.user_id)
            return await _activate_factor(
                context,
                session,
                {"two_factor_method": TwoFactorMethod.PASSKEY, "totp_secret": None},
            )
    except IntegrityError:  # the same passkey was registered meanwhile
        raise await record_failed_attempt(context, session, "credential") from None


def _check_available(context: Context, user: models.User, method: TwoFactorMethod) -> None:
    if method is TwoFactorMethod.SMS and context.services.sms is None:
        raise invalid(
            "METHOD_UNAVAILABLE", "method", gettext("This portal sends no text messages.")
        )
    if method is TwoFactorMethod.SMS and not user.phone:
        raise invalid(
            "METHOD_UNAVAILABLE",
            "method",
            gettext("There is no phone number for text messages: ask your contract manager."),
        )


async def _activate_factor(
    context: Context, session: models.Session, columns: Mapping[str, Any]
) -> TwoFactorChanged:
    """Activate the new second factor: other sessions end, this one gets a new token.

    The owner is notified at the former address.
    """
    await models.User.filter(id=session.user_id).update(**columns, two_factor_set_at=context.now)
    # challenges of the old factor are void
    await models.OneTimeCode.filter(session_id=session.id).delete()
    codes = await replace_recovery_codes(context, session.user)
    await record(
        context,
        SecurityEventKind.METHOD_CHANGED,
        session.user_id,
        method=columns["two_factor_method"],
    )
    await end_sessions_except_current(context, session.user_id)
    notify(context, SecurityEventKind.METHOD_CHANGED, session.user)
    return TwoFactorChanged(codes, await renew_token(context))
