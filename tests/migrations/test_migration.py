"""Going up keeps what is there, on both databases."""

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from migrations.apply import LOCATION, known_steps
from tests.support.commands import assert_one_sentence, guichet
from tests.support.first_database import (
    FIRST_ROWS,
    create_first_database,
    environment,
    insert_statement,
    run_sql,
)


@pytest.fixture
def fresh_url(new_database: Callable[[], str]) -> str:
    """A new, empty database of the kind that this run is about."""
    return new_database()


def test_going_up_keeps_the_rows(fresh_url: str, tmp_path: Path) -> None:
    create_first_database(fresh_url)
    run = guichet("migrate", **environment(fresh_url, tmp_path))
    assert run.returncode == 0, run.stderr
    assert len(run.stdout.splitlines()) == len(known_steps()) - 1
    for table, rows in FIRST_ROWS.items():
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
        insert_statement("aerich", {"version": "999_future.py", "app": "models", "content": "{}"}),
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
