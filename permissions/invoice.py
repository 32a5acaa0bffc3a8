"""Who may see premium invoices."""

from models import Access
from permissions.rule import Rule


class SeeInvoices(Rule):
    """See premium invoices and download them."""

    access = Access.INVOICES
