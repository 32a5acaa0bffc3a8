"""Money: stored as whole Rappen, returned as an exact decimal string, never as a float."""

from decimal import Decimal

import strawberry

from permissions import Anyone
from resolvers.parts import list_amounts, list_currencies
from schema.field import field


@strawberry.type
class Money:
    """Amount of money."""

    amount: Decimal = field(list_amounts, needs=Anyone)
    currency: str = field(list_currencies, needs=Anyone)
