"""Who may see settlements."""

from languages import later
from models import Access
from permissions.rule import Rule


class SeeSettlements(Rule):
    """See settlements."""

    act = later("see settlements")
    access = Access.SETTLEMENTS


class SeeSettlementLines(SeeSettlements):
    """See the lines of a settlement: what was paid for whom, day by day."""

    act = later("see the lines of a settlement")
    step_up = True
