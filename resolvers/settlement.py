"""Settlements (décomptes) and their lines."""

import strawberry

import models
from data.conditions import Conditions
from data.connection import Page, get_page
from data.global_id import key_from_global_id
from data.order import order_by_time
from data.rows import fetch_by_id, fetch_children
from models import SettlementStatus
from permissions.claim import SeeClaims
from permissions.lock import guarded
from pipeline.context import Info, Parents, reads

NEWEST = order_by_time("NEWEST", "issued_at", descending=True)


@strawberry.input(description="Which settlements to list; all conditions hold together.")
class SettlementFilter:
    """Which settlements to list; all conditions hold together."""

    claim_id: strawberry.ID | None = guarded(
        needs=SeeClaims, default=None, description="Those of one claim."
    )
    status: SettlementStatus | None = None


async def list_settlements(
    info: Info,
    first: int = 20,
    after: str | None = None,
    filter: SettlementFilter | None = None,  # noqa: A002 - the field's word
) -> Page[models.Settlement]:
    """The settlements of the company's claims, newest first."""
    where = Conditions(models.Settlement)
    if filter is not None and filter.claim_id is not None:
        where.add_comparison(
            "claim_id", key_from_global_id(filter.claim_id, models.Claim, "filter.claimId")
        )
    if filter is not None and filter.status is not None:
        where.add_comparison("status", filter.status)
    return await get_page(info, models.Settlement, where, NEWEST, first, after)


@reads()
async def list_lines(
    settlements: Parents[models.Settlement], info: Info
) -> list[list[models.SettlementLine]]:
    """What makes up the amount; a hospital deduction is negative."""
    return await fetch_children(
        info, models.SettlementLine, "settlement_id", settlements, "position"
    )


@reads("claim_id")
async def list_settled_claims(
    settlements: Parents[models.Settlement], info: Info
) -> list[models.Claim | None]:
    """The claim that is settled."""
    return await fetch_by_id(
        info, models.Claim, [settlement.claim_id for settlement in settlements]
    )
