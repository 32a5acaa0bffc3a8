"""Resets of second factors that wait for a second manager."""

from datetime import datetime

import strawberry

from schema.field import column
from schema.user import User


@strawberry.type(description="The reset of a lost second factor, which waits for a second manager.")
class OpenReset:
    """The reset of a lost second factor, which waits for a second manager."""

    user: User
    started_by: str = column("The manager who started it, and who may not decide on it.")
    started_at: datetime
    expires_at: datetime
