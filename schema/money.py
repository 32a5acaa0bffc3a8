"""Money: kept as whole Rappen, shown as an exact decimal string, never a float."""

from decimal import Decimal

import strawberry

from permissions import Anyone
from resolvers.parts import list_amounts, list_currencies
from schema.field import field


@strawberry.type(description="An amount of money.")
class Money:
    """An amount of money."""

    amount: Decimal = field(list_amounts, needs=Anyone)
    currency: str = field(list_currencies, needs=Anyone)
