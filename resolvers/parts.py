"""Parts of a row that are objects in the schema: periods, addresses, amounts, lists."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

import models
from models import Access, Language
from pipeline.context import Parents, reads

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from the first to the last, both included."""

    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class Address:
    """A structured address, as the Swiss Payment Standards define it."""

    street: str
    building_number: str
    postal_code: str
    town: str
    country: str


@reads("period_start", "period_end")
def list_invoice_periods(invoices: Parents[models.Invoice]) -> list[Period]:
    """The days that the premium pays for."""
    return [Period(invoice.period_start, invoice.period_end) for invoice in invoices]


@reads("period_start", "period_end")
def list_settlement_periods(settlements: Parents[models.Settlement]) -> list[Period]:
    """The days that are settled."""
    return [Period(settlement.period_start, settlement.period_end) for settlement in settlements]


@reads("start", "end")
def list_contract_periods(contracts: Parents[models.Contract]) -> list[Period]:
    """When the contract is in force; without an end while none is agreed."""
    return [Period(contract.start, contract.end) for contract in contracts]


@reads("street", "building_number", "postal_code", "town", "country")
def list_addresses(companies: Parents[models.Company]) -> list[Address]:
    """The company's address."""
    return [
        Address(c.street, c.building_number, c.postal_code, c.town, c.country) for c in companies
    ]


def list_amounts(amounts: Parents[int]) -> list[Decimal]:
    """Francs and Rappen as an exact decimal, such as `"1234.50"`."""
    return [Decimal(rappen).scaleb(-2) for rappen in amounts]


def list_currencies(amounts: Parents[int]) -> list[str]:
    """The currency, by its ISO 4217 code."""
    return ["CHF"] * len(amounts)


def in_enum_order(members: Collection[E]) -> list[E]:
    """Return the members of a set in the order of their enum."""
    return [member for member in type(next(iter(members))) if member in members] if members else []


@reads("accesses")
def list_accesses(holders: Parents[Any]) -> list[list[Access]]:
    """What the holder may see and do."""
    return [in_enum_order(holder.accesses) for holder in holders]


@reads("languages")
def list_languages(managers: Parents[models.Manager]) -> list[list[Language]]:
    """The languages to write or call in."""
    return [in_enum_order(manager.languages) for manager in managers]


def return_parents(parents: Parents[Any]) -> list[Any]:
    """Return the parents themselves, for a type that shows some of their columns."""
    return list(parents)
