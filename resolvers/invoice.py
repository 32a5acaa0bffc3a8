"""Premium invoices."""

from datetime import date
from enum import StrEnum
from typing import cast

import strawberry

import models
from data.conditions import Conditions
from data.connection import Page, get_page
from data.global_id import key_from_global_id
from data.order import order_by_day
from data.parents import Parents, reads
from data.rows import fetch_by_id
from errors import NotFound
from i18n import gettext
from models import InvoiceStatus
from pipeline.context import Info
from resolvers.download import new_download_url
from resolvers.preconditions import (
    Problems,
    problem_at,
)


class InvoiceOrder(StrEnum):
    """Sort order of a list of invoices."""

    LATEST_PERIOD = "LATEST_PERIOD"
    """By start of the invoiced period, latest first."""
    EARLIEST_PERIOD = "EARLIEST_PERIOD"
    """By start of the invoiced period, earliest first."""
    DUE_FIRST = "DUE_FIRST"
    """By due date, earliest first."""


ORDERS = {
    InvoiceOrder.LATEST_PERIOD: order_by_day("LATEST_PERIOD", "period_start", descending=True),
    InvoiceOrder.EARLIEST_PERIOD: order_by_day("EARLIEST_PERIOD", "period_start", descending=False),
    InvoiceOrder.DUE_FIRST: order_by_day("DUE_FIRST", "due_date", descending=False),
}


@strawberry.input
class InvoiceFilter:
    """Conditions on invoices, all of which an invoice must meet.

    A field that is null or left out sets no condition.
    """

    status: list[InvoiceStatus] | None = strawberry.field(
        default=None,
        description="Statuses of which the invoice must have one; an empty list matches no "
        "invoice.",
    )
    period_from: date | None = strawberry.field(
        default=None, description="Earliest end of the invoiced period, included."
    )
    period_to: date | None = strawberry.field(
        default=None, description="Latest start of the invoiced period, included."
    )
    company_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="Global ID of the company whose invoices to list, for managers, who have "
        "several.",
    )


async def list_invoices(
    info: Info,
    first: int = 20,
    after: str | None = None,
    filter: InvoiceFilter | None = None,  # noqa: A002 - the field's word
    order_by: InvoiceOrder = InvoiceOrder.LATEST_PERIOD,
) -> Page[models.Invoice]:
    """Premium invoices of the viewer's company, page by page.

    A manager gets those of all assigned companies.

    Args:
        filter: Conditions that the invoices must meet; null for all invoices visible to the
            viewer.
        order_by: Sort order: latest period first by default.
    """
    return await get_page(
        info, models.Invoice, _conditions(filter or InvoiceFilter()), ORDERS[order_by], first, after
    )


def _conditions(filters: InvoiceFilter) -> Conditions:
    where = Conditions(models.Invoice)
    if filters.status is not None:
        where.add_in("status", filters.status)
    if filters.period_from is not None:
        where.add_comparison("period_end__gte", filters.period_from)
    if filters.period_to is not None:
        where.add_comparison("period_start__lte", filters.period_to)
    if filters.company_id is not None:
        where.add_comparison(
            "company_id", key_from_global_id(filters.company_id, models.Company, "filter.companyId")
        )
    return where


async def get_invoice(info: Info, id: strawberry.ID) -> models.Invoice:  # noqa: A002 - Relay's name
    """Premium invoice with the given ID.

    Args:
        id: Global ID of the invoice.
    """
    (invoice,) = await fetch_by_id(
        info, models.Invoice, [key_from_global_id(id, models.Invoice, "id")]
    )
    if invoice is None:
        raise NotFound("invoice")
    return cast("models.Invoice", invoice)


@reads("contract_id")
async def list_invoiced_contracts(
    invoices: Parents[models.Invoice], info: Info
) -> list[models.Contract | None]:
    """Contract for which the premium is invoiced."""
    return await fetch_by_id(info, models.Contract, [invoice.contract_id for invoice in invoices])


@reads("pdf_key")
def list_pdf_urls(invoices: Parents[models.Invoice], info: Info) -> list[str | None]:
    """Signed URL of the PDF, valid for this session and for 5 minutes (configurable).

    Null if there is no PDF.
    """
    return [
        new_download_url(info.context, invoice) if invoice.pdf_key else None for invoice in invoices
    ]


def check_pdf_exists(invoice: models.Invoice) -> Problems:
    """Check that the invoice has a PDF to download."""
    return (
        ()
        if invoice.pdf_key
        else (problem_at("NO_PDF", "id", gettext("There is no PDF of this invoice.")),)
    )
