"""Passkeys: as the second factor and, where the user wants it, instead of password and code."""

from uuid import UUID

import strawberry
from tortoise.transactions import in_transaction

import models
from errors import BadUserInput, Invalid, NotFound, invalid
from i18n import gettext
from models import CodePurpose, PasskeyCeremony, SecurityEventKind, TwoFactorMethod
from pipeline.context import Context, Info, waits
from pipeline.session import hold_account, load_session
from resolvers.authentication.attempts import give_back, of_address, of_ceremonies, take
from resolvers.authentication.candidate import Candidate, find_candidate
from resolvers.authentication.challenge import refused, take_try, use_up
from resolvers.authentication.passkey_options import request_options
from resolvers.authentication.password import check_own_password
from resolvers.authentication.security_event import record
from resolvers.authentication.security_notice import notify
from resolvers.authentication.session import end_others
from resolvers.authentication.session_token import TokenDelivery
from resolvers.authentication.sign_in import (
    SignedIn,
    begin_session,
    half_session,
    make_whole,
    new_session,
)


@waits
async def verify_second_factor_by_passkey(info: Info, credential: str) -> SignedIn:
    """Prove the second factor with what `navigator.credentials.get` answered, as JSON. The session gets a new token."""
    context = info.context
    session = await half_session(context)
    await prove_by_passkey(context, session, CodePurpose.SIGN_IN, credential)
    return await make_whole(context, session)


async def prove_by_passkey(
    context: Context, session: models.Session, purpose: CodePurpose, credential: str
) -> None:
    """Check a passkey's answer to the challenge of this session and purpose and use it up, or raise `Invalid`."""
    kept = await take_try(context, session, purpose, "credential")
    passkey = await _passkey_of(context, credential)
    if passkey is None or passkey.user_id != session.user_id or not kept.challenge:
        raise await refused(context, session, "credential")
    if not await _signed(context, passkey, credential, kept.challenge):
        raise await refused(context, session, "credential")
    await use_up(context, session, kept, "credential")


@waits
async def begin_passkey_sign_in(info: Info) -> str:
    """Begin to sign in with a passkey alone: what `navigator.credentials.get` takes, as JSON. It says nothing of anybody."""
    context = info.context
    await take(context, "passkey", of_ceremonies(context))
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
    await take(context, "credential", of_address(context))
    await context.begin()
    challenge = context.services.passkeys.challenge_of(credential)
    if not await PasskeyCeremony.filter(challenge=challenge, expires_at__gt=context.now).delete():
        raise _refused()
    passkey = await _passkey_of(context, credential)
    candidate = (
        await find_candidate(context, passkey.user.identifier) if passkey is not None else None
    )
    if passkey is None or candidate is None or not _may_sign_in_alone(candidate):
        raise _refused()
    if challenge is None or not await _signed(context, passkey, credential, challenge):
        await record(
            context,
            SecurityEventKind.SIGN_IN_FAILED,
            passkey.user_id,
            method=TwoFactorMethod.PASSKEY,
        )
        raise _refused()
    await give_back(of_address(context))
    _, session = new_session(context, candidate, delivery)
    await begin_session(context, candidate, session)
    context.session_id = session.id
    return await make_whole(context, session, delivery)


@waits
async def allow_passkey_alone(info: Info, allowed: bool, password: str) -> bool:
    """Say whether a passkey signs in by itself, instead of password and code. All other sessions end."""
    context = info.context
    user = (await load_session(context)).user
    await check_own_password(context, user, password)
    await context.begin()
    method = TwoFactorMethod.PASSKEY
    async with in_transaction():
        await hold_account(context)
        if not await models.User.filter(id=user.id, two_factor_method=method).update(
            passkey_alone=allowed
        ):
            raise invalid(
                "NO_PASSKEY",
                "allowed",
                gettext("You have no passkey: change your second factor to a passkey first."),
            )
        await record(context, SecurityEventKind.METHOD_CHANGED, user.id, method=method)
        await end_others(context, user.id)
    notify(context, SecurityEventKind.METHOD_CHANGED, user)
    return allowed


async def remove_passkey(info: Info, passkey_id: strawberry.ID) -> bool:
    """Remove one of one's own passkeys; the last one goes by changing the second factor. All other sessions end."""
    context = info.context
    user = (await load_session(context)).user
    async with in_transaction():
        await hold_account(context)
        if not await models.Passkey.filter(user_id=user.id, id=_key(passkey_id)).delete():
            raise NotFound("passkey")
        if not await models.Passkey.filter(user_id=user.id).exists():
            raise invalid(
                "LAST_PASSKEY",
                "passkeyId",
                gettext("This is your last passkey: change your second factor instead."),
            )
        await record(context, SecurityEventKind.PASSKEY_REMOVED, user.id)
        await end_others(context, user.id)
    notify(context, SecurityEventKind.PASSKEY_REMOVED, user)
    return True


async def _passkey_of(context: Context, credential: str) -> models.Passkey | None:
    named = context.services.passkeys.credential_of(credential)
    return (
        await models.Passkey.get_or_none(credential_id=named).select_related("user")
        if named
        else None
    )


async def _signed(
    context: Context, passkey: models.Passkey, credential: str, challenge: str
) -> bool:
    """Whether this is the passkey's signature; its count goes up, where it counts, so that the same count is not taken twice."""
    count = context.services.passkeys.signed(
        credential, challenge, passkey.public_key, passkey.sign_count
    )
    if count is None:
        return False
    same = models.Passkey.filter(id=passkey.id, sign_count=passkey.sign_count)
    return bool(await same.update(sign_count=count, last_used_at=context.now))


def _may_sign_in_alone(candidate: Candidate) -> bool:
    user = candidate.user
    return (
        candidate.may_sign_in
        and user is not None
        and user.passkey_alone
        and user.two_factor_method is TwoFactorMethod.PASSKEY
    )


def _refused() -> Invalid:
    return invalid(
        "INVALID_CREDENTIALS",
        "credential",
        gettext("Signing in with this passkey alone is not allowed: use identifier and password."),
    )


def _key(passkey_id: str) -> UUID:
    try:
        return UUID(hex=passkey_id)
    except ValueError:
        raise BadUserInput(
            gettext("This is not an ID of a passkey."), argument="passkeyId"
        ) from None
