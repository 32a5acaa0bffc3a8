"""Users and what they may do in a company."""

from typing import Any

import models
from models import Access, Language, Role, UserStatus
from permissions.company import SeeCompany
from permissions.user import SeeOwnAccount
from resolvers.company import list_companies_of
from resolvers.membership import list_memberships
from resolvers.parts import list_accesses
from schema.can import can
from schema.company import Company
from schema.field import column, field
from schema.node import Node, noun


@noun(models.Membership)
class Membership:
    """One user in one company."""

    company: Company = field(list_companies_of, needs=SeeCompany)
    role: Role
    accesses: list[Access] = field(list_accesses, needs=SeeOwnAccount)


@noun(models.User)
class User(Node):
    """A person who signs in. An administrator reaches all users of the company, everybody else only themselves."""

    identifier: str = column("User number (n° d'identifiant), with which one signs in.")
    first_name: str
    last_name: str
    email: str
    phone: str
    language: Language
    status: UserStatus
    memberships: list[Membership] | None = field(list_memberships, needs=SeeOwnAccount)
    can: Any = can(models.User)
