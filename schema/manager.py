"""The insurer's managers."""

import models
from models import Language, ManagerKind
from permissions.company import SeeCompany
from resolvers.parts import list_languages
from schema.field import column, field
from schema.node import Node, noun


@noun(models.Manager)
class Manager(Node):
    """Manager at the insurer: contact for contract and portal, or for claims and settlements."""

    kind: ManagerKind = column("Field of responsibility.")
    name: str = column("First and last name.")
    email: str = column("E-mail address.")
    phone: str = column("Phone number in international form.")
    languages: list[Language] = field(list_languages, needs=SeeCompany)
