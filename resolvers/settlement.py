"""Settlements (décomptes) and their lines."""

import strawberry

import models
from data.conditions import Conditions
from data.connection import Page, get_page
from data.global_id import key_from_global_id
from data.order import order_by_time
from data.parents import Parents, reads
from data.rows import fetch_by_id, fetch_children
from models import SettlementStatus
from permissions.claim import SeeClaims
from permissions.lock import guarded
from pipeline.context import Info

NEWEST = order_by_time("NEWEST", "issued_at", descending=True)


@strawberry.input
class SettlementFilter:
    """Conditions on settlements, all of which a settlement must meet.

    A field that is null or left out sets no condition.
    """

    claim_id: strawberry.ID | None = guarded(
        needs=SeeClaims,
        default=None,
        description="Global ID of the claim whose settlements to list.",
    )
    status: SettlementStatus | None = strawberry.field(
        default=None, description="Status that the settlement must have."
    )


async def list_settlements(
    info: Info,
    first: int = 20,
    after: str | None = None,
    filter: SettlementFilter | None = None,  # noqa: A002 - the field's word
) -> Page[models.Settlement]:
    """Settlements of the claims of the viewer's company, newest first.

    A manager gets those of all assigned companies.

    Args:
        filter: Conditions that the settlements must meet; null for all settlements visible to
            the viewer.
    """
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
    """Lines of which `amount` is the sum."""
    return await fetch_children(
        info, models.SettlementLine, "settlement_id", settlements, "position"
    )


@reads("claim_id")
async def list_settled_claims(
    settlements: Parents[models.Settlement], info: Info
) -> list[models.Claim | None]:
    """Claim that is settled."""
    return await fetch_by_id(
        info, models.Claim, [settlement.claim_id for settlement in settlements]
    )
