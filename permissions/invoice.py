"""Who may see premium invoices."""

from languages import later
from models import Access
from permissions.rule import Rule


class SeeInvoices(Rule):
    """See premium invoices and download them."""

    act = later("see premium invoices")
    access = Access.INVOICES
