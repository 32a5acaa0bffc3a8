"""Rules for settlements and their lines."""

from i18n import gettext_noop
from models import Access
from permissions.rule import Rule


class SeeSettlements(Rule):
    """See settlements."""

    action = gettext_noop("see settlements")
    access = Access.SETTLEMENTS


class SeeSettlementLines(SeeSettlements):
    """See the lines of a settlement: benefits of one insured person, with days and degrees."""

    action = gettext_noop("see the lines of a settlement")
    step_up = True
