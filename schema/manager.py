"""The insurer's managers."""

import models
from models import Language, ManagerKind
from permissions.company import SeeCompany
from resolvers.parts import list_languages
from schema.field import field
from schema.node import Node, noun


@noun(models.Manager)
class Manager(Node):
    """Somebody at the insurer, at the company's disposal: for the contract and the platform, or for claims and settlements."""

    kind: ManagerKind
    name: str
    email: str
    phone: str
    languages: list[Language] = field(list_languages, needs=SeeCompany)
