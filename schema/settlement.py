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
    """One line of a settlement."""

    kind: SettlementLineKind
    days: int | None
    degree: int | None = column("Per cent of incapacity.")
    amount: Money = column("Negative for a deduction.")


@noun(models.Settlement)
class Settlement(Node):
    """What the insurer pays for a claim and a period (décompte, Leistungsabrechnung)."""

    number: str
    status: SettlementStatus
    amount: Money = column("The sum of the lines.")
    issued_at: datetime
    period: Period = field(list_settlement_periods, needs=SeeSettlements)
    lines: list[SettlementLine] | None = field(list_lines, needs=SeeSettlementLines)
    claim: Annotated["Claim", strawberry.lazy("schema.claim")] | None = field(
        list_settled_claims, needs=SeeClaims
    )
    can: Any = can(models.Settlement)
