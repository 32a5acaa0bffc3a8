"""Claims: list with filters and orders, and the parts of a claim file."""

from datetime import date
from enum import StrEnum
from typing import cast

import strawberry
from tortoise.expressions import Q

import models
from data.conditions import Conditions
from data.connection import Page, get_page
from data.global_id import key_from_global_id
from data.order import order_by_day, order_by_time
from data.parents import Parents, reads
from data.rows import fetch_by_id, fetch_children
from errors import BadUserInput, NotFound
from i18n import gettext
from models import ClaimKind, ClaimStatus
from pipeline.context import Info

MAX_TEXT = 100


class ClaimOrder(StrEnum):
    """Sort order of a list of claims."""

    NEWEST = "NEWEST"
    """By creation of the draft, newest first."""
    OLDEST = "OLDEST"
    """By creation of the draft, oldest first."""
    LATEST_EVENT = "LATEST_EVENT"
    """By event date, latest first."""
    EARLIEST_EVENT = "EARLIEST_EVENT"
    """By event date, earliest first."""


ORDERS = {
    ClaimOrder.NEWEST: order_by_time("NEWEST", "created_at", descending=True),
    ClaimOrder.OLDEST: order_by_time("OLDEST", "created_at", descending=False),
    ClaimOrder.LATEST_EVENT: order_by_day("LATEST_EVENT", "event_date", descending=True),
    ClaimOrder.EARLIEST_EVENT: order_by_day("EARLIEST_EVENT", "event_date", descending=False),
}


@strawberry.input
class ClaimFilter:
    """Conditions on claims, all of which a claim must meet.

    A field that is null or left out sets no condition.
    """

    status: list[ClaimStatus] | None = strawberry.field(
        default=None,
        description="Statuses of which the claim must have one; an empty list matches no claim.",
    )
    kind: list[ClaimKind] | None = strawberry.field(
        default=None,
        description="Kinds of which the claim must have one; an empty list matches no claim.",
    )
    text: str | None = strawberry.field(
        default=None,
        description="Text that the claim number, the insured person's first or last name, or the "
        "description must contain, in upper or lower case; at most 100 characters.",
    )
    event_from: date | None = strawberry.field(
        default=None, description="Earliest event date, included."
    )
    event_to: date | None = strawberry.field(
        default=None, description="Latest event date, included."
    )
    company_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="Global ID of the company whose claims to list, for managers, who have "
        "several.",
    )


async def list_claims(
    info: Info,
    first: int = 20,
    after: str | None = None,
    filter: ClaimFilter | None = None,  # noqa: A002 - the field's word
    order_by: ClaimOrder = ClaimOrder.NEWEST,
) -> Page[models.Claim]:
    """Claim files of the viewer's company, page by page.

    A manager gets those of all assigned companies.

    Args:
        filter: Conditions that the claims must meet; null for all claims visible to the viewer.
        order_by: Sort order: newest first by default.
    """
    return await get_page(
        info, models.Claim, _conditions(filter or ClaimFilter()), ORDERS[order_by], first, after
    )


async def get_claim(info: Info, id: strawberry.ID) -> models.Claim:  # noqa: A002 - Relay's name
    """Claim file with the given ID.

    Args:
        id: Global ID of the claim.
    """
    (claim,) = await fetch_by_id(info, models.Claim, [key_from_global_id(id, models.Claim, "id")])
    if claim is None:
        raise NotFound("claim")
    return cast("models.Claim", claim)


@reads()
async def list_incapacity(
    claims: Parents[models.Claim], info: Info
) -> list[list[models.IncapacityPeriod]]:
    """Gap-free history of incapacity for work, in order of time; empty if none was declared."""
    return await fetch_children(info, models.IncapacityPeriod, "claim_id", claims, "start")


@reads("kind", "event_date", "event_date_precision")
async def list_minor(claims: Parents[models.Claim], info: Info) -> list[bool | None]:
    """True for a minor accident (accident-bagatelle, Bagatellunfall).

    Its incapacity lasts at most 3 calendar days, the day of the accident included.

    Null only while the `eventDatePrecision` of an accident is `CLARIFYING`; false for all other
    kinds. Source: Suva, explanations of the claim form.
    """
    histories = await fetch_children(
        info,
        models.IncapacityPeriod,
        "claim_id",
        claims,
        "start",
        extra_columns=("start", "end", "degree"),
    )
    return [claim.is_minor(history) for claim, history in zip(claims, histories, strict=True)]


@reads()
async def list_events(claims: Parents[models.Claim], info: Info) -> list[list[models.ClaimEvent]]:
    """History of the claim, oldest event first."""
    return await fetch_children(info, models.ClaimEvent, "claim_id", claims, "at", "id")


@reads()
async def list_documents(claims: Parents[models.Claim], info: Info) -> list[list[models.Document]]:
    """Documents of the claim, oldest first."""
    return await fetch_children(info, models.Document, "claim_id", claims, "uploaded_at", "id")


@reads()
async def list_claim_settlements(
    claims: Parents[models.Claim], info: Info
) -> list[list[models.Settlement]]:
    """Settlements (décomptes) of the claim, oldest first."""
    return await fetch_children(info, models.Settlement, "claim_id", claims, "issued_at", "id")


@reads("earlier_claim_id")
async def list_earlier_claims(
    claims: Parents[models.Claim], info: Info
) -> list[models.Claim | None]:
    """Earlier claim that a relapse follows; null for other kinds, or while the draft names none."""
    return await fetch_by_id(info, models.Claim, [claim.earlier_claim_id for claim in claims])


def _conditions(filters: ClaimFilter) -> Conditions:
    where = Conditions(models.Claim)
    if filters.status is not None:
        where.add_in("status", filters.status)
    if filters.kind is not None:
        where.add_in("kind", filters.kind)
    if filters.text is not None:
        where.add_literal(_text_condition(filters.text))
    if filters.event_from is not None:
        where.add_comparison("event_date__gte", filters.event_from)
    if filters.event_to is not None:
        where.add_comparison("event_date__lte", filters.event_to)
    if filters.company_id is not None:
        where.add_comparison(
            "company_id", key_from_global_id(filters.company_id, models.Company, "filter.companyId")
        )
    return where


def _text_condition(text: str) -> Q:
    if "\0" in text:
        raise BadUserInput(gettext("Control characters are not allowed."), argument="filter.text")
    if len(text) > MAX_TEXT:
        raise BadUserInput(
            gettext("At most %(count)s characters.", count=MAX_TEXT), argument="filter.text"
        )
    return (
        Q(number__icontains=text)
        | Q(insured_first_name__icontains=text)
        | Q(insured_last_name__icontains=text)
        | Q(description__icontains=text)
    )
