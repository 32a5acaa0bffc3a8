"""Premium invoices."""

from datetime import date
from typing import Any

import models
from models import InvoiceStatus
from permissions.company import SeeCompany
from permissions.invoice import SeeInvoices
from permissions.user import SeeUsers
from resolvers.company import list_companies_of_rows
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
    """Premium invoice (facture de primes, Prämienrechnung) of one contract for one period."""

    number: str = column("Invoice number.")
    amount: Money = column("Amount payable.")
    issued_on: date = column("Date of issue.")
    due_date: date = column("Date by which the invoice is payable.")
    status: InvoiceStatus = column("Payment status.")
    qr_reference: str = column(
        "QR reference (QRR) of the QR-bill: 27 digits, the last one a check digit (Swiss Payment "
        "Standards)."
    )
    period: Period = field(list_invoice_periods, needs=SeeInvoices)
    company: Company | None = field(list_companies_of_rows, needs=SeeCompany)
    contract: Contract | None = field(list_invoiced_contracts, needs=SeeCompany)
    pdf_url: str | None = field(list_pdf_urls, needs=SeeInvoices)
    visible_to: Audience | None = field(
        return_parents, needs=SeeUsers, description="People who can see the invoice at present."
    )
    can: Any = can(models.Invoice)
