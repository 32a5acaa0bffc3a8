"""What holds between processes: each counts and takes what the other has counted and taken."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from settings import Settings
from tests.portal import Client, Portal, free_port
from tests.signing_in import VERIFY, codes_of, forget_tries
from tests.test_two_factor import code_of, let_time_pass, switch_to_totp
from tests.world import PASSWORD, World

ROOT = Path(__file__).parent.parent
SIGN_IN = """mutation ($identifier: String!, $password: String!) { signIn(identifier: $identifier, password: $password) {
  token errors { code } } }"""


@pytest.fixture
def second(portal: Portal, settings: Settings) -> Iterator[str]:
    """The address of a second process on the same database."""
    port = free_port()
    changes = {
        "GUICHET_PORT": str(port),
        "GUICHET_DATABASE_URL": settings.database_url,
        "GUICHET_DOCUMENTS": str(settings.documents),
        "GUICHET_OUTBOX": str(settings.outbox),
        "GUICHET_SMTP_URL": settings.smtp_url.get_secret_value(),
        "GUICHET_PORTAL_URL": settings.portal_url,
        "GUICHET_ARGON2_MEMORY_KIB": str(settings.argon2_memory_kib),
    }
    command = [sys.executable, "-m", "cli", "serve"]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **changes}, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def at(second: str, client: Client) -> Client:
    """The same client, talking to the other process."""
    client.http.base_url = second
    return client


def test_a_code_of_an_authenticator_and_a_failure_count_in_both(second: str, world: World) -> None:
    portal, person = world.portal, world.a.people["user"]
    secret, _ = switch_to_totp(world.sign_in_as(person))
    let_time_pass(portal, person.user)
    code = code_of(secret)
    halves = []
    for _ in range(2):
        forget_tries(portal)
        payload = Client(portal).order(SIGN_IN, identifier=person.user.identifier, password=PASSWORD)
        halves.append(Client(portal, payload["token"]))
    assert halves[0].order(VERIFY, code=code)["token"]
    assert codes_of(at(second, halves[1]).problems_of(VERIFY, code=code)) == ["INVALID_CODE"]

    forget_tries(portal)
    here, there = Client(portal), at(second, Client(portal))
    wrong = {"identifier": world.a.people["administrator"].user.identifier, "password": "not the password"}
    for client in (here, there, here, there, here):
        assert codes_of(client.problems_of(SIGN_IN, **wrong)) == ["INVALID_CREDENTIALS"]
    assert codes_of(there.problems_of(SIGN_IN, **wrong)) == ["TRY_LATER"]
