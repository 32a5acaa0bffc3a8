"""Signing in, proving the second factor, switching company, signing out."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

import strawberry
from tortoise.exceptions import IntegrityError

import models
from errors import Unauthenticated, Unavailable, invalid
from languages import say
from models import TwoFactorMethod
from permissions import Viewer, own_memberships
from resolvers.context import Context, Info
from resolvers.live_session import load_session, viewer_of
from resolvers.node import read_id
from resolvers.proof import prove, send_challenge


class TokenDelivery(StrEnum):
    """How a client gets its session token."""

    BEARER = "BEARER"
    """In the payload, to be sent as `Authorization: Bearer …`."""
    COOKIE = "COOKIE"
    """In an HttpOnly cookie that scripts never see: for browsers."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """The second factor that a session waits for."""

    method: TwoFactorMethod
    destination: str | None
    """Where the code went, masked; None for an authenticator app."""
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session's new token, and whom it now stands for."""

    token: str | None
    challenge: Challenge | None = None
    viewer: Viewer | None = None


async def sign_in(info: Info, identifier: str, password: str, delivery: TokenDelivery = TokenDelivery.BEARER) -> SignedIn:
    """Begin a session with identifier and password; it then waits for the second factor."""
    context = info.context
    wrong = invalid("INVALID_CREDENTIALS", "password", say("The identifier or the password is wrong."))
    user = await models.User.get_or_none(identifier=identifier.strip()[:20].replace("\0", ""))
    fits = await context.portal.passwords.verify(user.password_hash if user else None, password)
    manager = await models.Manager.get_or_none(user_id=user.id if user else None)
    membership = await _first_membership(user)
    if user is None or not fits or user.status is not models.UserStatus.ACTIVE or not (manager or membership):
        raise wrong
    if context.portal.passwords.outdated(user.password_hash or ""):
        user.password_hash = await context.portal.passwords.hash(password)
        await user.save(update_fields=["password_hash"])
    token = models.new_token()
    session = models.Session(
        user=user,
        manager=manager,
        membership=None if manager else membership,
        token_hash=models.hash_token(token),
        created_at=context.now,
        last_used_at=context.now,
        expires_at=context.now + context.portal.settings.session_lifetime,
    )
    try:
        await session.save(force_create=True)
        code = await send_challenge(context, session, models.CodePurpose.SIGN_IN, user.two_factor_method, user.totp_secret)
    except IntegrityError:  # the membership was removed meanwhile
        raise wrong from None
    except Unavailable:
        await session.delete()
        raise
    challenge = Challenge(code.method, mask_destination(user, code.method), code.expires_at)
    return SignedIn(_deliver(context, token, delivery), challenge)


async def verify_second_factor(info: Info, code: str) -> SignedIn:
    """Prove the second factor with its code or a recovery code. The session gets a new token."""
    context = info.context
    session = await load_session(context)
    if session.proved_at is not None:
        raise Unauthenticated(say("Sign in with identifier and password first."))
    await prove(context, session, models.CodePurpose.SIGN_IN, code, recovery=True)
    token = models.new_token()
    session.token_hash, session.proved_at = models.hash_token(token), context.now
    if not await models.Session.filter(id=session.id, proved_at=None).update(token_hash=session.token_hash, proved_at=context.now):
        raise Unauthenticated(say("Sign in with identifier and password first."))
    context.viewer = viewer_of(session, fresh=True)
    delivery = TokenDelivery.COOKIE if context.by_cookie else TokenDelivery.BEARER
    return SignedIn(_deliver(context, token, delivery), viewer=context.viewer)


async def prove_again(info: Info, code: str | None = None) -> SignedIn:
    """Prove the second factor again, as `STEP_UP_REQUIRED` asks: without a code one is sent, with it the session gets a new token."""
    context = info.context
    session = await load_session(context)
    if code is None:
        user = session.user
        kept = await send_challenge(context, session, models.CodePurpose.STEP_UP, user.two_factor_method, user.totp_secret)
        return SignedIn(None, Challenge(kept.method, mask_destination(user, kept.method), kept.expires_at), context.viewer)
    await prove(context, session, models.CodePurpose.STEP_UP, code, recovery=True)
    token = models.new_token()
    live = models.Session.filter(id=session.id, token_hash=session.token_hash)
    if not await live.update(token_hash=models.hash_token(token), proved_at=context.now):
        raise Unauthenticated("Sign in first.")
    context.viewer = replace(context.signed_in(), fresh=True)
    return SignedIn(_deliver(context, token, TokenDelivery.COOKIE if context.by_cookie else TokenDelivery.BEARER), viewer=context.viewer)


async def sign_out(info: Info) -> bool:
    """End this session, at whichever step it is."""
    if info.context.session_id is not None:
        await models.Session.filter(id=info.context.session_id).delete()
    info.context.session_id = info.context.viewer = None
    info.context.cookie = ""
    return True


async def switch_company(info: Info, company_id: strawberry.ID) -> Viewer:
    """Act for another company of which one is a user."""
    context = info.context
    viewer = context.signed_in()
    key = read_id(company_id, models.Company, "companyId")
    unknown = invalid("NOT_FOUND", "companyId", say("You are not a user of such a company."))
    membership = await own_memberships(viewer).get_or_none(company_id=key)
    if membership is None:
        raise unknown
    session = await load_session(context)
    session.membership = membership
    try:
        await session.save(update_fields=["membership_id"])
    except IntegrityError:  # the membership was removed meanwhile
        raise unknown from None
    context.viewer = viewer_of(session, fresh=viewer.fresh)
    return context.viewer


def mask_destination(user: models.User, method: TwoFactorMethod) -> str | None:
    """Enough of the address to recognise it, not enough to learn it."""
    if method is TwoFactorMethod.EMAIL:
        name, _, domain = user.email.partition("@")
        return f"{name[:1]}•••@{domain}"
    return f"••• {user.phone[-2:]}" if method is TwoFactorMethod.SMS else None


async def _first_membership(user: models.User | None) -> models.Membership | None:
    return await models.Membership.filter(user_id=user.id if user else None).order_by("created_at", "id").first()


def _deliver(context: Context, token: str, delivery: TokenDelivery) -> str | None:
    if delivery is TokenDelivery.BEARER:
        return token
    context.cookie = token
    return None
