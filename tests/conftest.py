"""Fixtures of all tests: one portal for the whole run, two new companies for each test.

The database is that of GUICHET_TEST_DATABASE: `sqlite` (the default) or `postgres`.
"""

import logging
import os
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
from settings import Settings
from tests.support.catalogue import MarkedTexts
from tests.support.explorer_page import ExplorerPage, open_browser
from tests.support.gateway import Gateway
from tests.support.leaks import LEAKS, stored_texts
from tests.support.portal import Client, Mailbox, Portal, free_port, running
from tests.support.postgres import new_postgres_database, postgres_server
from tests.support.world import World, create_world

UNLIMITED: dict[str, Any] = {
    "rate_points": 10_000_000,
    "rate_refill": 100_000,
    "rate_requests": 1_000_000,
}
"""Rate limits that no test reaches; `pipeline/test_rate_limiter.py` has portals with limits of its own."""


@pytest.fixture(scope="session", autouse=True)
def marked_texts_only() -> Iterator[None]:
    """Fail where a text is sent that the catalogues do not have."""
    before = i18n._CATALOGUES
    i18n._CATALOGUES = {**before, "en": MarkedTexts()}
    yield
    i18n._CATALOGUES = before


@pytest.fixture(autouse=True)
def english() -> None:
    """Set English for the tests themselves, as for their clients."""
    i18n.activate("en")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """URL of a real PostgreSQL server."""
    with postgres_server() as url:
        yield url


@pytest.fixture(scope="session")
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """URL of this run's database: a new SQLite file, or a new database of the PostgreSQL server."""
    if os.environ.get("GUICHET_TEST_DATABASE", "sqlite") == "sqlite":
        return f"sqlite://{tmp_path_factory.mktemp('database') / 'guichet.sqlite3'}"
    return new_postgres_database(request.getfixturevalue("postgres_url"))


@pytest.fixture(scope="session")
def new_database(
    request: pytest.FixtureRequest, database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], str]:
    """Function that creates empty databases of this run's kind.

    Never of the other kind: Tortoise keeps SQL of one dialect for a whole process.
    """
    if database_url.startswith("sqlite"):
        return lambda: f"sqlite://{tmp_path_factory.mktemp('fresh') / 'fresh.sqlite3'}"
    server = request.getfixturevalue("postgres_url")
    return lambda: new_postgres_database(server)


@pytest.fixture(scope="session")
def mailbox() -> Iterator[Mailbox]:
    """Real SMTP server."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        mailbox = Mailbox()
    yield mailbox
    mailbox.controller.stop()


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    """SMS gateway."""
    gateway = Gateway()
    yield gateway
    gateway.server.shutdown()
    gateway.server.server_close()


@pytest.fixture(scope="session")
def settings(
    database_url: str, mailbox: Mailbox, tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    """Settings of the portal under test: cheap password hashes, small files."""
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
        **UNLIMITED,
    )


@pytest.fixture(scope="session")
def portal(settings: Settings) -> Iterator[Portal]:
    """The running portal.

    At its end, no secret of the run may be in its log, errors or events, and no personal data in
    its log.
    """
    with running(settings) as portal:
        yield portal
        LEAKS.personal(*portal.run(stored_texts()))
        leaked = LEAKS.found(portal.run(models.SecurityEvent.all()))
    assert leaked == set(), (
        "secrets in the log, an error or an event, or personal values in the log"
    )


@pytest.fixture(scope="session", autouse=True)
def watched_log() -> Iterator[None]:
    """Note every line of the log, those of libraries too, for the search for leaks."""
    foreign = StandardLoggingHandler()
    logging.getLogger().addHandler(foreign)
    WRITER.write = LEAKS.line
    yield
    logging.getLogger().removeHandler(foreign)
    WRITER.write = to_stderr


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Log lines of the test, as they are written: a request's line is there before its response."""
    found: list[dict[str, Any]] = []

    def write(line: bytes) -> None:
        found.append(orjson.loads(line))
        LEAKS.line(line)

    monkeypatch.setattr(WRITER, "write", write)
    return found


@pytest.fixture
def page(portal: Portal, tmp_path: Path) -> Iterator[ExplorerPage]:
    """Page of the explorer in a real Chromium."""
    with open_browser(portal, tmp_path) as page:
        yield page


@pytest.fixture
def world(portal: Portal) -> World:
    """Two companies of this test only, with all their people."""
    return create_world(portal)


@pytest.fixture
def client(world: World) -> Client:
    """Client of a user who declares claims; a module about others has a fixture of its own."""
    return world.client("user with claims")


@pytest.fixture
def text() -> str:
    """Description that no other claim has."""
    return uuid4().hex


@pytest.fixture
def anonymous(portal: Portal) -> Client:
    """Anonymous client, from an address without failed sign-ins."""
    portal.change_network()
    return Client(portal)
