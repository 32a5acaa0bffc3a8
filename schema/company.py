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


@strawberry.type
class Period:
    """Period of whole days."""

    start: date = column("First day, included.")
    end: date | None = column("Last day, included; null if the end is open.")


@strawberry.type
class Address:
    """Structured postal address (Swiss Payment Standards, address type S)."""

    street: str = column("Street name, without the building number.")
    building_number: str = column("Building number; empty if there is none.")
    postal_code: str = column("Postal code.")
    town: str = column("Town.")
    country: str = column("Country, as its two-letter ISO 3166-1 code.")


@noun(models.Contract)
class Contract(Node):
    """Insurance contract of a company."""

    number: str = column("Contract number.")
    line: Line = column("Line of insurance of the contract.")
    period: Period = field(list_contract_periods, needs=SeeCompany)


@noun(models.Company)
class Company(Node):
    """Company insured by the group, with its contract manager and its health manager."""

    name: str = column("Name of the company.")
    uid: str = column(
        "Enterprise identification number (UID / IDE, eCH-0097) in the form `CHE-ddd.ddd.ddd`."
    )
    language: Language = column("Language in which the insurer writes to the company.")
    address: Address = field(list_addresses, needs=SeeCompany)
    contracts: list[Contract] | None = field(list_contracts, needs=SeeCompany)
    managers: list[Manager] | None = field(list_managers, needs=SeeCompany)
