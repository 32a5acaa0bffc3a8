"""Session of a request: looked up by one statement, with its viewer."""

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
"""Columns of a user in the schema: read with the session, since most pages show the viewer."""

_USER_PATHS: Final[dict[str, Any]] = {name: f"user__{name}" for name in OWN_USER}
OwnUser, _ = row_type(models.User, ("id", *OWN_USER), {}, sqlite=True)
_seen_of_user = attrgetter(*OWN_USER)

OWN_COMPANY: Final = ("name", "uid", "language", "contract_manager_id", "health_manager_id")
"""Columns of the viewer's company in the schema, its managers' below.

They are read with the session if the operation begins with the company.
"""

_OF_MANAGERS: Final = tuple(
    f"{kind}_manager__{name}"
    for kind in ("contract", "health")
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
    """Look up the live session of a token's hash or an id, and set the context's viewer.

    One statement; `with_company` reads the viewer's company with it. Without a live session the
    context stays that of an anonymous caller.
    """
    key, value = ("id", session_id) if token_hash is None else ("token_hash", token_hash)
    recent = context.now - context.services.settings.session_idle
    found = await context.fetch_rows(
        _live_session(key, with_company), {"key": value, "now": context.now, "recent": recent}
    )
    if not found or found[0].status is not models.UserStatus.ACTIVE:
        return
    (session,) = found
    if (context.now - session.last_used_at).total_seconds() > LAST_USE_GRAIN_SECONDS:
        with suppress(Unavailable):  # a database that cannot be written can still be read
            await models.Session.filter(id=session.pk).update(last_used_at=context.now)
    context.session.id = session.pk
    activate_preferred(session.language)
    if session.proved_at is not None:
        context.viewer = _viewer_of_row(session, fresh=_is_fresh(context, session.proved_at))
        context.session.own_user = partial(own_user, session)
        if with_company and session.membership_id is not None:
            context.session.own_company = partial(own_company, session)


async def load_session(context: Context) -> models.Session:
    """Return the session of the request, to change it; raises `Unauthenticated` without one."""
    live = models.Session.filter(id=context.session.id).select_related(
        "user", "membership", "manager"
    )
    session = await live.get_or_none() if context.session.id is not None else None
    if session is None:
        raise ended()
    return session


async def lock_account(context: Context) -> None:
    """Lock the viewer's user row until the transaction ends, against concurrent sign-in changes.

    Raises `Unauthenticated` if the session has ended.
    """
    await models.User.select_for_update().get(id=context.signed_in().user_id)
    if not await models.Session.exists(id=context.session.id):
        raise ended()


def ended() -> Unauthenticated:
    """Return the error for a request whose session has ended, or that has none."""
    return Unauthenticated(gettext("Sign in with identifier and password first."))


@cache
def _live_session(key: str, with_company: bool) -> Statement:
    """Return the statement that reads a live session by this key, with user and membership."""
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
    """Return the row of the session's user, with the columns of the schema."""
    return OwnUser((session.user_id, *_seen_of_user(session)))


def own_company(session: Any) -> Any:
    """Return the row of the session's company, with its two managers."""
    return OwnCompany((session.company_id, *_seen_of_company(session)))


def _is_fresh(context: Context, proved_at: datetime) -> bool:
    """Return True if a second factor was verified recently enough for a step-up."""
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
    """Return the viewer of a session with both factors; `fresh`: recent enough for a step-up."""
    user, manager, membership = session.user, session.manager, session.membership
    if membership is None:
        assert manager is not None, "a session has a membership or a manager"
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
