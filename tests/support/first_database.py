"""A database as the first migration left it, with rows; SQL by the databases' own drivers."""

import asyncio
import runpy
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import asyncpg

from migrations.apply import LOCATION, known_steps

USER, MANAGER_USER = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
MANAGER, COMPANY, CLAIM_ID = (
    f"{digit * 8}-{digit * 4}-4{digit * 3}-8{digit * 3}-{digit * 12}" for digit in "345"
)
FIRST_ROWS = {
    "user": [
        {"id": key, "identifier": key[:8], "email": "a@example.com", "first_name": "Ada", "last_name": "L'Été", "phone": "", "language": "FR",
         "status": "ACTIVE", "two_factor_method": "EMAIL", "totp_last_step": 0, "created_at": "2026-01-01 00:00:00+00:00"}
        for key in (USER, MANAGER_USER)
    ],
    "manager": [{"id": MANAGER, "kind": "CONTRACT", "name": "M", "email": "m@example.com", "phone": "", "languages": "FR", "user_id": MANAGER_USER}],
    "company": [
        {"id": COMPANY, "name": "Alpha", "uid": "CHE-100.155.212", "street": "Rue", "building_number": "1", "postal_code": "1204", "town": "Genève",
         "country": "CH", "language": "FR", "created_at": "2026-01-01 00:00:00+00:00", "contract_manager_id": MANAGER, "health_manager_id": MANAGER}
    ],
    "claim": [
        {"id": CLAIM_ID, "number": "2026-1", "kind": "ILLNESS", "line": "IJM", "status": "DRAFT", "cover": "UNDECIDED", "insured_first_name": "B",
         "insured_last_name": "C", "insured_avs_number": "", "event_date": "2026-01-01", "event_date_precision": "EXACT", "description": "d",
         "declared_by": "Ada", "created_at": "2026-01-01 00:00:00+00:00", "company_id": COMPANY}
    ],
}  # fmt: skip
"""Rows as the very first step knew them."""


def environment(url: str, folder: Path) -> dict[str, str]:
    """Return the settings of a `guichet` command on this database."""
    return {
        "GUICHET_DATABASE_URL": url,
        "GUICHET_DOCUMENTS": str(folder / "documents"),
        "GUICHET_OUTBOX": str(folder / "outbox"),
    }


def run_sql(url: str, *statements: str) -> list[dict[str, Any]]:
    """Run statements by the database's own driver; returns the rows of the last one."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite://"))) as database, database:
            database.row_factory = sqlite3.Row
            for statement in statements[:-1]:
                database.executescript(statement)
            return [dict(row) for row in database.execute(statements[-1])]

    async def go() -> list[dict[str, Any]]:
        connection = await asyncpg.connect(url)
        try:
            for statement in statements[:-1]:
                await connection.execute(statement)
            return [dict(row) for row in await connection.fetch(statements[-1])]
        finally:
            await connection.close()

    return asyncio.run(go())


def create_first_database(url: str) -> None:
    """Create the tables of the first migration, with rows in them."""
    first = min(known_steps(), key=lambda name: int(name.split("_")[0]))
    step = runpy.run_path(str(LOCATION / "models" / first))
    inserts = [insert_statement(table, row) for table, rows in FIRST_ROWS.items() for row in rows]
    kind = "sqlite" if url.startswith("sqlite") else "postgres"
    run_sql(
        url,
        step["UPGRADE"][kind],
        insert_statement("aerich", {"version": first, "app": "models", "content": "{}"}),
        *inserts,
        "SELECT 1",
    )


def insert_statement(table: str, row: dict[str, Any]) -> str:
    """Return the INSERT of one row."""
    values = ", ".join("'" + str(value).replace("'", "''") + "'" for value in row.values())
    return f'INSERT INTO "{table}" ({", ".join(f"{chr(34)}{name}{chr(34)}" for name in row)}) VALUES ({values})'
