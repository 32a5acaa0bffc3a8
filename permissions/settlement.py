"""Who may see settlements."""

from models import Access
from permissions.rule import Rule


class SeeSettlements(Rule):
    """See settlements and their lines."""

    access = Access.SETTLEMENTS
