"""Companies, their contracts and their two managers."""

from dataclasses import replace
from typing import Any, cast

import strawberry

import models
from data.conditions import Conditions
from data.connection import Page, get_page
from data.global_id import key_from_global_id
from data.order import order_by_text
from data.parents import Parents, reads
from data.rows import fetch, fetch_by_id, fetch_children, joined_rows
from errors import BadUserInput, NotFound, Unauthenticated
from i18n import gettext
from permissions import reach
from permissions.user import ManageUsers
from pipeline.context import Context, Info
from pipeline.session import OwnCompany

BY_NAME = order_by_text("NAME", "name")


async def get_company(info: Info, id: strawberry.ID | None = None) -> models.Company:  # noqa: A002 - Relay's name
    """Company that the viewer acts for; for a manager, an assigned company.

    The error `BAD_USER_INPUT` if several companies are assigned and no `id` is given.

    Args:
        id: Global ID of the company; null for the viewer's own one, or for a manager's only
            one.
    """
    own, read = info.context.own_company, info.reads(models.Company)
    if id is None and own is not None and read is not None and read.issubset(OwnCompany.columns):
        return cast("models.Company", own())
    where = Conditions(models.Company)
    if id is not None:
        where.add_comparison("id", key_from_global_id(id, models.Company, "id"))
    found = await fetch(
        info,
        models.Company,
        ("one", where.cache_key),
        where,
        {**where.values, "limit": 2},
        limited=True,
    )
    if len(found) > 1:
        raise BadUserInput(
            gettext("You are the manager of several companies: state the `id` of one."),
            argument="id",
        )
    if not found:
        raise NotFound("company")
    return cast("models.Company", found[0])


async def list_companies(
    info: Info, first: int = 20, after: str | None = None
) -> Page[models.Company]:
    """Companies visible to the viewer, by name.

    These are the assigned ones of a manager, or the one that a company's user acts for.
    """
    return await get_page(info, models.Company, Conditions(models.Company), BY_NAME, first, after)


@reads()
async def list_contracts(
    companies: Parents[models.Company], info: Info
) -> list[list[models.Contract]]:
    """Insurance contracts of the company, by line and number."""
    return await fetch_children(info, models.Contract, "company_id", companies, "line", "number")


@reads(
    "contract_manager_id",
    "health_manager_id",
    contract_manager=models.Manager,
    health_manager=models.Manager,
)
async def list_managers(
    companies: Parents[models.Company], info: Info
) -> list[list[models.Manager]]:
    """Contract manager and health manager of the company, in this order."""
    contract, health = (
        joined_rows(info, models.Manager, companies, relation)
        for relation in ("contract_manager", "health_manager")
    )
    if contract is not None and health is not None:
        return [list(pair) for pair in zip(contract, health, strict=True)]
    keys = [
        key
        for company in companies
        for key in (company.contract_manager_id, company.health_manager_id)
    ]
    found = await fetch_by_id(info, models.Manager, keys)
    pairs = zip(found[::2], found[1::2], strict=True)
    return [[manager for manager in pair if manager is not None] for pair in pairs]


@reads("company_id")
async def list_companies_of_rows(rows: Parents[Any], info: Info) -> list[models.Company | None]:
    """Company to which the object belongs."""
    return await fetch_by_id(info, models.Company, [row.company_id for row in rows])


async def lock_company(context: Context) -> None:
    """Lock the viewer's company, so that changes to its users are serialised.

    A viewer who has lost the right to them meanwhile is refused.
    """
    viewer = context.signed_in()
    await reach(models.Company, viewer).select_for_update().get()
    acting = await models.Membership.get_or_none(id=viewer.membership_id)
    if acting is None:
        raise Unauthenticated(gettext("Your access to this company has ended."))
    context.viewer = replace(viewer, role=acting.role, accesses=acting.accesses)
    if (refusal := ManageUsers.refusal(context.viewer)) is not None:
        raise refusal
