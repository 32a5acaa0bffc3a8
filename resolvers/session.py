"""Signing in, proving the second factor, switching company, signing out."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any
from uuid import UUID

import strawberry
from tortoise.exceptions import IntegrityError

import models
from adapters.statement import Slot, Statement, compiled
from errors import Unauthenticated, Unavailable, invalid
from models import TwoFactorMethod
from permissions import ACCESSES_OF_MANAGER, ROLE_OF_MANAGER, Viewer, own_memberships
from resolvers.context import Context, Info
from resolvers.node import read_id
from resolvers.proof import prove, send_challenge

LAST_USE_GRAIN_SECONDS = 60


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
    wrong = invalid("INVALID_CREDENTIALS", "password", "The identifier or the password is wrong.")
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
        raise Unauthenticated("Sign in with identifier and password first.")
    await prove(context, session, models.CodePurpose.SIGN_IN, code, recovery=True)
    token = models.new_token()
    session.token_hash, session.proved_at = models.hash_token(token), context.now
    if not await models.Session.filter(id=session.id, proved_at=None).update(token_hash=session.token_hash, proved_at=context.now):
        raise Unauthenticated("Sign in with identifier and password first.")
    context.viewer = viewer_of(session)
    delivery = TokenDelivery.COOKIE if context.by_cookie else TokenDelivery.BEARER
    return SignedIn(_deliver(context, token, delivery), viewer=context.viewer)


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
    unknown = invalid("NOT_FOUND", "companyId", "You are not a user of such a company.")
    membership = await own_memberships(viewer).get_or_none(company_id=key)
    if membership is None:
        raise unknown
    session = await load_session(context)
    session.membership = membership
    try:
        await session.save(update_fields=["membership_id"])
    except IntegrityError:  # the membership was removed meanwhile
        raise unknown from None
    context.viewer = viewer_of(session)
    return context.viewer


async def open_session(context: Context, *, token: str | None = None, session_id: UUID | None = None) -> None:
    """Find the live session of a token or id, one statement, and with it the viewer."""
    key, value = ("id", session_id) if token is None else ("token_hash", models.hash_token(token))
    recent = context.now - context.portal.settings.session_idle
    found = await context.fetch_rows(_live_session(key), {"key": value, "now": context.now, "recent": recent})
    if not found or found[0].status is not models.UserStatus.ACTIVE:
        return
    (session,) = found
    if (context.now - session.last_used_at).total_seconds() > LAST_USE_GRAIN_SECONDS:
        await models.Session.filter(id=session.pk).update(last_used_at=context.now)
    context.session_id = session.pk
    if session.proved_at is not None:
        context.viewer = _viewer_of_row(session)


async def load_session(context: Context) -> models.Session:
    """The session of the request, to change it; raises `Unauthenticated` where there is none, or none any more."""
    live = models.Session.filter(id=context.session_id).select_related("user", "membership", "manager")
    session = await live.get_or_none() if context.session_id is not None else None
    if session is None:
        raise Unauthenticated("Sign in with identifier and password first.")
    return session


@cache
def _live_session(key: str) -> Statement:
    """All that a request needs to know of its session, by this key."""
    live = models.Session.filter(expires_at__gt=Slot("now"), last_used_at__gt=Slot("recent"), **{key: Slot("key")})
    return compiled(
        live,
        ("id", "user_id", "membership_id", "manager_id", "last_used_at", "proved_at"),
        status="user__status",
        first_name="user__first_name",
        last_name="user__last_name",
        company_id="membership__company_id",
        role="membership__role",
        accesses="membership__accesses",
        kind="manager__kind",
        manager_name="manager__name",
    )


def _viewer_of_row(row: Any) -> Viewer:
    if row.membership_id is None:
        role, accesses = ROLE_OF_MANAGER[row.kind], ACCESSES_OF_MANAGER[row.kind]
        return Viewer(row.pk, row.user_id, row.manager_name, role, accesses, manager_id=row.manager_id)
    name = f"{row.first_name} {row.last_name}"
    return Viewer(row.pk, row.user_id, name, row.role, row.accesses, row.company_id, row.membership_id)


def viewer_of(session: models.Session) -> Viewer:
    """Who a session with both factors stands for."""
    user, manager, membership = session.user, session.manager, session.membership
    if membership is None:
        assert manager is not None, "a session is a client's or a manager's"
        role, accesses = ROLE_OF_MANAGER[manager.kind], ACCESSES_OF_MANAGER[manager.kind]
        return Viewer(session.id, user.id, manager.name, role, accesses, manager_id=manager.id)
    return Viewer(session.id, user.id, user.name, membership.role, membership.accesses, membership.company_id, membership.id)


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
