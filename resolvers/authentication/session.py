"""The viewer's own sessions: listing and ending them, switching the company."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import strawberry
from tortoise.exceptions import IntegrityError
from tortoise.queryset import QuerySet
from tortoise.transactions import in_transaction

import models
from data.global_id import key_from_global_id
from data.parents import Parents
from errors import BadUserInput, NotFound, invalid
from i18n import gettext
from models import SecurityEventKind
from permissions import Viewer, own_memberships, own_sessions, reach
from pipeline.context import Context, Info
from pipeline.session import load_session, viewer_of
from resolvers.authentication.security_event import record
from resolvers.authentication.session_token import renew_token


@dataclass(frozen=True, slots=True)
class OpenSession:
    """Open session, as its owner sees it."""

    session_id: str
    device: str
    place: str
    begun_at: datetime
    last_used_at: datetime
    current: bool


@dataclass(frozen=True, slots=True)
class SwitchedSession:
    """Result of `switchCompany`: the new viewer and token of the session."""

    viewer: Viewer
    token: str | None


async def switch_company(info: Info, company_id: strawberry.ID) -> SwitchedSession:
    """Act for another company of which the viewer is a user. The session gets a new token.

    Codes in `errors`: `NOT_FOUND`.

    Args:
        company_id: Global ID of the company, from `Viewer.memberships`.
    """
    context = info.context
    key = key_from_global_id(company_id, models.Company, "companyId")
    unknown = invalid("NOT_FOUND", "companyId", gettext("You are not a user of this company."))
    viewer = context.signed_in()
    membership = await own_memberships(viewer).get_or_none(company_id=key)
    if membership is None:
        raise unknown
    session = await load_session(context)
    session.membership = membership
    try:
        async with in_transaction():
            await session.save(update_fields=["membership_id"])
    except IntegrityError:  # the membership was removed meanwhile
        raise unknown from None
    context.viewer = viewer_of(session, fresh=viewer.fresh)
    return SwitchedSession(context.viewer, await renew_token(context))


async def sign_out(info: Info) -> bool:
    """End the session of this request, also one that still waits for its second factor.

    Returns:
        signed_out: Always true.
    """
    if info.context.session.id is not None:
        await models.Session.filter(id=info.context.session.id).delete()
    info.context.session.id = info.context.viewer = None
    info.context.response.cookie = ""
    return True


async def list_sessions(viewers: Parents[Viewer], info: Info) -> list[list[OpenSession]]:
    """Open sessions of the viewer: the one of this request first, then by last use."""
    context = info.context
    viewer = context.signed_in()
    found = sorted(
        await _open_sessions(context, own_sessions(viewer)).order_by("-last_used_at"),
        key=lambda session: session.id != viewer.session_id,
    )
    shown = [
        OpenSession(
            one.id.hex,
            one.device,
            one.place,
            one.created_at,
            one.last_used_at,
            one.id == viewer.session_id,
        )
        for one in found
    ]
    return [shown for _ in viewers]


async def end_session(info: Info, session_id: strawberry.ID) -> bool:
    """End one of the viewer's own sessions, on any device.

    An unknown session is the top-level error `NOT_FOUND`.

    Args:
        session_id: ID of the session, from `OpenSession.sessionId`.

    Returns:
        ended: True if the session was ended; never null, as `errors` is always empty.
    """
    viewer = info.context.signed_in()
    if not await own_sessions(viewer).filter(id=_parse_session_id(session_id)).delete():
        raise NotFound("session")
    await record(info.context, SecurityEventKind.SESSION_ENDED, viewer.user_id)
    return True


async def end_other_sessions(info: Info) -> int:
    """End all of the viewer's own sessions except the one of this request.

    Returns:
        ended: Number of open sessions that were ended; never null, as `errors` is always empty.
    """
    viewer = info.context.signed_in()
    return await end_sessions_except_current(info.context, viewer.user_id)


async def end_user_sessions(info: Info, user_id: strawberry.ID) -> int:
    """End the sessions in which a user acts for the company, except the one of this request.

    The user can sign in again.

    Returns:
        ended: Number of open sessions that were ended; never null, as `errors` is always empty.
    """
    context = info.context
    key = key_from_global_id(user_id, models.User, "userId")
    membership = await reach(models.Membership, context.signed_in()).get_or_none(user_id=key)
    if membership is None:
        raise NotFound("user")
    others = models.Session.filter(membership_id=membership.id).exclude(id=context.session.id)
    shown = await _open_sessions(context, others).count()
    if await others.delete():
        await record(
            context, SecurityEventKind.SESSION_ENDED, key, company_id=membership.company_id
        )
    return shown


async def end_sessions_except_current(context: Context, user_id: UUID) -> int:
    """End all sessions of a user except the current one; return how many were open.

    Pending sessions end as well, but are not counted.
    """
    others = models.Session.filter(user_id=user_id).exclude(id=context.session.id)
    shown = await _open_sessions(context, others).count()
    if await others.delete():
        await record(context, SecurityEventKind.SESSION_ENDED, user_id)
    return shown


def _open_sessions(
    context: Context, sessions: QuerySet[models.Session]
) -> QuerySet[models.Session]:
    """Filter sessions that have not ended and have passed both factors."""
    used = context.now - context.services.settings.session_idle
    return sessions.filter(
        expires_at__gt=context.now, last_used_at__gt=used, proved_at__isnull=False
    )


def _parse_session_id(session_id: str) -> UUID:
    try:
        return UUID(hex=session_id)
    except ValueError:
        raise BadUserInput(
            gettext("This is not an ID of a session."), argument="sessionId"
        ) from None
