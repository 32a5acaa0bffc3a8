"""Settlements of claims."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

import models
from models import SettlementLineKind, SettlementStatus
from permissions.claim import SeeClaims
from permissions.settlement import SeeSettlementLines, SeeSettlements
from resolvers.parts import list_settlement_periods
from resolvers.settlement import list_lines, list_settled_claims
from schema.can import can
from schema.company import Period
from schema.field import column, field
from schema.money import Money
from schema.node import Node, noun

if TYPE_CHECKING:
    from schema.claim import Claim


@noun(models.SettlementLine)
class SettlementLine:
    """Line of a settlement."""

    kind: SettlementLineKind = column("Kind of benefit or deduction.")
    days: int | None = column(
        "Number of calendar days that the line covers; null for a line that is not by the day."
    )
    degree: int | None = column(
        "Degree of incapacity in per cent, 0 to 100; null for a line that does not depend on it."
    )
    amount: Money = column("Amount of the line; negative for a deduction.")


@noun(models.Settlement)
class Settlement(Node):
    """Settlement (décompte, Leistungsabrechnung): the insurer's payment for a claim and period."""

    number: str = column("Settlement number.")
    status: SettlementStatus = column("Status: provisional or final.")
    amount: Money = column("Sum of the lines.")
    issued_at: datetime = column("Timestamp of issue.")
    period: Period = field(list_settlement_periods, needs=SeeSettlements)
    lines: list[SettlementLine] | None = field(list_lines, needs=SeeSettlementLines)
    claim: Annotated["Claim", strawberry.lazy("schema.claim")] | None = field(
        list_settled_claims, needs=SeeClaims
    )
    can: Any = can(models.Settlement)
