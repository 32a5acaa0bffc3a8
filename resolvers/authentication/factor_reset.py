"""Account recovery without second factor and recovery codes: two managers reset the factor."""

from collections.abc import Sequence
from uuid import UUID

import strawberry
from tortoise.transactions import in_transaction

import models
from data.conditions import Conditions
from data.global_id import key_from_global_id
from data.parents import Parents, reads
from data.rows import fetch, fetch_by_id, joined_rows
from errors import NotFound
from i18n import gettext
from models import FactorReset, SecurityEventKind, TwoFactorMethod
from permissions import assigned_memberships, starters_of_resets, users_of_resets
from pipeline.context import Context, Info
from resolvers.authentication.security_event import record
from resolvers.authentication.security_notice import notify
from resolvers.preconditions import Problems, problem_at, raise_problems


async def list_factor_resets(info: Info) -> list[FactorReset]:
    """Resets of second factors that wait for a second manager, oldest first.

    They concern users of the assigned companies.
    """
    conditions = Conditions(FactorReset)
    conditions.add_comparison("expires_at__gt", info.context.now)
    return await fetch(
        info,
        FactorReset,
        ("waiting", conditions.cache_key),
        lambda query: conditions(query).order_by("started_at", "id"),
        conditions.values,
    )


@reads("user_id", user=models.User)
async def list_users_of_resets(
    resets: Parents[FactorReset], info: Info
) -> list[models.User | None]:
    """User whose second factor is to be reset; null if the user has left the companies."""
    users = joined_rows(info, models.User, resets, "user")
    return users or await fetch_by_id(
        info, models.User, [reset.user_id for reset in resets], scope=users_of_resets
    )


@reads("started_by_id")
async def list_starters(resets: Parents[FactorReset], info: Info) -> list[str]:
    """Name of the manager who started the reset and may not decide on it."""
    keys = [reset.started_by_id for reset in resets]
    managers = await fetch_by_id(
        info, models.Manager, keys, extra_columns=("name",), scope=starters_of_resets
    )
    return [manager.name if manager is not None else "" for manager in managers]


async def start_factor_reset(info: Info, user_id: strawberry.ID) -> models.User:
    """Start the reset of a second factor that a user has lost.

    A second manager must approve it within 3 days (configurable).

    The user is notified by e-mail. Codes in `errors`: `NOT_ACTIVE`.
    """
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
    """Approve, as a second manager, the reset that another manager started.

    The user's second factor is then a code by e-mail; passkeys and recovery codes are deleted,
    and all sessions end.
    Codes in `errors`: `NO_RESET`, `OWN_RESET`.
    """
    context = info.context
    user = await _load_user(context, user_id)
    async with in_transaction():
        await _consume_reset(context, user)
        await reset_factor(context, user)
    notify(context, SecurityEventKind.FACTOR_RESET_APPROVED, user)
    return user


async def refuse_factor_reset(info: Info, user_id: strawberry.ID) -> models.User:
    """Refuse, as a second manager, the reset that another manager started.

    The second factor stays in force.

    Codes in `errors`: `NO_RESET`, `OWN_RESET`.
    """
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
