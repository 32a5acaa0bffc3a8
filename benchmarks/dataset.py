"""Data set of companies with 200 claims, 600 documents and 24 invoices each, reproducible."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random
from typing import Any
from uuid import UUID

import asyncpg
from tortoise import Model

import models
from adapters.database.connection import prepare_folder, tortoise_config
from adapters.database.statement import for_sqlite
from adapters.passwords import Passwords
from migrations.apply import migrate
from models import Access, ManagerKind, Role

COMPANIES = 1_000
FEW_COMPANIES = 100
CLAIMS, DOCUMENTS, INVOICES = 200, 3, 24
"""Rows for each company; documents for each claim."""
START = datetime(2026, 1, 1, tzinfo=UTC)
PASSWORD = "correct horse battery staple"
WITH_PASSWORD = 1_000
"""Number of companies whose users can sign in."""
TOKENS = {"administrator": "administrator-of-the-benchmark", "user": "user-of-the-benchmark"}
"""Tokens of two users of the first company: with all accesses, and without INVOICES.

All other users have a session as well.
"""

Rows = dict[type[Model], list[tuple[Any, ...]]]


@dataclass(frozen=True)
class World:
    """Reference data of a data set for the scenarios."""

    database_url: str
    claim_id: str
    company_id: str
    user_id: str
    drafts: list[str]


def rows_of(companies: int) -> Rows:
    """Yield all rows by model, in the order of their foreign keys."""
    random = Random(26)
    rows: Rows = {model: [] for model in COLUMNS}
    managers = [_manager(random, rows, kind, number) for kind in ManagerKind for number in range(5)]
    for number in range(companies):
        company_id = new_id(random)
        place = (
            "Rue du Rhône",
            str(number),
            "1204",
            "Genève",
            "CH",
            "FR",
            managers[number % 5],
            managers[5 + number % 5],
            START,
        )
        rows[models.Company].append(
            (company_id, f"Compagnie {number} SA", f"CHE-{number:09}", *place)
        )
        contract_id = new_id(random)
        rows[models.Contract].append(
            (contract_id, company_id, "LAA", f"LAA-{number}", date(2020, 1, 1), None)
        )
        _people(random, rows, company_id, number)
        _claims(random, rows, company_id, number)
        _invoices(random, rows, company_id, contract_id, number)
    return rows


def new_id(random: Random) -> UUID:
    """Return a reproducible primary key."""
    return UUID(int=random.getrandbits(128), version=4)


def _user(random: Random, rows: Rows, number: int, name: str) -> UUID:
    user_id, login = new_id(random), str(10_000_000 + len(rows[models.User]))
    hashed = _hashed() if number < WITH_PASSWORD else None
    kept = (
        user_id,
        login,
        f"{name}{number}@example.com",
        name.capitalize(),
        f"Muster {number}",
        "",
        "FR",
        "ACTIVE",
    )
    rows[models.User].append((*kept, hashed, "EMAIL", None, 0, START))
    return user_id


@cache
def _hashed() -> str:
    return Passwords(19_456)._hasher.hash(PASSWORD)


def _manager(random: Random, rows: Rows, kind: ManagerKind, number: int) -> UUID:
    manager_id, user_id = new_id(random), _user(random, rows, 1, kind.value.lower())
    email = f"{kind.value.lower()}{number}@insurer.example"
    rows[models.Manager].append(
        (
            manager_id,
            user_id,
            kind.value,
            f"{kind.value.title()} Manager {number}",
            email,
            "+41 21 000 00 00",
            "DE FR",
        )
    )
    return manager_id


def _people(random: Random, rows: Rows, company_id: UUID, number: int) -> None:
    all_accesses = " ".join(sorted(Access))
    for name, role, accesses in (
        ("administrator", Role.ADMINISTRATOR, all_accesses),
        ("user", Role.USER, "CLAIMS SETTLEMENTS"),
    ):
        user_id, membership_id = _user(random, rows, number, name), new_id(random)
        rows[models.Membership].append(
            (membership_id, user_id, company_id, role.value, accesses, START)
        )
        now, token = datetime.now(UTC), f"{name}-{number}" if number else TOKENS[name]
        kept = (models.hash_token(token), now, now, now + timedelta(hours=12), now)
        rows[models.Session].append((new_id(random), user_id, membership_id, None, *kept))


def _claims(random: Random, rows: Rows, company_id: UUID, company: int) -> None:
    statuses, kinds = (
        list(models.ClaimStatus)[1:],
        ["OCCUPATIONAL_ACCIDENT", "NON_OCCUPATIONAL_ACCIDENT", "ILLNESS"],
    )
    for number in range(CLAIMS):
        claim_id, created = (
            new_id(random),
            START + timedelta(hours=number, seconds=random.randrange(3600)),
        )
        status = "DRAFT" if number < 50 else statuses[number % len(statuses)].value
        person = (
            random.choice(("Anna", "Beat", "Chiara", "Dominique")),
            f"Beispiel {number}",
            "756.9217.0769.85",
        )
        kept = (
            f"C{company:05}{number:04}",
            random.choice(kinds),
            "LAA",
            status,
            "UNDECIDED",
            *person,
            created.date(),
            "EXACT",
            "Chute.",
        )
        rows[models.Claim].append(
            (claim_id, company_id, *kept, None, None, None, None, "Muster", created, None)
        )
        for index in range(DOCUMENTS):
            about = (
                f"document-{index}.pdf",
                "application/pdf",
                random.randrange(1_000, 2_000_000),
                "0" * 64,
                "GENERAL",
                "Muster",
            )
            rows[models.Document].append(
                (new_id(random), claim_id, *about, created + timedelta(minutes=index), "none")
            )


def _invoices(
    random: Random, rows: Rows, company_id: UUID, contract_id: UUID, company: int
) -> None:
    for number in range(INVOICES):
        first = date(2024 + number // 12, number % 12 + 1, 1)
        money = (
            random.randrange(10_000, 10_000_000),
            first,
            first + timedelta(30),
            "PAID",
            "0" * 27,
            None,
        )
        rows[models.Invoice].append(
            (
                new_id(random),
                company_id,
                contract_id,
                f"I{company:05}{number:03}",
                first,
                first + timedelta(27),
                *money,
            )
        )


COLUMNS: dict[type[Model], str] = {
    models.User: "id identifier email first_name last_name phone language status password_hash two_factor_method totp_secret "
    "totp_last_step created_at",
    models.Manager: "id user_id kind name email phone languages",
    models.Company: "id name uid street building_number postal_code town country language contract_manager_id health_manager_id created_at",
    models.Contract: "id company_id line number start end",
    models.Membership: "id user_id company_id role accesses created_at",
    models.Session: "id user_id membership_id manager_id token_hash created_at last_used_at expires_at proved_at",
    models.Claim: "id company_id number kind line status cover insured_first_name insured_last_name insured_avs_number event_date "
    "event_date_precision description earlier_claim_id company_reference swissdec_incident_id declaration_request_id declared_by "
    "created_at submitted_at",
    models.Document: "id claim_id name media_type size sha256 category uploaded_by uploaded_at storage_key",
    models.Invoice: "id company_id contract_id number period_start period_end amount issued_on due_date status qr_reference pdf_key",
}


def tables(rows: Rows) -> Iterator[tuple[str, list[str], list[tuple[Any, ...]]]]:
    """Yield each table with its columns and rows."""
    for model, kept in rows.items():
        yield model._meta.basetable.get_table_name(), COLUMNS[model].split(), kept


async def build(url: str, companies: int) -> World:
    """Migrate a database and fill it."""
    prepare_folder(url)
    await migrate(tortoise_config(url))
    rows = rows_of(companies)
    if url.startswith("sqlite"):
        _fill_sqlite(url.removeprefix("sqlite://"), rows)
    else:
        await _fill_postgres(url, rows)
    claims = [row for row in rows[models.Claim] if row[1] == rows[models.Company][0][0]]
    drafts = [str(row[0]) for row in claims if row[5] == "DRAFT"]
    administrator = next(row for row in rows[models.User] if row[3] == "Administrator")
    return World(url, str(claims[-1][0]), str(claims[0][1]), str(administrator[0]), drafts)


def _fill_sqlite(path: str, rows: Rows) -> None:
    connection = sqlite3.connect(path)
    with connection:
        for table, columns, kept in tables(rows):
            names, places = (
                ", ".join(f'"{name}"' for name in columns),
                ", ".join("?" * len(columns)),
            )
            values = ([for_sqlite(value) for value in row] for row in kept)
            connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places})', values)
        connection.execute("ANALYZE")
    connection.close()


async def _fill_postgres(url: str, rows: Rows) -> None:
    connection = await asyncpg.connect(url)
    try:
        for table, columns, kept in tables(rows):
            await connection.copy_records_to_table(table, columns=columns, records=kept)
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()
