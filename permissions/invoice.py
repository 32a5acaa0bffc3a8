"""Rule for premium invoices."""

from i18n import gettext_noop
from models import Access
from permissions.rule import Rule


class SeeInvoices(Rule):
    """See premium invoices and download them."""

    action = gettext_noop("see premium invoices")
    access = Access.INVOICES
