"""Premium invoices."""

from datetime import date
from typing import Any

import models
from models import InvoiceStatus
from permissions.company import SeeCompany
from permissions.invoice import SeeInvoices
from permissions.user import SeeUsers
from resolvers.company import list_companies_of
from resolvers.invoice import list_invoiced_contracts, list_pdf_urls
from resolvers.parts import list_invoice_periods, return_parents
from schema.audience import Audience
from schema.can import can
from schema.company import Company, Contract, Period
from schema.field import column, field
from schema.money import Money
from schema.node import Node, noun


@noun(models.Invoice)
class Invoice(Node):
    """A premium invoice (facture de primes) of one contract for one period."""

    number: str
    amount: Money
    issued_on: date
    due_date: date
    status: InvoiceStatus
    qr_reference: str = column("The 27 digits of the QR-bill's reference (QRR).")
    period: Period = field(list_invoice_periods, needs=SeeInvoices)
    company: Company | None = field(list_companies_of, needs=SeeCompany)
    contract: Contract | None = field(list_invoiced_contracts, needs=SeeCompany)
    pdf_url: str | None = field(list_pdf_urls, needs=SeeInvoices)
    visible_to: Audience | None = field(
        return_parents, needs=SeeUsers, description="Who can see it, now."
    )
    can: Any = can(models.Invoice)
