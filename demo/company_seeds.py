"""Seed data of the three companies. Their UIDs are valid, but of a range that is not assigned."""

from dataclasses import dataclass
from datetime import date

from models import Language, Line


@dataclass(frozen=True, slots=True)
class ContractSeed:
    """Seed data of an insurance contract; the insured payroll is in francs a year."""

    line: Line
    number: str
    start: date
    payroll: int
    end: date | None = None
    months: int = 3
    """Months covered by one invoice."""


@dataclass(frozen=True, slots=True)
class CompanySeed:
    """Seed data of a company; its managers and declarants are keys of people."""

    key: str
    name: str
    uid: str
    street: str
    building_number: str
    postal_code: str
    town: str
    language: Language
    contract_manager: str
    health_manager: str
    declarants: tuple[str, ...]
    contracts: tuple[ContractSeed, ...]


COMPANY_SEEDS = (
    CompanySeed(
        "clairmont", "Maison Clairmont SA", "CHE-999.214.075", "Rue des Épinettes", "14", "1227",
        "Carouge GE", Language.FR,
        "contract_manager", "health_manager", ("claims", "settlements", "clairmont_night"),
        (
            ContractSeed(Line.LAA, "LAA-4018236", date(2022, 1, 1), 7_260_000, months=1),
            ContractSeed(Line.LAAC, "LAAC-4018237", date(2022, 1, 1), 1_180_000),
            ContractSeed(Line.IJM, "IJM-5120948", date(2023, 1, 1), 7_260_000),
        ),
    ),
    CompanySeed(
        "lindenegg", "Lindenegg Handels AG", "CHE-999.385.268", "Industriestrasse", "27", "3052",
        "Zollikofen", Language.DE,
        "contract_manager_bern", "health_manager_bern", ("other_administrator", "lindenegg_claims"),
        (
            ContractSeed(Line.LAA, "LAA-4033771", date(2021, 1, 1), 3_540_000),
            ContractSeed(Line.IJM, "IJM-5133772", date(2021, 1, 1), 3_540_000),
        ),
    ),
    CompanySeed(
        "valtorta", "Panetteria Valtorta Sagl", "CHE-999.511.834", "Via Cantonale", "8", "6928",
        "Manno", Language.IT,
        "contract_manager", "health_manager", ("valtorta_administrator", "valtorta_claims"),
        (
            ContractSeed(Line.LAA, "LAA-4047105", date(2024, 1, 1), 1_420_000),
            ContractSeed(
                Line.IJM, "IJM-5108640", date(2021, 1, 1), 1_390_000, end=date(2025, 12, 31)
            ),
            ContractSeed(Line.IJM, "IJM-5147106", date(2026, 1, 1), 1_420_000),
        ),
    ),
)  # fmt: skip
