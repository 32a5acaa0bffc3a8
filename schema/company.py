"""The company and its contracts."""

from datetime import date

import strawberry

import models
from models import Language, Line
from permissions.company import SeeCompany
from resolvers.company import list_contracts, list_managers
from resolvers.parts import list_addresses, list_contract_periods
from schema.field import column, field
from schema.manager import Manager
from schema.node import Node, noun


@strawberry.type(
    description="From the first to the last day, both included; an end that is null is open."
)
class Period:
    """From the first to the last day, both included."""

    start: date
    end: date | None


@strawberry.type(description="A structured address.")
class Address:
    """A structured address."""

    street: str
    building_number: str
    postal_code: str
    town: str
    country: str = column("ISO 3166 code.")


@noun(models.Contract)
class Contract(Node):
    """An insurance contract of the company."""

    number: str
    line: Line
    period: Period = field(list_contract_periods, needs=SeeCompany)


@noun(models.Company)
class Company(Node):
    """A company insured by the group, with the two managers at its disposal."""

    name: str
    uid: str = column("Enterprise identification number (UID / IDE): `CHE-ddd.ddd.ddd`.")
    language: Language
    address: Address = field(list_addresses, needs=SeeCompany)
    contracts: list[Contract] | None = field(list_contracts, needs=SeeCompany)
    managers: list[Manager] | None = field(list_managers, needs=SeeCompany)
