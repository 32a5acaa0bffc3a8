"""Memberships: the role and accesses of a user in a company."""

from dataclasses import dataclass

import strawberry
from tortoise.transactions import in_transaction

import models
from data.global_id import key_from_global_id
from data.parents import Parents, reads
from data.rows import fetch_children
from errors import NotFound, invalid
from i18n import gettext
from models import Access, Role, SecurityEventKind
from permissions import reach
from pipeline.context import Context, Info
from resolvers.access_change import AccessChange, find_membership, plan_access_change
from resolvers.authentication.security_event import record, record_accesses
from resolvers.company import lock_company
from resolvers.preconditions import (
    check_administrator_remains,
    raise_problems,
)


@reads()
async def list_memberships(
    users: Parents[models.User], info: Info
) -> list[list[models.Membership]]:
    """Memberships of the user in the companies visible to the viewer, by company name."""
    return await fetch_children(info, models.Membership, "user_id", users, "company__name", "id")


@dataclass(frozen=True, slots=True)
class ChangedAccesses:
    """A user with changed accesses, and the change."""

    user: models.User
    change: AccessChange


async def change_accesses(
    info: Info, user_id: strawberry.ID, accesses: list[Access], administrator: bool | None = None
) -> ChangedAccesses:
    """Set the accesses of a user in the company, and the role if `administrator` is given.

    Codes in `errors`: `NOT_YOURS_TO_GRANT`, `OWN_MANAGEMENT`, `LAST_ADMINISTRATOR`.

    Args:
        accesses: All accesses that the user has from now on; an empty list for none.
        administrator: True for the role `ADMINISTRATOR`, false for `USER`; null leaves the role
            as it is.

    Returns:
        change: Access gained and lost by the user; null if `errors` is not empty.
    """
    async with in_transaction():
        membership = await load_membership_locked(info.context, user_id)
        change = await plan_access_change(info.context, membership, accesses, administrator)
        raise_problems(change.problems)
        membership.role, membership.accesses = change.after.role, change.after.accesses
        await membership.save(update_fields=["role", "accesses"])
        await record_accesses(info.context, membership, change.before.accesses)
        if change.after.role is not change.before.role:
            await record(
                info.context,
                SecurityEventKind.ROLE_CHANGED,
                membership.user_id,
                company_id=membership.company_id,
            )
    return ChangedAccesses(membership.user, change)


async def remove_user(info: Info, user_id: strawberry.ID) -> models.User:
    """Remove a user from the company. The user's sessions for the company end at once.

    Without another company, the account is suspended.

    Codes in `errors`: `OWN_MANAGEMENT`, `LAST_ADMINISTRATOR`.
    """
    async with in_transaction():
        membership = await load_membership_locked(info.context, user_id)
        (problems,) = await check_administrator_remains(info.context, [membership])
        raise_problems(problems)
        await membership.delete()
        await record(
            info.context,
            SecurityEventKind.REMOVED_FROM_COMPANY,
            membership.user_id,
            company_id=membership.company_id,
        )
        if not await models.Membership.filter(user_id=membership.user_id).exists():
            membership.user.status = models.UserStatus.SUSPENDED
            await membership.user.save(update_fields=["status"])
            await models.Session.filter(user_id=membership.user_id).delete()
            await models.OneTimeLink.filter(user_id=membership.user_id).delete()
    return membership.user


async def load_membership_locked(context: Context, user_id: str) -> models.Membership:
    """Return the user's membership in the viewer's company, with the company locked."""
    await lock_company(context)
    return await find_membership(context, user_id)


async def add_membership(
    info: Info, user_id: strawberry.ID, company_id: strawberry.ID
) -> models.User:
    """Add an existing user to another company (a fiduciary, for example), without accesses.

    Its administrator grants them.

    Codes in `errors`: `ALREADY_A_USER`.
    """
    viewer = info.context.signed_in()
    user_key, company_key = (
        key_from_global_id(user_id, models.User, "userId"),
        key_from_global_id(company_id, models.Company, "companyId"),
    )
    async with in_transaction():
        memberships = reach(models.Membership, viewer).filter(user_id=user_key)
        known = await memberships.select_related("user").first()
        company = (
            await reach(models.Company, viewer)
            .select_for_update(of=("company",))
            .get_or_none(id=company_key)
        )
        if known is None or company is None:
            raise NotFound("user" if known is None else "company")
        if await models.Membership.filter(user_id=user_key, company_id=company_key).exists():
            raise invalid(
                "ALREADY_A_USER",
                "companyId",
                gettext("This person is already a user of the company."),
            )
        await models.Membership.create(
            user_id=user_key, company_id=company_key, role=Role.USER, accesses=[]
        )
        await record(
            info.context, SecurityEventKind.ADDED_TO_COMPANY, user_key, company_id=company_key
        )
    return known.user
