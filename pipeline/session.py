"""The session of a request: found by one statement, and whom it stands for."""

from contextlib import suppress
from datetime import datetime
from functools import cache, partial
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

import models
from adapters.database.row import row_type
from adapters.database.statement import Slot, Statement, compiled
from errors import Unauthenticated, Unavailable
from i18n import activate_preferred, gettext
from permissions import MANAGER_ACCESSES, MANAGER_ROLES, Viewer
from pipeline.context import Context

LAST_USE_GRAIN_SECONDS = 60

OWN_USER: Final = ("identifier", "first_name", "last_name", "email", "phone", "language", "status")
"""What the schema shows of a user: read with the session, since most pages show who is signed in."""

_USER_PATHS: Final[dict[str, Any]] = {name: f"user__{name}" for name in OWN_USER}
OwnUser, _ = row_type(models.User, ("id", *OWN_USER), {}, sqlite=True)
_seen_of_user = attrgetter(*OWN_USER)

OWN_COMPANY: Final = ("name", "uid", "language", "contract_manager_id", "health_manager_id")
"""What is shown of the company that one acts for, read with the session where the operation begins with it; its managers below."""

_OF_MANAGERS: Final = tuple(
    f"{who}_manager__{name}"
    for who in ("contract", "health")
    for name in ("id", "kind", "name", "email", "phone")
)
_COMPANY_PATHS: Final[dict[str, Any]] = {
    f"company__{name}": f"membership__company__{name}" for name in (*OWN_COMPANY, *_OF_MANAGERS)
}
OwnCompany, _ = row_type(models.Company, ("id", *OWN_COMPANY, *_OF_MANAGERS), {}, sqlite=True)
_seen_of_company = attrgetter(*_COMPANY_PATHS)


async def open_session(
    context: Context,
    *,
    token_hash: str | None = None,
    session_id: UUID | None = None,
    with_company: bool = False,
) -> None:
    """Find the live session of a token's hash or an id, one statement: with it the viewer, and the company where it will be asked for."""
    key, value = ("id", session_id) if token_hash is None else ("token_hash", token_hash)
    recent = context.now - context.services.settings.session_idle
    found = await context.fetch_rows(
        _live_session(key, with_company), {"key": value, "now": context.now, "recent": recent}
    )
    if not found or found[0].status is not models.UserStatus.ACTIVE:
        return
    (session,) = found
    if (context.now - session.last_used_at).total_seconds() > LAST_USE_GRAIN_SECONDS:
        with suppress(Unavailable):  # where nothing can be written, one reads all the same
            await models.Session.filter(id=session.pk).update(last_used_at=context.now)
    context.session_id = session.pk
    activate_preferred(session.language)
    if session.proved_at is not None:
        context.viewer = _viewer_of_row(session, fresh=_is_fresh(context, session.proved_at))
        context.own_user = partial(own_user, session)
        if with_company and session.membership_id is not None:
            context.own_company = partial(own_company, session)


async def load_session(context: Context) -> models.Session:
    """The session of the request, to change it; raises `Unauthenticated` where there is none, or none any more."""
    live = models.Session.filter(id=context.session_id).select_related(
        "user", "membership", "manager"
    )
    session = await live.get_or_none() if context.session_id is not None else None
    if session is None:
        raise ended()
    return session


async def lock_account(context: Context) -> None:
    """Until the transaction ends nobody else changes how the viewer signs in; raises `Unauthenticated` where the session has ended."""
    await models.User.select_for_update().get(id=context.signed_in().user_id)
    if not await models.Session.exists(id=context.session_id):
        raise ended()


def ended() -> Unauthenticated:
    """The error where there is no session, or none any more."""
    return Unauthenticated(gettext("Sign in with identifier and password first."))


@cache
def _live_session(key: str, with_company: bool) -> Statement:
    """All that a request needs to know of its session, by this key."""
    live = models.Session.filter(
        expires_at__gt=Slot("now"), last_used_at__gt=Slot("recent"), **{key: Slot("key")}
    )
    return compiled(
        live,
        ("id", "user_id", "membership_id", "manager_id", "last_used_at", "proved_at"),
        **_USER_PATHS,
        **(_COMPANY_PATHS if with_company else {}),
        company_id="membership__company_id",
        role="membership__role",
        accesses="membership__accesses",
        kind="manager__kind",
        manager_name="manager__name",
    )


def own_user(session: Any) -> Any:
    """The row of the session's user, with what the schema shows of one."""
    return OwnUser((session.user_id, *_seen_of_user(session)))


def own_company(session: Any) -> Any:
    """The row of the company that the session acts for, with its two managers."""
    return OwnCompany((session.company_id, *_seen_of_company(session)))


def _is_fresh(context: Context, proved_at: datetime) -> bool:
    """Whether a second factor was proved so lately that it serves for a step-up."""
    return context.now - proved_at <= context.services.settings.step_up_lifetime


def _viewer_of_row(row: Any, *, fresh: bool) -> Viewer:
    if row.membership_id is None:
        role, accesses = MANAGER_ROLES[row.kind], MANAGER_ACCESSES[row.kind]
        return Viewer(
            row.pk,
            row.user_id,
            row.manager_name,
            role,
            accesses,
            manager_id=row.manager_id,
            fresh=fresh,
        )
    name = f"{row.first_name} {row.last_name}"
    return Viewer(
        row.pk,
        row.user_id,
        name,
        row.role,
        row.accesses,
        row.company_id,
        row.membership_id,
        fresh=fresh,
    )


def viewer_of(session: models.Session, *, fresh: bool) -> Viewer:
    """Who a session with both factors stands for; `fresh` where the second was proved a short time ago."""
    user, manager, membership = session.user, session.manager, session.membership
    if membership is None:
        assert manager is not None, "a session is a client's or a manager's"
        role, accesses = MANAGER_ROLES[manager.kind], MANAGER_ACCESSES[manager.kind]
        return Viewer(
            session.id, user.id, manager.name, role, accesses, manager_id=manager.id, fresh=fresh
        )
    name, accesses = user.name, membership.accesses
    return Viewer(
        session.id,
        user.id,
        name,
        membership.role,
        accesses,
        membership.company_id,
        membership.id,
        fresh=fresh,
    )
