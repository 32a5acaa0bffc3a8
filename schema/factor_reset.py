"""Resets of second factors that wait for a second manager."""

from datetime import datetime

import models
from permissions.user import DecideFactorResets
from resolvers.authentication.factor_reset import list_starters, list_users_of_resets
from schema.field import column, field
from schema.node import Node, noun
from schema.user import User


@noun(models.FactorReset)
class FactorReset(Node):
    """Reset of a lost second factor, which waits for the decision of a second manager."""

    user: User | None = field(list_users_of_resets, needs=DecideFactorResets)
    started_by: str = field(list_starters, needs=DecideFactorResets)
    started_at: datetime = column("Timestamp of the start.")
    expires_at: datetime = column(
        "Timestamp after which nobody can approve or refuse the reset any more."
    )
