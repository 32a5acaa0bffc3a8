"""Whom to ask."""

import strawberry

from permissions import AskWho


@strawberry.type(description="Somebody to ask, and how to reach them.")
class Contact:
    """Somebody to ask, and how to reach them."""

    ask_who: AskWho
    name: str
    email: str
    phone: str
