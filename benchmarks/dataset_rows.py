"""Rows of the benchmark's data set, the same in every run."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random
from typing import Any
from uuid import UUID

from tortoise import Model

import models
from adapters.passwords import Passwords
from models import Access, ManagerKind, Role

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

COLUMNS: dict[type[Model], str] = {
    models.User: "id identifier email first_name last_name phone language status password_hash "
    "two_factor_method totp_secret totp_last_step created_at",
    models.Manager: "id user_id kind name email phone languages",
    models.Company: "id name uid street building_number postal_code town country language "
    "contract_manager_id health_manager_id created_at",
    models.Contract: "id company_id line number start end",
    models.Membership: "id user_id company_id role accesses created_at",
    models.Session: "id user_id membership_id manager_id token_hash created_at last_used_at "
    "expires_at proved_at",
    models.Claim: "id company_id number kind line status cover insured_first_name "
    "insured_last_name insured_avs_number event_date event_date_precision description "
    "earlier_claim_id company_reference swissdec_incident_id declaration_request_id declared_by "
    "created_at submitted_at",
    models.Document: "id claim_id name media_type size sha256 category uploaded_by uploaded_at "
    "storage_key",
    models.Invoice: "id company_id contract_id number period_start period_end amount issued_on "
    "due_date status qr_reference pdf_key",
}
"""Columns of each table, in the order of the foreign keys."""


def rows_of(companies: int) -> Rows:
    """Return all rows by model, in the order of their foreign keys."""
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
    values = (
        user_id,
        login,
        f"{name}{number}@example.com",
        name.capitalize(),
        f"Muster {number}",
        "",
        "FR",
        "ACTIVE",
    )
    rows[models.User].append((*values, hashed, "EMAIL", None, 0, START))
    return user_id


@cache
def _hashed() -> str:
    return Passwords(19_456)._hasher.hash(PASSWORD)


def _manager(random: Random, rows: Rows, kind: ManagerKind, number: int) -> UUID:
    manager_id, user_id = new_id(random), _user(random, rows, 1, kind.value.lower())
    email = f"{kind.value.lower()}{number}@insurer.example"
    name = f"{kind.value.title()} Manager {number}"
    contact = (kind.value, name, email, "+41 21 000 00 00", "DE FR")
    rows[models.Manager].append((manager_id, user_id, *contact))
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
        values = (models.hash_token(token), now, now, now + timedelta(hours=12), now)
        rows[models.Session].append((new_id(random), user_id, membership_id, None, *values))


def _claims(random: Random, rows: Rows, company_id: UUID, company: int) -> None:
    statuses = list(models.ClaimStatus)[1:]
    kinds = ["OCCUPATIONAL_ACCIDENT", "NON_OCCUPATIONAL_ACCIDENT", "ILLNESS"]
    for number in range(CLAIMS):
        claim_id = new_id(random)
        created = START + timedelta(hours=number, seconds=random.randrange(3600))
        status = "DRAFT" if number < 50 else statuses[number % len(statuses)].value
        person = (
            random.choice(("Anna", "Beat", "Chiara", "Dominique")),
            f"Beispiel {number}",
            "756.9217.0769.85",
        )
        values = (
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
            (claim_id, company_id, *values, None, None, None, None, "Muster", created, None)
        )
        _documents(random, rows, claim_id, created)


def _documents(random: Random, rows: Rows, claim_id: UUID, created: datetime) -> None:
    for index in range(DOCUMENTS):
        size = random.randrange(1_000, 2_000_000)
        about = (f"document-{index}.pdf", "application/pdf", size, "0" * 64, "GENERAL", "Muster")
        uploaded_at = created + timedelta(minutes=index)
        rows[models.Document].append((new_id(random), claim_id, *about, uploaded_at, "none"))


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
        about = (f"I{company:05}{number:03}", first, first + timedelta(27))
        rows[models.Invoice].append((new_id(random), company_id, contract_id, *about, *money))


def tables(rows: Rows) -> Iterator[tuple[str, list[str], list[tuple[Any, ...]]]]:
    """Yield each table with its columns and rows."""
    for model, found in rows.items():
        yield model._meta.basetable.get_table_name(), COLUMNS[model].split(), found
