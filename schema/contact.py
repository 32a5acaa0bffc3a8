"""Contacts: the people who can help."""

import strawberry

from permissions import AskWho
from schema.field import column


@strawberry.type
class Contact:
    """Person or hotline to contact for help."""

    ask_who: AskWho = column("Function in which the contact helps.")
    name: str = column(
        "First and last name of the person, or the name of the hotline in the language of the "
        "response."
    )
    email: str = column("E-mail address.")
    phone: str = column("Phone number in international form; empty if none is known.")
