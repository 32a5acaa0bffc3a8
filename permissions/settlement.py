"""Who may see settlements."""

from models import Access
from permissions.rule import Rule


class SeeSettlements(Rule):
    """See settlements."""

    access = Access.SETTLEMENTS


class SeeSettlementLines(SeeSettlements):
    """See the lines of a settlement: what was paid for whom, day by day."""

    step_up = True
