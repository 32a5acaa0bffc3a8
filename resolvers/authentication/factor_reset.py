"""Account recovery without second factor and recovery codes: two managers reset the factor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import strawberry
from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet
from tortoise.transactions import in_transaction

import models
from data.global_id import key_from_global_id
from errors import NotFound
from i18n import gettext
from models import FactorReset, SecurityEventKind, TwoFactorMethod
from permissions import assigned_memberships
from pipeline.context import Context, Info
from resolvers.authentication.security_event import record
from resolvers.authentication.security_notice import notify
from resolvers.preconditions import Problems, problem_at, raise_problems


@dataclass(frozen=True, slots=True)
class OpenReset:
    """A reset that waits for the second manager."""

    user: models.User
    started_by: str
    started_at: datetime
    expires_at: datetime


async def list_factor_resets(info: Info) -> list[OpenReset]:
    """The resets of second factors that wait for a second manager, of users of the companies assigned."""
    users: Any = assigned_memberships(info.context.signed_in()).values("user_id")
    resets = _unexpired(info.context, FactorReset.filter(user_id__in=Subquery(users)))
    found = await resets.select_related("user", "started_by").order_by("started_at", "id")
    return [
        OpenReset(reset.user, reset.started_by.name, reset.started_at, reset.expires_at)
        for reset in found
    ]


async def start_factor_reset(info: Info, user_id: strawberry.ID) -> models.User:
    """Start the reset of a second factor that a user has lost: a second manager has to approve it. The user is told."""
    context = info.context
    viewer = context.signed_in()
    user = await _load_user(context, user_id)
    raise_problems(check_active(user))
    expires_at = context.now + context.services.settings.factor_reset_lifetime
    reset = FactorReset(
        user_id=user.id,
        started_by_id=viewer.manager_id,
        started_at=context.now,
        expires_at=expires_at,
    )
    async with in_transaction():
        await FactorReset.bulk_create(
            [reset],
            on_conflict=["user_id"],
            update_fields=["started_by_id", "started_at", "expires_at"],
        )
        await record(context, SecurityEventKind.FACTOR_RESET_STARTED, user.id)
    notify(context, SecurityEventKind.FACTOR_RESET_STARTED, user)
    return user


async def approve_factor_reset(info: Info, user_id: strawberry.ID) -> models.User:
    """Approve, as a second manager, the reset that another one has started: codes go by mail from now on, all sessions end."""
    context = info.context
    user = await _load_user(context, user_id)
    async with in_transaction():
        await _consume_reset(context, user)
        await reset_factor(context, user)
    notify(context, SecurityEventKind.FACTOR_RESET_APPROVED, user)
    return user


async def refuse_factor_reset(info: Info, user_id: strawberry.ID) -> models.User:
    """Refuse, as a second manager, the reset that another one has started: the second factor stays."""
    context = info.context
    user = await _load_user(context, user_id)
    async with in_transaction():
        await _consume_reset(context, user)
        await record(context, SecurityEventKind.FACTOR_RESET_REFUSED, user.id)
    notify(context, SecurityEventKind.FACTOR_RESET_REFUSED, user)
    return user


async def reset_factor(context: Context, user: models.User) -> None:
    """Replace a lost second factor by codes by e-mail.

    Recovery codes and passkeys are deleted, and all sessions end.
    """
    method = TwoFactorMethod.EMAIL
    columns = {
        "two_factor_method": method,
        "totp_secret": None,
        "two_factor_set_at": context.now,
        "passkey_alone": False,
    }
    await models.User.filter(id=user.id).update(**columns)
    for model in (models.RecoveryCode, models.Passkey, models.Session):
        await model.filter(user_id=user.id).delete()
    await record(context, SecurityEventKind.FACTOR_RESET_APPROVED, user.id, method=method)
    await record(context, SecurityEventKind.SESSION_ENDED, user.id)


async def _consume_reset(context: Context, user: models.User) -> None:
    """Delete the pending reset; of two parallel decisions, only one succeeds."""
    (problems,) = await check_reset_decision(context, [user])
    raise_problems(problems)
    if not await FactorReset.filter(user_id=user.id).delete():
        raise NotFound("user")


def _unexpired(context: Context, resets: QuerySet[FactorReset]) -> QuerySet[FactorReset]:
    return resets.filter(expires_at__gt=context.now)


async def _load_user(context: Context, user_id: str) -> models.User:
    key = key_from_global_id(user_id, models.User, "userId")
    membership = (
        await assigned_memberships(context.signed_in())
        .filter(user_id=key)
        .select_related("user")
        .first()
    )
    if membership is None:
        raise NotFound("user")
    return membership.user


async def check_reset_decision(context: Context, users: Sequence[models.User]) -> list[Problems]:
    """Check that a reset is pending and that another manager has started it."""
    waiting = models.FactorReset.filter(
        user_id__in=[user.pk for user in users], expires_at__gt=context.now
    )
    started_by = dict(await waiting.values_list("user_id", "started_by_id"))
    return [_check_reset(started_by.get(user.pk), context.signed_in().manager_id) for user in users]


def _check_reset(started_by: UUID | None, manager_id: UUID | None) -> Problems:
    if started_by is None:
        return (problem_at("NO_RESET", "userId", gettext("No reset is under way for this user.")),)
    if started_by == manager_id:
        return (
            problem_at(
                "OWN_RESET",
                "userId",
                gettext(
                    "The manager who started the reset cannot decide on it: another manager must."
                ),
            ),
        )
    return ()


def check_active(user: models.User) -> Problems:
    """Check that the user is active: nobody else has a second factor to reset."""
    if user.status is models.UserStatus.ACTIVE:
        return ()
    return (
        problem_at("NOT_ACTIVE", "userId", gettext("This user has no second factor to reset.")),
    )
