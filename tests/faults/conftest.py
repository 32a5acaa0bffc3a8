"""Installations for the faults to hit."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.faults.server import Served


@pytest.fixture
def install(tmp_path: Path, new_database: Callable[[], str]) -> Iterator[Callable[..., Served]]:
    """Makes installations, each on a new database of this run's kind; their processes end with the test."""
    with ExitStack() as running:

        def made(**settings: str) -> Served:
            folder = tmp_path / f"installation{len(list(tmp_path.iterdir()))}"
            folder.mkdir()
            served = Served(
                folder, settings.pop("DATABASE_URL", None) or new_database(), **settings
            )
            running.callback(served.end)
            return served

        yield made
