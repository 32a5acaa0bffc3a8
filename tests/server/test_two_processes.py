"""State shared by two processes: counters, codes, keys and sessions."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

import models
from data.global_id import to_global_id
from settings import Settings
from tests.support.claim_files import PDF, UPLOAD, files_on_disk
from tests.support.idempotency import (
    DRAFT,
    body_without_cost,
    count_claims,
    execute_with_key,
    is_replayed,
    new_key,
    same_session,
    upload_with_key,
)
from tests.support.portal import Client, Portal
from tests.support.processes import serving, talk_to
from tests.support.signing_in import READ_VIEWER, VERIFY, error_codes, forget_failures
from tests.support.two_factor import forget_used_codes, switch_to_totp, totp_code
from tests.support.world import PASSWORD, World

SIGN_IN = """mutation ($identifier: String!, $password: String!) { signIn(identifier: $identifier, password: $password) {
  token errors { code } } }"""


@pytest.fixture
def second(portal: Portal, settings: Settings, tmp_path: Path) -> Iterator[str]:
    """The address of a second process on the same database."""
    with serving(settings, tmp_path / "log") as served:
        yield served.url


def test_a_code_of_an_authenticator_and_a_failure_count_in_both(second: str, world: World) -> None:
    portal, person = world.portal, world.a.people["user"]
    secret, _ = switch_to_totp(world.sign_in_as(person))
    forget_used_codes(portal, person.user)
    code = totp_code(secret)
    halves = []
    for _ in range(2):
        forget_failures(portal)
        payload = Client(portal).mutate(
            SIGN_IN, identifier=person.user.identifier, password=PASSWORD
        )
        halves.append(Client(portal, payload["token"]))
    assert halves[0].mutate(VERIFY, code=code)["token"]
    assert error_codes(talk_to(second, halves[1]).payload_of(VERIFY, code=code)) == ["INVALID_CODE"]

    forget_failures(portal)
    here, there = Client(portal), talk_to(second, Client(portal))
    wrong = {
        "identifier": world.a.people["administrator"].user.identifier,
        "password": "not the password",
    }
    for client in (here, there, here, there, here):
        assert error_codes(client.payload_of(SIGN_IN, **wrong)) == ["INVALID_CREDENTIALS"]
    assert error_codes(there.payload_of(SIGN_IN, **wrong)) == ["TRY_LATER"]


def test_one_code_twenty_times_at_once_in_both_signs_in_once(second: str, world: World) -> None:
    portal, person = world.portal, world.a.people["user"]
    secret, recovery_codes = switch_to_totp(world.sign_in_as(person))
    for code in (totp_code(secret), recovery_codes[0]):
        forget_used_codes(portal, person.user)
        whole = models.Session.filter(user_id=person.user.id, proved_at__isnull=False)
        before, halves = portal.run(whole.count()), []
        for number in range(20):
            forget_failures(portal)
            payload = Client(portal).mutate(
                SIGN_IN, identifier=person.user.identifier, password=PASSWORD
            )
            half = Client(portal, payload["token"])
            halves.append(talk_to(second, half) if number % 2 else half)
        portal.run(models.SignInDelay.all().delete())
        with ThreadPoolExecutor(20) as pool:
            payloads = list(
                pool.map(lambda half, code=code: half.payload_of(VERIFY, code=code), halves)
            )  # type: ignore[misc]
        assert len([payload for payload in payloads if payload["token"]]) == 1
        assert {code for payload in payloads for code in error_codes(payload)} <= {
            "INVALID_CODE",
            "TRY_LATER",
        }
        assert portal.run(whole.count()) == before + 1


def test_concurrent_sign_ins_in_both_gain_no_attempts(second: str, world: World) -> None:
    wrong = {"identifier": world.a.people["user"].user.identifier, "password": "not the password"}
    clients = []
    for number in range(40):
        world.portal.change_network()
        clients.append(
            talk_to(second, Client(world.portal)) if number % 2 else Client(world.portal)
        )
    with ThreadPoolExecutor(20) as pool:
        problems = [
            error_codes(payload)
            for payload in pool.map(lambda client: client.payload_of(SIGN_IN, **wrong), clients)
        ]
    assert problems.count(["INVALID_CREDENTIALS"]) <= 5
    assert problems.count(["INVALID_CREDENTIALS"]) + problems.count(["TRY_LATER"]) == 40


def test_an_idempotency_key_holds_for_both_processes(second: str, world: World) -> None:
    client, claim, before = (
        world.client("user with claims"),
        world.claim(),
        files_on_disk(world.portal),
    )
    for _ in range(5):
        key, text = new_key(), new_key()
        with ThreadPoolExecutor(20) as pool:
            draft = partial(execute_with_key, key=key, document=DRAFT, description=text)
            drafted = list(pool.map(draft, split(second, client)))
        assert count_claims(world.portal, text) == 1
        assert {str(body_without_cost(answer)) for answer in drafted} == {
            str(body_without_cost(drafted[0]))
        }
        assert [is_replayed(answer) for answer in drafted].count(False) == 1
    key, sent = new_key(), {"files": [("a.pdf", PDF)], "claimId": to_global_id(claim)}
    with ThreadPoolExecutor(20) as pool:
        uploaded = list(
            pool.map(lambda one: upload_with_key(one, key, UPLOAD, **sent), split(second, client))
        )
    assert len({answer["uploadDocuments"]["documents"][0]["id"] for answer in uploaded}) == 1
    assert world.portal.run(models.Document.filter(claim_id=claim.id).count()) == 1
    assert len(files_on_disk(world.portal) - before) == 1


def split(second: str, client: Client) -> list[Client]:
    """Twenty connections of one session, every other one to the other process."""
    clients = [same_session(client) for _ in range(20)]
    return [talk_to(second, one) if number % 2 else one for number, one in enumerate(clients)]


def test_a_session_is_the_same_in_every_worker_and_ends_in_all_at_once(
    world: World, settings: Settings, tmp_path: Path
) -> None:
    person = world.a.people["user with claims"]
    here = world.sign_in_as(person)
    with serving(settings, tmp_path / "log", "--workers", "2") as served:
        everywhere = [
            talk_to(
                served.url,
                Client(world.portal, here.http.headers["Authorization"].removeprefix("Bearer ")),
            )
            for _ in range(20)
        ]
        assert {client.ask(READ_VIEWER)["viewer"]["role"] for client in everywhere} == {"USER"}
        here.mutate("mutation { signOut { signedOut errors { code } } }")
        assert {str(client.ask(READ_VIEWER)["viewer"]) for client in everywhere} == {"None"}
