"""Passkeys, as the second factor or instead of password and code (WebAuthn)."""

import models
from errors import Invalid, invalid
from i18n import gettext
from models import CodePurpose, PasskeyCeremony, SecurityEventKind, TwoFactorMethod
from pipeline.context import Context, Info
from pipeline.idempotency.waits import waits
from resolvers.authentication.account_lookup import AccountLookup, look_up_account
from resolvers.authentication.attempts import (
    address_counter,
    count_attempt,
    passkey_challenge_counter,
    refund_attempt,
)
from resolvers.authentication.passkey_options import request_options
from resolvers.authentication.pending_session import (
    complete_session,
    load_pending_session,
    new_pending_session,
    store_session,
)
from resolvers.authentication.security_event import record
from resolvers.authentication.session_token import TokenDelivery
from resolvers.authentication.sign_in_result import SignedIn
from resolvers.authentication.verification import (
    begin_attempt,
    consume_challenge,
    record_failed_attempt,
)


@waits
async def verify_second_factor_by_passkey(info: Info, credential: str) -> SignedIn:
    """Verify the second factor by a passkey. The session gets a new token and a viewer.

    The error `UNAUTHENTICATED` without a session that waits for its second factor.

    Codes in `errors`: `INVALID_CODE`, `CODE_EXPIRED`, `TOO_MANY_TRIES`, `TRY_LATER` with
    `retryAfter`.

    Args:
        credential: Result of `navigator.credentials.get`, as JSON
            (`PublicKeyCredential.toJSON`, WebAuthn).
    """
    context = info.context
    session = await load_pending_session(context)
    await verify_passkey(context, session, CodePurpose.SIGN_IN, credential)
    return await complete_session(context, session)


async def verify_passkey(
    context: Context, session: models.Session, purpose: CodePurpose, credential: str
) -> None:
    """Verify a passkey's response to the session's challenge and consume it, or raise `Invalid`."""
    pending = await begin_attempt(context, session, purpose, "credential")
    passkey = await _find_passkey(context, credential)
    if passkey is None or passkey.user_id != session.user_id or not pending.challenge:
        raise await record_failed_attempt(context, session, "credential")
    if not await _verify_signature(context, passkey, credential, pending.challenge):
        raise await record_failed_attempt(context, session, "credential")
    await consume_challenge(context, session, pending, "credential")


@waits
async def begin_passkey_sign_in(info: Info) -> str:
    """Start a sign-in with a passkey alone.

    The response is the same for everybody, so it reveals no account.

    Codes in `errors`: `TRY_LATER` with `retryAfter`.

    Returns:
        passkey: Options for `navigator.credentials.get`, as JSON for
            `PublicKeyCredential.parseRequestOptionsFromJSON`
            (WebAuthn); null if `errors` is not empty.
    """
    context = info.context
    await count_attempt(context, "passkey", passkey_challenge_counter(context))
    await context.begin_changes()
    await PasskeyCeremony.filter(expires_at__lte=context.now).delete()
    challenge = context.services.passkeys.new_challenge()
    await PasskeyCeremony.create(
        challenge=challenge, expires_at=context.now + context.services.settings.code_lifetime
    )
    return await request_options(context, None, challenge)


@waits
async def sign_in_with_passkey(
    info: Info, credential: str, delivery: TokenDelivery = TokenDelivery.BEARER
) -> SignedIn:
    """Sign in with a passkey alone, if its owner has allowed it (`allowPasskeyAlone`).

    The device verifies the user.

    Codes in `errors`: `INVALID_CREDENTIALS`, `TRY_LATER` with `retryAfter`.

    Args:
        credential: Result of `navigator.credentials.get`, as JSON
            (`PublicKeyCredential.toJSON`, WebAuthn).
    """
    context = info.context
    await count_attempt(context, "credential", address_counter(context))
    await context.begin_changes()
    challenge = context.services.passkeys.challenge_of(credential)
    if not await PasskeyCeremony.filter(challenge=challenge, expires_at__gt=context.now).delete():
        raise _invalid_passkey()
    passkey = await _find_passkey(context, credential)
    account = (
        await look_up_account(context, passkey.user.identifier) if passkey is not None else None
    )
    if passkey is None or account is None or not _may_sign_in_alone(account):
        raise _invalid_passkey()
    if challenge is None or not await _verify_signature(context, passkey, credential, challenge):
        await record(
            context,
            SecurityEventKind.SIGN_IN_FAILED,
            passkey.user_id,
            method=TwoFactorMethod.PASSKEY,
        )
        raise _invalid_passkey()
    await refund_attempt(address_counter(context))
    _, session = new_pending_session(context, account, delivery)
    await store_session(context, account, session)
    context.session.id = session.id
    return await complete_session(context, session, delivery)


async def _find_passkey(context: Context, credential: str) -> models.Passkey | None:
    credential_id = context.services.passkeys.credential_id_of(credential)
    return (
        await models.Passkey.get_or_none(credential_id=credential_id).select_related("user")
        if credential_id
        else None
    )


async def _verify_signature(
    context: Context, passkey: models.Passkey, credential: str, challenge: str
) -> bool:
    """Return True if this is the passkey's signature.

    Its signature counter goes up, where it has one, so that no response is accepted twice.
    """
    count = context.services.passkeys.verify_authentication(
        credential, challenge, passkey.public_key, passkey.sign_count
    )
    if count is None:
        return False
    unchanged = models.Passkey.filter(id=passkey.id, sign_count=passkey.sign_count)
    return bool(await unchanged.update(sign_count=count, last_used_at=context.now))


def _may_sign_in_alone(account: AccountLookup) -> bool:
    user = account.user
    return (
        account.may_sign_in
        and user is not None
        and user.passkey_alone
        and user.two_factor_method is TwoFactorMethod.PASSKEY
    )


def _invalid_passkey() -> Invalid:
    return invalid(
        "INVALID_CREDENTIALS",
        "credential",
        gettext("Signing in with this passkey alone is not allowed: use identifier and password."),
    )
