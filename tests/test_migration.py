"""Going up keeps what is there, on both databases."""

import asyncio
import runpy
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from migrations.apply import LOCATION, known_steps
from tests.commands import assert_one_sentence, guichet

USER, MANAGER_USER = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
MANAGER, COMPANY, CLAIM = (
    f"{digit * 8}-{digit * 4}-4{digit * 3}-8{digit * 3}-{digit * 12}" for digit in "345"
)
ROWS = {
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
        {"id": CLAIM, "number": "2026-1", "kind": "ILLNESS", "line": "IJM", "status": "DRAFT", "cover": "UNDECIDED", "insured_first_name": "B",
         "insured_last_name": "C", "insured_avs_number": "", "event_date": "2026-01-01", "event_date_precision": "EXACT", "description": "d",
         "declared_by": "Ada", "created_at": "2026-01-01 00:00:00+00:00", "company_id": COMPANY}
    ],
}  # fmt: skip
"""Rows as the very first step knew them."""


@pytest.fixture
def fresh_url(new_database: Callable[[], str]) -> str:
    """A new, empty database of the kind that this run is about."""
    return new_database()


def environment(url: str, folder: Path) -> dict[str, str]:
    return {
        "GUICHET_DATABASE_URL": url,
        "GUICHET_DOCUMENTS": str(folder / "documents"),
        "GUICHET_OUTBOX": str(folder / "outbox"),
    }


def run_sql(url: str, *statements: str) -> list[dict[str, Any]]:
    """Run statements by the database's own driver; the rows of the last one."""
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


def first_step_with_rows(url: str) -> None:
    """A database as the first version left it, with rows in it."""
    first = min(known_steps(), key=lambda name: int(name.split("_")[0]))
    step = runpy.run_path(str(LOCATION / "models" / first))
    inserts = [insert(table, row) for table, rows in ROWS.items() for row in rows]
    kind = "sqlite" if url.startswith("sqlite") else "postgres"
    run_sql(
        url,
        step["UPGRADE"][kind],
        insert("aerich", {"version": first, "app": "models", "content": "{}"}),
        *inserts,
        "SELECT 1",
    )


def insert(table: str, row: dict[str, Any]) -> str:
    values = ", ".join("'" + str(value).replace("'", "''") + "'" for value in row.values())
    return f'INSERT INTO "{table}" ({", ".join(f"{chr(34)}{name}{chr(34)}" for name in row)}) VALUES ({values})'


def test_going_up_keeps_the_rows(fresh_url: str, tmp_path: Path) -> None:
    first_step_with_rows(fresh_url)
    run = guichet("migrate", **environment(fresh_url, tmp_path))
    assert run.returncode == 0, run.stderr
    assert len(run.stdout.splitlines()) == len(known_steps()) - 1
    for table, rows in ROWS.items():
        kept = {str(row["id"]): row for row in run_sql(fresh_url, f'SELECT * FROM "{table}"')}
        assert len(kept) == len(rows)
        for row in rows:
            found = kept[row["id"]]
            assert {name: str(found[name])[:10] for name in row} == {
                name: str(value)[:10] for name, value in row.items()
            }


def test_going_up_twice_changes_nothing(fresh_url: str, tmp_path: Path) -> None:
    assert guichet("migrate", **environment(fresh_url, tmp_path)).returncode == 0
    again = guichet("migrate", **environment(fresh_url, tmp_path))
    assert (again.returncode, again.stdout) == (0, "The database is up to date.\n")


def test_a_file_that_is_no_database_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text(
        "not a database, but some text that is long enough to be read as a header of one" * 10
    )
    assert_one_sentence(
        guichet("migrate", **environment(f"sqlite://{tmp_path / 'notes.txt'}", tmp_path)),
        "database",
    )


def test_two_processes_at_once_migrate_once(fresh_url: str, tmp_path: Path) -> None:
    runs: list[Any] = []
    threads = [
        threading.Thread(
            target=lambda: runs.append(guichet("migrate", **environment(fresh_url, tmp_path)))
        )
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [run.returncode for run in runs] == [0, 0], [run.stderr for run in runs]
    assert sorted(run.stdout.count("applied") for run in runs) == [0, len(known_steps())]


def test_a_database_from_a_newer_version_is_one_sentence(fresh_url: str, tmp_path: Path) -> None:
    settings = environment(fresh_url, tmp_path)
    guichet("migrate", **settings)

    run_sql(
        fresh_url,
        insert("aerich", {"version": "999_future.py", "app": "models", "content": "{}"}),
        "SELECT 1",
    )
    for command in ("migrate", "serve"):
        assert_one_sentence(guichet(command, **settings), "newer version", "999_future.py")


def test_serving_a_database_that_is_not_up_to_date_is_refused(
    fresh_url: str, tmp_path: Path
) -> None:
    assert_one_sentence(guichet("serve", **environment(fresh_url, tmp_path)), "guichet migrate")


def test_the_models_have_no_change_without_a_migration() -> None:
    assert (
        subprocess.run(
            [sys.executable, "-m", "scripts.migration", "--check"], cwd=LOCATION.parent, check=False
        ).returncode
        == 0
    )
