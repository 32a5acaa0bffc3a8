"""The company, its contracts and its two managers."""

from typing import Any

import strawberry

import models
from errors import BadUserInput, NotFound
from permissions import reach
from resolvers.children import by_key, children
from resolvers.context import Info, Parents
from resolvers.node import read_id
from resolvers.page import Page, by_text, get_page

BY_NAME = by_text("NAME", "name")


async def get_company(info: Info, id: strawberry.ID | None = None) -> models.Company:  # noqa: A002 - Relay's name
    """The company one acts for. A manager says which one, unless only one is assigned."""
    viewer = info.context.signed_in()
    reached = reach(models.Company, viewer)
    if id is not None:
        reached = reached.filter(id=read_id(id, models.Company, "id"))
    found = await reached.limit(2)
    if len(found) > 1:
        raise BadUserInput("You look after several companies: say which one.", argument="id")
    if not found:
        raise NotFound("company")
    return found[0]


async def list_companies(info: Info, first: int = 20, after: str | None = None) -> Page[models.Company]:
    """The companies in reach, by name: a manager's assigned ones, or the one that a client acts for."""
    return await get_page(reach(models.Company, info.context.signed_in()), BY_NAME, first, after)


async def list_contracts(companies: Parents[models.Company], info: Info) -> list[list[models.Contract]]:
    """The company's insurance contracts."""
    return await children(reach(models.Contract, info.context.signed_in()).order_by("line", "number"), "company_id", companies)


async def list_managers(companies: Parents[models.Company], info: Info) -> list[list[models.Manager]]:
    """The contract manager and the health manager at the company's disposal, in this order."""
    keys = [key for company in companies for key in (company.contract_manager_id, company.health_manager_id)]
    found = await by_key(reach(models.Manager, info.context.signed_in()), keys)
    pairs = zip(found[::2], found[1::2], strict=True)
    return [[manager for manager in pair if manager is not None] for pair in pairs]


async def list_companies_of(rows: Parents[Any], info: Info) -> list[models.Company | None]:
    """The company that this is about: managers look after several."""
    return await by_key(reach(models.Company, info.context.signed_in()), [row.company_id for row in rows])
