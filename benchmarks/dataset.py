"""Data set of companies with 200 claims, 600 documents and 24 invoices each, reproducible."""

import sqlite3
from dataclasses import dataclass

import asyncpg

import models
from adapters.database.connection import prepare_folder, tortoise_config
from adapters.database.statement import for_sqlite
from benchmarks.dataset_rows import Rows, rows_of, tables
from migrations.apply import migrate

COMPANIES = 1_000
FEW_COMPANIES = 100


@dataclass(frozen=True)
class World:
    """Reference data of a data set for the scenarios."""

    database_url: str
    claim_id: str
    company_id: str
    user_id: str
    drafts: list[str]


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
        for table, columns, found in tables(rows):
            names, places = (
                ", ".join(f'"{name}"' for name in columns),
                ", ".join("?" * len(columns)),
            )
            values = ([for_sqlite(value) for value in row] for row in found)
            connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places})', values)
        connection.execute("ANALYZE")
    connection.close()


async def _fill_postgres(url: str, rows: Rows) -> None:
    connection = await asyncpg.connect(url)
    try:
        for table, columns, found in tables(rows):
            await connection.copy_records_to_table(table, columns=columns, records=found)
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()
