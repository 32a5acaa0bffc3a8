"""Passkeys: as the second factor and, where the user wants it, instead of password and code."""

from uuid import UUID

import strawberry
from tortoise.transactions import in_transaction

import models
from errors import BadUserInput, Invalid, NotFound, invalid
from i18n import gettext
from models import CodePurpose, PasskeyCeremony, SecurityEventKind, TwoFactorMethod
from pipeline.context import Context, Info, waits
from pipeline.session import load_session, lock_account
from resolvers.authentication.account_lookup import AccountLookup, look_up_account
from resolvers.authentication.attempts import (
    address_counter,
    count_attempt,
    passkey_challenge_counter,
    refund_attempt,
)
from resolvers.authentication.challenge import (
    begin_attempt,
    consume_challenge,
    record_failed_attempt,
)
from resolvers.authentication.passkey_options import request_options
from resolvers.authentication.password import check_own_password
from resolvers.authentication.security_event import record
from resolvers.authentication.security_notice import notify
from resolvers.authentication.session import end_sessions_except_current
from resolvers.authentication.session_token import TokenDelivery
from resolvers.authentication.sign_in import (
    SignedIn,
    complete_session,
    load_pending_session,
    new_pending_session,
    store_session,
)


@waits
async def verify_second_factor_by_passkey(info: Info, credential: str) -> SignedIn:
    """Prove the second factor with what `navigator.credentials.get` answered, as JSON. The session gets a new token."""
    context = info.context
    session = await load_pending_session(context)
    await verify_passkey(context, session, CodePurpose.SIGN_IN, credential)
    return await complete_session(context, session)


async def verify_passkey(
    context: Context, session: models.Session, purpose: CodePurpose, credential: str
) -> None:
    """Check a passkey's answer to the challenge of this session and purpose and use it up, or raise `Invalid`."""
    pending = await begin_attempt(context, session, purpose, "credential")
    passkey = await _find_passkey(context, credential)
    if passkey is None or passkey.user_id != session.user_id or not pending.challenge:
        raise await record_failed_attempt(context, session, "credential")
    if not await _verify_signature(context, passkey, credential, pending.challenge):
        raise await record_failed_attempt(context, session, "credential")
    await consume_challenge(context, session, pending, "credential")


@waits
async def begin_passkey_sign_in(info: Info) -> str:
    """Begin to sign in with a passkey alone: what `navigator.credentials.get` takes, as JSON. It says nothing of anybody."""
    context = info.context
    await count_attempt(context, "passkey", passkey_challenge_counter(context))
    await context.begin()
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
    """Sign in with a passkey alone, where its owner has allowed it: the device has asked for a PIN, a finger or a face."""
    context = info.context
    await count_attempt(context, "credential", address_counter(context))
    await context.begin()
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
    context.session_id = session.id
    return await complete_session(context, session, delivery)


@waits
async def allow_passkey_alone(info: Info, allowed: bool, password: str) -> bool:
    """Say whether a passkey signs in by itself, instead of password and code. All other sessions end."""
    context = info.context
    user = (await load_session(context)).user
    await check_own_password(context, user, password)
    await context.begin()
    method = TwoFactorMethod.PASSKEY
    async with in_transaction():
        await lock_account(context)
        if not await models.User.filter(id=user.id, two_factor_method=method).update(
            passkey_alone=allowed
        ):
            raise invalid(
                "NO_PASSKEY",
                "allowed",
                gettext("You have no passkey: change your second factor to it first."),
            )
        await record(context, SecurityEventKind.METHOD_CHANGED, user.id, method=method)
        await end_sessions_except_current(context, user.id)
    notify(context, SecurityEventKind.METHOD_CHANGED, user)
    return allowed


async def remove_passkey(info: Info, passkey_id: strawberry.ID) -> bool:
    """Remove one of one's own passkeys; the last one goes by changing the second factor. All other sessions end."""
    context = info.context
    user = (await load_session(context)).user
    async with in_transaction():
        await lock_account(context)
        if not await models.Passkey.filter(
            user_id=user.id, id=_parse_passkey_id(passkey_id)
        ).delete():
            raise NotFound("passkey")
        if not await models.Passkey.filter(user_id=user.id).exists():
            raise invalid(
                "LAST_PASSKEY",
                "passkeyId",
                gettext("This is your last passkey: change your second factor instead."),
            )
        await record(context, SecurityEventKind.PASSKEY_REMOVED, user.id)
        await end_sessions_except_current(context, user.id)
    notify(context, SecurityEventKind.PASSKEY_REMOVED, user)
    return True


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
    """Whether this is the passkey's signature; its count goes up, where it counts, so that the same count is not taken twice."""
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
        gettext("This passkey does not sign in by itself: use identifier and password."),
    )


def _parse_passkey_id(passkey_id: str) -> UUID:
    try:
        return UUID(hex=passkey_id)
    except ValueError:
        raise BadUserInput(
            gettext("This is not an ID of a passkey."), argument="passkeyId"
        ) from None
