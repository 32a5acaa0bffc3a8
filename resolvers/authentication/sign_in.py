"""Signing in: the password, then the second factor. Whoever cannot is answered the same, by the same work, whatever the reason."""

from dataclasses import dataclass
from datetime import datetime

from tortoise.exceptions import IntegrityError
from tortoise.expressions import Q
from tortoise.transactions import in_transaction

import models
from errors import Invalid, invalid
from i18n import gettext
from models import CodePurpose, SecurityEventKind, TwoFactorMethod
from permissions import Viewer
from pipeline.context import Context, Info
from pipeline.idempotency.waits import waits
from pipeline.session import ended, load_session, viewer_of
from resolvers.authentication.attempts import (
    forgive,
    give_back,
    known_place,
    of_account,
    of_address,
    of_codes,
    take,
)
from resolvers.authentication.candidate import Candidate, find_candidate
from resolvers.authentication.challenge import keep_challenge, new_challenge, prove
from resolvers.authentication.passkey_options import request_options
from resolvers.authentication.security_event import record
from resolvers.authentication.security_notice import notify
from resolvers.authentication.session_token import TokenDelivery, deliver, delivery_of, hashed


@dataclass(frozen=True, slots=True)
class Challenge:
    """The second factor that a session waits for."""

    method: TwoFactorMethod
    destination: str | None
    """Where the code went, masked; None for an authenticator app."""
    expires_at: datetime
    passkey: str | None = None
    """For a passkey: what the browser's `navigator.credentials.get` takes, as JSON."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session's new token, and whom it now stands for."""

    token: str | None
    challenge: Challenge | None = None
    viewer: Viewer | None = None


@waits
async def sign_in(
    info: Info, identifier: str, password: str, delivery: TokenDelivery = TokenDelivery.BEARER
) -> SignedIn:
    """Begin a session with identifier and password; it then waits for the second factor."""
    context = info.context
    candidate = await find_candidate(context, identifier)
    await take(
        context,
        "password",
        of_address(context),
        of_account(candidate.identifier, candidate.known_place),
    )
    user = candidate.user
    fits = await context.services.passwords.verify(candidate.password_hash, password)
    if user is None or not fits or not candidate.may_sign_in:
        await record(context, SecurityEventKind.SIGN_IN_FAILED, user.id if user else None)
        raise _wrong()
    await give_back(of_address(context))
    token, session = new_session(context, candidate, delivery)
    challenge = await new_challenge(
        context, session, CodePurpose.SIGN_IN, user.two_factor_method, user.totp_secret
    )
    stronger = await _strengthened(context, user, password)
    await context.begin_changes()
    await begin_session(context, candidate, session, challenge)
    if stronger is not None:
        await models.User.filter(id=user.id, password_hash=user.password_hash).update(
            password_hash=stronger
        )
    return SignedIn(deliver(context, token, delivery), await as_challenge(context, user, challenge))


@waits
async def verify_second_factor(info: Info, code: str) -> SignedIn:
    """Prove the second factor with its code or a recovery code. The session gets a new token."""
    context = info.context
    session = await half_session(context)
    await prove(context, session, CodePurpose.SIGN_IN, code, recovery=True)
    return await make_whole(context, session)


def new_session(
    context: Context, candidate: Candidate, delivery: TokenDelivery
) -> tuple[str, models.Session]:
    """The token of a session that waits for its second factor, and the session, which is not kept yet."""
    token = models.new_token()
    session = models.Session(
        user=candidate.user,
        manager=candidate.manager,
        membership=None if candidate.manager else candidate.membership,
        token_hash=hashed(token, delivery),
        created_at=context.now,
        last_used_at=context.now,
        expires_at=context.now + context.services.settings.session_lifetime,
        device=context.request.client.device,
        place=context.request.client.place,
    )
    return token, session


async def begin_session(
    context: Context,
    candidate: Candidate,
    session: models.Session,
    challenge: models.OneTimeCode | None = None,
) -> None:
    """Keep a new session, and what it waits for; the one that the request came with ends.

    Whoever changed meanwhile how they sign in has ended all sessions: none begins with what was read before.
    """
    try:
        async with in_transaction():
            if not await candidate.is_unchanged():
                raise _wrong()
            await models.Session.filter(
                Q(id=context.session.id) | _over(context, session.user)
            ).delete()
            await session.save(force_create=True)
            if challenge is not None:
                await keep_challenge(challenge)
    except IntegrityError:  # the membership was removed meanwhile
        raise _wrong() from None


async def half_session(context: Context) -> models.Session:
    """The session of the request, which waits for its second factor."""
    session = await load_session(context)
    if session.proved_at is not None:
        raise ended()
    return session


async def make_whole(
    context: Context, session: models.Session, delivery: TokenDelivery | None = None
) -> SignedIn:
    """The session with both factors proved, under a new token: from now on it has a viewer."""
    token, delivery = models.new_token(), delivery or delivery_of(context)
    session.token_hash, session.proved_at = hashed(token, delivery), context.now
    if not await models.Session.filter(id=session.id, proved_at=None).update(
        token_hash=session.token_hash, proved_at=context.now
    ):
        raise ended()
    context.viewer = viewer_of(session, fresh=True)
    await _welcome(context, session.user)
    return SignedIn(deliver(context, token, delivery), viewer=context.viewer)


async def as_challenge(context: Context, user: models.User, kept: models.OneTimeCode) -> Challenge:
    """A proof under way as its owner sees it."""
    options = await request_options(context, user, kept.challenge) if kept.challenge else None
    return Challenge(kept.method, mask_destination(user, kept.method), kept.expires_at, options)


def mask_destination(user: models.User, method: TwoFactorMethod) -> str | None:
    """Enough of the address to recognise it, not enough to learn it."""
    if method is TwoFactorMethod.EMAIL:
        name, _, domain = user.email.partition("@")
        return f"{name[:1]}•••@{domain}"
    return f"••• {user.phone[-2:]}" if method is TwoFactorMethod.SMS else None


def _over(context: Context, user: models.User) -> Q:
    """The user's sessions that have ended by themselves, whose rows are of no use to anybody."""
    unused = context.now - context.services.settings.session_idle
    return Q(Q(expires_at__lte=context.now) | Q(last_used_at__lte=unused), user_id=user.id)


async def _strengthened(context: Context, user: models.User, password: str) -> str | None:
    """The password's hash by today's parameters, where the one that is kept was made by weaker ones."""
    kept, passwords = user.password_hash, context.services.passwords
    return await passwords.hash(password) if kept is not None and passwords.outdated(kept) else None


async def _welcome(context: Context, user: models.User) -> None:
    """Forget the failures, and keep where the user signed in; what is new to the account is told to its owner."""
    known = await known_place(context, user.id)
    await forgive(context, of_account(user.identifier, known), of_codes(user.id, known))
    earlier = models.SecurityEvent.filter(user_id=user.id, kind=SecurityEventKind.SIGNED_IN)
    if await earlier.exists() and not (
        known and await earlier.filter(device=context.request.client.device).exists()
    ):
        await record(context, SecurityEventKind.NEW_DEVICE, user.id)
        notify(context, SecurityEventKind.NEW_DEVICE, user)
    await record(context, SecurityEventKind.SIGNED_IN, user.id, method=user.two_factor_method)


def _wrong() -> Invalid:
    return invalid(
        "INVALID_CREDENTIALS", "password", gettext("The identifier or the password is wrong.")
    )
