"""Users and what they may do in a company."""

from typing import Any

import models
from models import Access, Language, Role, UserStatus
from permissions.company import SeeCompany
from permissions.user import SeeOwnAccount
from resolvers.company import list_companies_of_rows
from resolvers.membership import list_memberships
from resolvers.parts import list_accesses
from schema.can import can
from schema.company import Company
from schema.field import column, field
from schema.node import Node, noun


@noun(models.Membership)
class Membership:
    """Membership of a user in a company."""

    company: Company = field(list_companies_of_rows, needs=SeeCompany)
    role: Role = column("Role of the user in the company.")
    accesses: list[Access] = field(
        list_accesses,
        needs=SeeOwnAccount,
        description="Accesses of the user in the company; empty if there are none.",
    )


@noun(models.User)
class User(Node):
    """User of the portal: administrators see all of the company, other users only themselves."""

    identifier: str = column(
        "User number (n° d'identifiant, Benutzernummer) for signing in: eight digits."
    )
    first_name: str = column("First name.")
    last_name: str = column("Last name.")
    email: str = column("E-mail address.")
    phone: str = column("Phone number in international form; empty if none is known.")
    language: Language = column("Language of the mails and text messages to the user.")
    status: UserStatus = column("Status of the account.")
    memberships: list[Membership] | None = field(list_memberships, needs=SeeOwnAccount)
    can: Any = can(models.User)
