"""What holds between processes: each counts and takes what the other has counted and taken."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

import models
from data.global_id import to_global_id
from settings import Settings
from tests.keyed import DRAFT, drafts_of, is_replayed, new_key, told, twin, under, upload_under
from tests.paperwork import PDF, UPLOAD, files_on_disk
from tests.portal import Client, Portal
from tests.processes import serving
from tests.signing_in import VERIFY, WHO, codes_of, forget_tries
from tests.test_two_factor import code_of, let_time_pass, switch_to_totp
from tests.world import PASSWORD, World

SIGN_IN = """mutation ($identifier: String!, $password: String!) { signIn(identifier: $identifier, password: $password) {
  token errors { code } } }"""


@pytest.fixture
def second(portal: Portal, settings: Settings, tmp_path: Path) -> Iterator[str]:
    """The address of a second process on the same database."""
    with serving(settings, tmp_path / "log") as served:
        yield served.url


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
        payload = Client(portal).order(
            SIGN_IN, identifier=person.user.identifier, password=PASSWORD
        )
        halves.append(Client(portal, payload["token"]))
    assert halves[0].order(VERIFY, code=code)["token"]
    assert codes_of(at(second, halves[1]).problems_of(VERIFY, code=code)) == ["INVALID_CODE"]

    forget_tries(portal)
    here, there = Client(portal), at(second, Client(portal))
    wrong = {
        "identifier": world.a.people["administrator"].user.identifier,
        "password": "not the password",
    }
    for client in (here, there, here, there, here):
        assert codes_of(client.problems_of(SIGN_IN, **wrong)) == ["INVALID_CREDENTIALS"]
    assert codes_of(there.problems_of(SIGN_IN, **wrong)) == ["TRY_LATER"]


def test_one_code_twenty_times_at_once_in_both_signs_in_once(second: str, world: World) -> None:
    portal, person = world.portal, world.a.people["user"]
    secret, recovery_codes = switch_to_totp(world.sign_in_as(person))
    for code in (code_of(secret), recovery_codes[0]):
        let_time_pass(portal, person.user)
        whole = models.Session.filter(user_id=person.user.id, proved_at__isnull=False)
        before, halves = portal.run(whole.count()), []
        for number in range(20):
            forget_tries(portal)
            payload = Client(portal).order(
                SIGN_IN, identifier=person.user.identifier, password=PASSWORD
            )
            half = Client(portal, payload["token"])
            halves.append(at(second, half) if number % 2 else half)
        portal.run(models.SignInDelay.all().delete())
        with ThreadPoolExecutor(20) as pool:
            payloads = list(
                pool.map(lambda half, code=code: half.problems_of(VERIFY, code=code), halves)
            )  # type: ignore[misc]
        assert len([payload for payload in payloads if payload["token"]]) == 1
        assert {code for payload in payloads for code in codes_of(payload)} <= {
            "INVALID_CODE",
            "TRY_LATER",
        }
        assert portal.run(whole.count()) == before + 1


def test_many_at_once_in_both_buy_no_more_tries(second: str, world: World) -> None:
    wrong = {"identifier": world.a.people["user"].user.identifier, "password": "not the password"}
    clients = []
    for number in range(40):
        world.portal.move()
        clients.append(at(second, Client(world.portal)) if number % 2 else Client(world.portal))
    with ThreadPoolExecutor(20) as pool:
        problems = [
            codes_of(payload)
            for payload in pool.map(lambda client: client.problems_of(SIGN_IN, **wrong), clients)
        ]
    assert problems.count(["INVALID_CREDENTIALS"]) <= 5
    assert problems.count(["INVALID_CREDENTIALS"]) + problems.count(["TRY_LATER"]) == 40


def test_what_has_a_key_is_done_once_by_both(second: str, world: World) -> None:
    client, claim, before = (
        world.client("user with claims"),
        world.claim(),
        files_on_disk(world.portal),
    )
    for _ in range(5):
        key, text = new_key(), new_key()
        with ThreadPoolExecutor(20) as pool:
            draft = partial(under, key=key, document=DRAFT, description=text)
            drafted = list(pool.map(draft, split(second, client)))
        assert drafts_of(world.portal, text) == 1
        assert {str(told(answer)) for answer in drafted} == {str(told(drafted[0]))}
        assert [is_replayed(answer) for answer in drafted].count(False) == 1
    key, sent = new_key(), {"files": [("a.pdf", PDF)], "claimId": to_global_id(claim)}
    with ThreadPoolExecutor(20) as pool:
        uploaded = list(
            pool.map(lambda one: upload_under(one, key, UPLOAD, **sent), split(second, client))
        )
    assert len({answer["uploadDocuments"]["documents"][0]["id"] for answer in uploaded}) == 1
    assert world.portal.run(models.Document.filter(claim_id=claim.id).count()) == 1
    assert len(files_on_disk(world.portal) - before) == 1


def split(second: str, client: Client) -> list[Client]:
    """Twenty connections of one session, every other one to the other process."""
    clients = [twin(client) for _ in range(20)]
    return [at(second, one) if number % 2 else one for number, one in enumerate(clients)]


def test_a_session_is_the_same_in_every_worker_and_ends_in_all_at_once(
    world: World, settings: Settings, tmp_path: Path
) -> None:
    person = world.a.people["user with claims"]
    here = world.sign_in_as(person)
    with serving(settings, tmp_path / "log", "--workers", "2") as served:
        everywhere = [
            at(
                served.url,
                Client(world.portal, here.http.headers["Authorization"].removeprefix("Bearer ")),
            )
            for _ in range(20)
        ]
        assert {client.ask(WHO)["viewer"]["role"] for client in everywhere} == {"USER"}
        here.order("mutation { signOut { signedOut errors { code } } }")
        assert {str(client.ask(WHO)["viewer"]) for client in everywhere} == {"None"}
