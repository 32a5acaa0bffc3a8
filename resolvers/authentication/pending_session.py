"""Pending sessions: created with the password, completed with the second factor."""

from tortoise.exceptions import IntegrityError
from tortoise.expressions import Q
from tortoise.transactions import in_transaction

import models
from errors import Invalid, invalid
from i18n import gettext
from models import SecurityEventKind
from pipeline.context import Context
from pipeline.session import ended, load_session, viewer_of
from resolvers.authentication.account_lookup import AccountLookup
from resolvers.authentication.attempts import (
    account_counter,
    code_counter,
    find_known_network,
    reset_counters,
)
from resolvers.authentication.challenge import store_challenge
from resolvers.authentication.security_event import record
from resolvers.authentication.security_notice import notify
from resolvers.authentication.session_token import (
    TokenDelivery,
    deliver_token,
    delivery_of_request,
    hash_session_token,
)
from resolvers.authentication.sign_in_result import SignedIn


def new_pending_session(
    context: Context, account: AccountLookup, delivery: TokenDelivery
) -> tuple[str, models.Session]:
    """Return a new token and its pending session, which is not stored yet."""
    token = models.new_token()
    session = models.Session(
        user=account.user,
        manager=account.manager,
        membership=None if account.manager else account.membership,
        token_hash=hash_session_token(token, delivery),
        created_at=context.now,
        last_used_at=context.now,
        expires_at=context.now + context.services.settings.session_lifetime,
        device=context.client.device,
        place=context.client.place,
    )
    return token, session


async def store_session(
    context: Context,
    account: AccountLookup,
    session: models.Session,
    challenge: models.OneTimeCode | None = None,
) -> None:
    """Store a new session with its challenge, and end the one of the request.

    Raises `Invalid` if the user's credentials have changed since they were read.
    """
    try:
        async with in_transaction():
            if not await account.is_unchanged():
                raise invalid_credentials()
            await models.Session.filter(
                Q(id=context.session_id) | _expired_sessions(context, session.user)
            ).delete()
            await session.save(force_create=True)
            if challenge is not None:
                await store_challenge(challenge)
    except IntegrityError:  # the membership was removed meanwhile
        raise invalid_credentials() from None


async def load_pending_session(context: Context) -> models.Session:
    """Return the session of the request; raise `Unauthenticated` unless it is pending."""
    session = await load_session(context)
    if session.proved_at is not None:
        raise ended()
    return session


async def complete_session(
    context: Context, session: models.Session, delivery: TokenDelivery | None = None
) -> SignedIn:
    """Complete a pending session: it gets a new token and, from now on, a viewer."""
    token, delivery = models.new_token(), delivery or delivery_of_request(context)
    session.token_hash, session.proved_at = hash_session_token(token, delivery), context.now
    if not await models.Session.filter(id=session.id, proved_at=None).update(
        token_hash=session.token_hash, proved_at=context.now
    ):
        raise ended()
    context.viewer = viewer_of(session, fresh=True)
    await _record_sign_in(context, session.user)
    return SignedIn(deliver_token(context, token, delivery), viewer=context.viewer)


def _expired_sessions(context: Context, user: models.User) -> Q:
    """Select the user's expired sessions, to delete them."""
    unused = context.now - context.services.settings.session_idle
    return Q(Q(expires_at__lte=context.now) | Q(last_used_at__lte=unused), user_id=user.id)


async def _record_sign_in(context: Context, user: models.User) -> None:
    """Reset the counters and record the sign-in; notify the owner of a new device or network."""
    known = await find_known_network(context, user.id)
    await reset_counters(
        context, account_counter(user.identifier, known), code_counter(user.id, known)
    )
    earlier = models.SecurityEvent.filter(user_id=user.id, kind=SecurityEventKind.SIGNED_IN)
    if await earlier.exists() and not (
        known and await earlier.filter(device=context.client.device).exists()
    ):
        await record(context, SecurityEventKind.NEW_DEVICE, user.id)
        notify(context, SecurityEventKind.NEW_DEVICE, user)
    await record(context, SecurityEventKind.SIGNED_IN, user.id, method=user.two_factor_method)


def invalid_credentials() -> Invalid:
    """Return the one error for every reason for which identifier and password do not sign in."""
    return invalid(
        "INVALID_CREDENTIALS", "password", gettext("The identifier or the password is wrong.")
    )
