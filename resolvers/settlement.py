"""Settlements (décomptes) and their lines."""

import strawberry

import models
from models import SettlementStatus
from permissions import reach
from resolvers.children import by_key, children
from resolvers.context import Info, Parents
from resolvers.node import read_id
from resolvers.page import Page, by_time, get_page

NEWEST = by_time("NEWEST", "issued_at", descending=True)


@strawberry.input(description="Which settlements to list; all conditions hold together.")
class SettlementFilter:
    """Which settlements to list; all conditions hold together."""

    claim_id: strawberry.ID | None = None
    status: SettlementStatus | None = None


async def list_settlements(
    info: Info,
    first: int = 20,
    after: str | None = None,
    filter: SettlementFilter | None = None,  # noqa: A002 - the field's word
) -> Page[models.Settlement]:
    """The settlements of the company's claims, newest first."""
    found = reach(models.Settlement, info.context.signed_in())
    if filter is not None and filter.claim_id is not None:
        found = found.filter(claim_id=read_id(filter.claim_id, models.Claim, "filter.claimId"))
    if filter is not None and filter.status is not None:
        found = found.filter(status=filter.status)
    return await get_page(found, NEWEST, first, after)


async def list_lines(settlements: Parents[models.Settlement], info: Info) -> list[list[models.SettlementLine]]:
    """What makes up the amount; a hospital deduction is negative."""
    return await children(reach(models.SettlementLine, info.context.signed_in()).order_by("position"), "settlement_id", settlements)


async def list_settled_claims(settlements: Parents[models.Settlement], info: Info) -> list[models.Claim | None]:
    """The claim that is settled."""
    return await by_key(reach(models.Claim, info.context.signed_in()), [settlement.claim_id for settlement in settlements])
