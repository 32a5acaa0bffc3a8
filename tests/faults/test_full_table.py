"""Going up from the very first step with full tables: nothing is lost, and it is a matter of seconds."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.commands import guichet
from tests.support.first_database import (
    CLAIM_ID,
    FIRST_ROWS,
    create_first_database,
    environment,
    run_sql,
)

pytestmark = pytest.mark.faults

CLAIMS, DOCUMENTS = 200_000, 400_000
SECONDS = 60

NUMBERS = {
    "sqlite": "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) SELECT i FROM n)",
    "postgres": "(SELECT i FROM generate_series(1, {count}) AS n(i))",
}
KEYS = {
    "sqlite": "printf('%08x-0000-4000-8000-%012x', i, i)",
    "postgres": "(lpad(to_hex(i), 8, '0') || '-0000-4000-8000-' || lpad(to_hex(i), 12, '0'))::uuid",
}
DOCUMENT = {
    "name": "'certificat.pdf'",
    "media_type": "'application/pdf'",
    "size": "1000",
    "sha256": "'" + "0" * 64 + "'",
    "category": "'GENERAL'",
    "uploaded_by": "'Ada'",
    "uploaded_at": "'2026-01-01 00:00:00+00:00'",
    "storage_key": "CAST(i AS VARCHAR)",
}


def filled(url: str) -> None:
    """A database as the first version left it, with full tables."""
    kind = "sqlite" if url.startswith("sqlite") else "postgres"
    create_first_database(url)
    same = [name for name in FIRST_ROWS["claim"][0] if name not in ("id", "number")]
    claims = (
        f"INSERT INTO claim (id, number, {', '.join(same)}) SELECT {KEYS[kind]}, 'N' || i, {', '.join(same)} "
        f"FROM claim, {NUMBERS[kind].format(count=CLAIMS)} AS numbers WHERE number = '2026-1'"
    )
    documents = (
        f"INSERT INTO document (id, claim_id, {', '.join(DOCUMENT)}) SELECT {KEYS[kind]}, '{CLAIM_ID}', {', '.join(DOCUMENT.values())} "
        f"FROM {NUMBERS[kind].format(count=DOCUMENTS)} AS numbers"
    )
    run_sql(url, claims, documents, "SELECT 1")


def test_full_tables_go_up(new_database: Callable[[], str], tmp_path: Path) -> None:
    url = new_database()
    filled(url)
    began = time.monotonic()
    run = guichet("migrate", **environment(url, tmp_path))
    seconds = time.monotonic() - began
    assert run.returncode == 0, run.stderr
    kept = [
        int(run_sql(url, f"SELECT count(*) AS n FROM {table}")[0]["n"])
        for table in ("claim", "document")
    ]
    print(
        f"\nmigrations on full tables ({url.partition(':')[0]}): {CLAIMS} claims and {DOCUMENTS} documents up by {len(run.stdout.splitlines())} steps in "
        f"{seconds:.1f} s, {CLAIMS + 1 - kept[0] + DOCUMENTS - kept[1]} rows lost",
        flush=True,
    )
    assert kept == [CLAIMS + 1, DOCUMENTS]
    assert seconds < SECONDS
