"""The `guichet` command: what keeps it from starting is one sentence, and a real installation can begin."""

import re
import socket
from pathlib import Path

import pytest

from models import ManagerKind
from schema import build_schema
from settings import Environment, Settings
from tests.commands import assert_one_sentence, guichet
from tests.portal import Client, Mailbox, free_port, running


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
        assert_one_sentence(guichet("serve", GUICHET_PORT=port, **environment), port, "Address already in use")


@pytest.mark.parametrize("name", ["GUICHET_DOCUMENTS", "GUICHET_DATABASE_URL"])
def test_a_folder_that_cannot_be_written_is_one_sentence(name: str, environment: dict[str, str], tmp_path: Path) -> None:
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


def test_production_refuses_the_default_secret_key(environment: dict[str, str]) -> None:
    run = guichet("serve", GUICHET_ENVIRONMENT="production", GUICHET_PUBLIC_URL="https://portal.example", **environment)
    assert_one_sentence(run, "GUICHET_SECRET_KEY")


def test_production_wants_tls(environment: dict[str, str]) -> None:
    assert_one_sentence(
        guichet("serve", GUICHET_ENVIRONMENT="production", GUICHET_SECRET_KEY="x" * 40, **environment), "GUICHET_PUBLIC_URL"
    )


def test_secrets_do_not_print() -> None:
    settings = Settings(secret_key="s" * 40, smtp_url="smtp://me:hunter22@mail", database_url="postgres://me:hunter22@host/x")
    assert "hunter22" not in repr(settings)
    assert "ssss" not in repr(settings)


def test_the_schema_is_printed() -> None:
    assert guichet("schema").stdout == build_schema().as_str() + "\n"


def test_a_first_installation_leads_to_an_administrator_who_signs_in(environment: dict[str, str], mailbox: Mailbox, tmp_path: Path) -> None:
    assert guichet("migrate", **environment).returncode == 0
    identifiers = {}
    for kind in ManagerKind:
        made = guichet(
            "create-manager", "--kind", kind.value.lower(), "--first-name", "Manon", "--last-name", "Favre", "--email", "m@example.com",
            "--phone", "+41 22 111 22 33", **environment,
        )  # fmt: skip
        identifiers[kind] = re.search(r"identifier: (\d{8})", made.stdout)[1]
    company = (
        "create-company", "--name", "Alpha SA", "--uid", "CHE-100.155.212", "--street", "Rue du Rhône", "--building-number", "1", "--postal-code",
        "1204", "--town", "Genève", "--contract-manager", identifiers[ManagerKind.CONTRACT], "--health-manager", identifiers[ManagerKind.HEALTH],
        "--first-name", "Ada", "--last-name", "Martin", "--email", "ada@example.com", "--contract", "LAA:L-1:2026-01-01",
    )  # fmt: skip
    made = guichet(*company, **environment)
    assert made.returncode == 0, made.stderr
    identifier, token = re.search(r"identifier: (\d{8})", made.stdout)[1], re.search(r"#token=(\S+)", made.stdout)[1]
    assert_one_sentence(guichet(*company, **environment), "CHE-100.155.212", "already")

    values = {name.removeprefix("GUICHET_").lower(): value for name, value in environment.items()}
    settings = Settings(port=free_port(), smtp_url=mailbox.url, argon2_memory_kib=64, **values)
    if settings.database_url.startswith("sqlite") and pytest.importorskip("os").environ.get("GUICHET_TEST_DATABASE") == "postgres":
        pytest.skip("ONE DIALECT PER PROCESS: the sign-in part runs in SQLite's run")
    with running(settings) as portal:
        assert_administrator_signs_in(Client(portal), mailbox, identifier, token)


def assert_administrator_signs_in(client: Client, mailbox: Mailbox, identifier: str, token: str) -> None:
    client.order('mutation ($t: String!) { resetPassword(token: $t, password: "a long new password") { errors { code } } }', t=token)
    first = client.order(
        'mutation ($i: String!) { signIn(identifier: $i, password: "a long new password") { token errors { code } } }', i=identifier
    )
    client.http.headers["Authorization"] = f"Bearer {first['token']}"
    verify = (
        "mutation ($c: String!) { verifySecondFactor(code: $c) { viewer { role company { name contracts { number } } } errors { code } } }"
    )
    viewer = client.order(verify, c=mailbox.code("ada@example.com"))["viewer"]
    assert viewer == {"role": "ADMINISTRATOR", "company": {"name": "Alpha SA", "contracts": [{"number": "L-1"}]}}


def test_a_wrong_uid_creates_nothing(environment: dict[str, str]) -> None:
    guichet("migrate", **environment)
    run = guichet(
        "create-company", "--name", "A", "--uid", "CHE-100.155.213", "--street", "R", "--building-number", "1", "--postal-code", "1204", "--town", "G",
        "--contract-manager", "1", "--health-manager", "2", "--first-name", "A", "--last-name", "B", "--email", "a@example.com", **environment,
    )  # fmt: skip
    assert_one_sentence(run, "wrong check digit")


def test_the_default_environment_is_the_demo() -> None:
    assert Settings().environment is Environment.DEMO
