"""The `guichet` command: what keeps it from starting is one sentence, and a real installation can begin."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2 as httpx
import pytest

from models import ManagerKind
from schema import build_schema
from settings import Environment, Settings
from tests.support import ROOT
from tests.support.commands import assert_one_sentence, guichet
from tests.support.portal import Client, Mailbox, free_port
from tests.support.processes import wait_until_answering

RESET = 'mutation ($t: String!) { resetPassword(token: $t, password: "a long new password") { errors { code } } }'


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {
        "GUICHET_DATABASE_URL": f"sqlite://{tmp_path / 'guichet.sqlite3'}",
        "GUICHET_DOCUMENTS": str(tmp_path / "documents"),
        "GUICHET_OUTBOX": str(tmp_path / "outbox"),
    }


def test_a_port_that_is_taken_is_one_sentence(environment: dict[str, str]) -> None:
    guichet("migrate", **environment)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert_one_sentence(
            guichet("serve", GUICHET_PORT=port, **environment), port, "Address already in use"
        )


@pytest.mark.parametrize("name", ["GUICHET_DOCUMENTS", "GUICHET_DATABASE_URL"])
def test_a_folder_that_cannot_be_written_is_one_sentence(
    name: str, environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("not a folder")
    blocked = str(tmp_path / "file" / "below")
    environment[name] = f"sqlite://{blocked}" if name == "GUICHET_DATABASE_URL" else blocked
    assert_one_sentence(guichet("migrate", **environment), "cannot be written", blocked)


def test_an_unknown_kind_of_database_is_one_sentence(environment: dict[str, str]) -> None:
    environment["GUICHET_DATABASE_URL"] = "mysql://root@127.0.0.1/x"
    assert_one_sentence(guichet("migrate", **environment), "GUICHET_DATABASE_URL", "sqlite://")


def test_a_database_that_does_not_answer_is_one_sentence(environment: dict[str, str]) -> None:
    environment["GUICHET_DATABASE_URL"] = f"postgres://nobody@127.0.0.1:{free_port()}/none"
    assert_one_sentence(guichet("serve", **environment), "does not answer")


def test_a_setting_that_makes_no_sense_is_one_sentence(environment: dict[str, str]) -> None:
    assert_one_sentence(guichet("serve", GUICHET_PORT="many", **environment), "GUICHET_PORT")


PRODUCTION = {
    "GUICHET_ENVIRONMENT": "production",
    "GUICHET_SECRET_KEY": "x" * 40,
    "GUICHET_PUBLIC_URL": "https://api.example",
    "GUICHET_PORTAL_URL": "https://portal.example",
    "GUICHET_SMTP_URL": "smtp://mail.example",
    "GUICHET_SMS": "off",
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GUICHET_SECRET_KEY", "guichet-development-only"),
        ("GUICHET_SECRET_KEY", "too short"),
        ("GUICHET_PUBLIC_URL", "http://api.example"),
        ("GUICHET_PORTAL_URL", ""),
        ("GUICHET_SMTP_URL", ""),
        ("GUICHET_SMS", "outbox"),
    ],
)
def test_production_refuses_settings_of_the_demo(
    name: str, value: str, environment: dict[str, str]
) -> None:
    assert_one_sentence(guichet("serve", **environment, **{**PRODUCTION, name: value}), name)


def test_the_demo_world_never_goes_into_production(environment: dict[str, str]) -> None:
    run = guichet("demo", "--reset", **environment, **PRODUCTION)
    assert_one_sentence(run, "production")
    assert not Path(environment["GUICHET_DATABASE_URL"].removeprefix("sqlite://")).exists()


def test_a_reset_that_cannot_serve_deletes_nothing(
    environment: dict[str, str], tmp_path: Path
) -> None:
    guichet("migrate", **environment)
    (tmp_path / "documents" / "mine.txt").write_text("not the demo's")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert_one_sentence(
            guichet("demo", "--reset", GUICHET_PORT=str(taken.getsockname()[1]), **environment),
            "already in use",
        )
    assert (tmp_path / "guichet.sqlite3").exists()
    assert (tmp_path / "documents" / "mine.txt").exists()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("GUICHET_ALLOWED_ORIGINS", "https://portal.example", "a JSON list, such as"),
        ("GUICHET_ALLOWED_ORIGINS", '["*"]', "name each origin"),
        ("GUICHET_ALLOWED_ORIGINS", '["https://portal.example/"]', "nothing after it"),
        ("GUICHET_SESSION_IDLE", "PT0S", "greater than"),
        ("GUICHET_SESSION_IDLE", "soon", "such as PT30M"),
        ("GUICHET_SMTP_URL", "http://mail.example", "smtp://user"),
        ("GUICHET_PUBLIC_URL", "https://api.example/path", "nothing after it"),
        ("GUICHET_PORTAL_URL", "portal.example", "scheme and host"),
        ("GUICHET_PAGE_SIZE", "101", "GUICHET_MAX_PAGE"),
        ("GUICHET_DATABASE_URL", "postgres://me:pass/word@127.0.0.1:notaport/x", "percent-encoded"),
        ("GUICHET_DATABASE_URL", "postgres://me@127.0.0.1:1/x?maxsize=1", "at least 2"),
        ("GUICHET_DATABASE_URL", "postgres://me@127.0.0.1:1/x?maxsize=many", "at least 2"),
    ],
)
def test_other_settings_that_make_no_sense_are_one_sentence(
    name: str, value: str, words: str, environment: dict[str, str]
) -> None:
    assert_one_sentence(guichet("migrate", **{**environment, name: value}), name, words)


def test_an_outbox_that_cannot_be_written_is_one_sentence(
    environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("not a folder")
    environment["GUICHET_OUTBOX"] = str(tmp_path / "file" / "below")
    assert_one_sentence(guichet("migrate", **environment), "outbox", "cannot be written")


def test_secrets_do_not_print() -> None:
    settings = Settings(
        secret_key="s" * 40,
        smtp_url="smtp://me:hunter22@mail",
        database_url="postgres://me:hunter22@host/x",
    )
    assert "hunter22" not in repr(settings)
    assert "ssss" not in repr(settings)


def test_the_schema_is_printed() -> None:
    assert guichet("schema").stdout == build_schema().as_str() + "\n"


def test_a_mode_of_the_schema_needs_a_viewer() -> None:
    assert_one_sentence(guichet("schema", "--mode", "hide"), "`--mode` needs `--as`.")


def test_a_first_installation_leads_to_an_administrator_who_signs_in(
    environment: dict[str, str], mailbox: Mailbox, tmp_path: Path
) -> None:
    assert "applied" in guichet("migrate", **environment).stdout
    assert guichet("migrate", **environment).stdout == "The database is up to date.\n"
    identifiers = {}
    for kind in ManagerKind:
        made = guichet(
            "create-manager", "--kind", kind.value.lower(), "--first-name", "Manon", "--last-name", "Favre", "--email", "m@example.com",
            "--phone", "+41 22 111 22 33", **environment,
        )  # fmt: skip
        identifiers[kind] = re.search(r"identifier: (\d{8})", made.stdout)[1]
        assert re.search(
            r"valid once, until \d\d\.\d\d\.\d{4}, \d\d:\d\d \(Swiss time\)\n", made.stdout
        )
    company = (
        "create-company", "--name", "Alpha SA", "--uid", "CHE-100.155.212", "--street", "Rue du Rhône", "--building-number", "1", "--postal-code",
        "1204", "--town", "Genève", "--contract-manager", identifiers[ManagerKind.CONTRACT], "--health-manager", identifiers[ManagerKind.HEALTH],
        "--first-name", "Ada", "--last-name", "Martin", "--email", "ada@example.com", "--contract", "LAA:L-1:2026-01-01",
    )  # fmt: skip
    made = guichet(*company, **environment)
    assert made.returncode == 0, made.stderr
    identifier, void = (
        re.search(r"identifier: (\d{8})", made.stdout)[1],
        re.search(r"#token=(\S+)", made.stdout)[1],
    )
    token = re.search(r"#token=(\S+)", guichet("invite", identifier, **environment).stdout)[1]
    assert token != void
    assert_one_sentence(guichet(*company, **environment), "CHE-100.155.212", "already")

    with serving(
        GUICHET_SMTP_URL=mailbox.url, GUICHET_ARGON2_MEMORY_KIB="64", **environment
    ) as client:
        assert client.payload_of(RESET, t=void)["errors"] == [{"code": "INVALID_LINK"}]
        assert_administrator_signs_in(client, mailbox, identifier, token)
    assert_one_sentence(
        guichet("invite", identifier, **environment), "Ada Martin", "has already set a password"
    )
    assert_one_sentence(
        guichet("invite", "99999999", **environment), "no user with the identifier 99999999"
    )


def test_a_manager_is_not_created_twice(environment: dict[str, str]) -> None:
    guichet("migrate", **environment)
    command = (
        "create-manager", "--kind", "health", "--first-name", "Manon", "--last-name", "Favre", "--email", "m@example.com", "--phone", "+41 22 111 22 33",
    )  # fmt: skip
    identifier = re.search(r"identifier: (\d{8})", guichet(*command, **environment).stdout)[1]
    assert_one_sentence(
        guichet(*command, **environment),
        "Manon Favre is already a health manager",
        f"guichet invite {identifier}",
    )
    assert_one_sentence(
        guichet("reset-manager", identifier, "--approved-by", "1", **environment),
        f"Manon Favre, {identifier}",
        "the status is invited",
    )


@contextmanager
def serving(*arguments: str, **environment: str) -> Iterator[Client]:
    """`guichet serve` in a process of its own, and a client of it."""
    settings = Settings(port=free_port())
    command = [sys.executable, "-m", "cli", "serve", "--port", str(settings.port), *arguments]
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment}, stderr=subprocess.PIPE, text=True
    )
    with httpx.Client(base_url=settings.origin, timeout=30, trust_env=False) as http:
        try:
            wait_until_answering(http, process)
            client = Client.__new__(Client)
            client.http = http
            yield client
        finally:
            process.terminate()
            process.communicate(timeout=30)


def test_two_workers_share_the_sessions_and_the_database(environment: dict[str, str]) -> None:
    guichet("migrate", **environment)
    with serving("--workers", "2", **environment) as client:
        answers = [
            client.ask("{ viewer { role } contact(topic: LOST_IDENTIFIER) { phone } }")
            for _ in range(20)
        ]
    assert {answer["contact"]["phone"] for answer in answers} == {"+41 848 803 777"}


def assert_administrator_signs_in(
    client: Client, mailbox: Mailbox, identifier: str, token: str
) -> None:
    client.mutate(RESET, t=token)
    first = client.mutate(
        'mutation ($i: String!) { signIn(identifier: $i, password: "a long new password") { token errors { code } } }',
        i=identifier,
    )
    client.http.headers["Authorization"] = f"Bearer {first['token']}"
    verify = "mutation ($c: String!) { verifySecondFactor(code: $c) { viewer { role company { name contracts { number } } } errors { code } } }"
    viewer = client.mutate(verify, c=mailbox.code("ada@example.com"))["viewer"]
    assert viewer == {
        "role": "ADMINISTRATOR",
        "company": {"name": "Alpha SA", "contracts": [{"number": "L-1"}]},
    }


def test_a_wrong_uid_creates_nothing(environment: dict[str, str]) -> None:
    guichet("migrate", **environment)
    run = guichet(
        "create-company", "--name", "A", "--uid", "CHE-100.155.213", "--street", "R", "--building-number", "1", "--postal-code", "1204", "--town", "G",
        "--contract-manager", "1", "--health-manager", "2", "--first-name", "A", "--last-name", "B", "--email", "a@example.com", **environment,
    )  # fmt: skip
    assert_one_sentence(run, "--uid", "The check digit is wrong.")


def test_the_default_environment_is_the_demo() -> None:
    assert Settings().environment is Environment.DEMO
