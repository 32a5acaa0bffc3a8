"""Passkeys, with a key made of software: as the second factor, and instead of password and code."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from secrets import token_bytes
from typing import Any

import pytest

import models
from adapters.passkeys import Passkeys
from models import TwoFactorMethod
from tests.support.passkeys import (
    ALLOW_PASSKEY_ALONE,
    BEGIN_PASSKEY,
    BEGIN_PASSKEY_SIGN_IN,
    CONFIRM_PASSKEY,
    PASSKEY_ACCOUNT,
    REMOVE_PASSKEY,
    SIGN_IN_WITH_PASSKEY,
    VERIFY_BY_PASSKEY,
    add_passkey,
    begin_passkey_challenge,
    new_passkey,
)
from tests.support.portal import Client, Mailbox, Portal
from tests.support.signing_in import (
    ERRORS,
    READ_COMPANY,
    READ_VIEWER,
    VERIFY,
    error_codes,
    sign_in,
    stored_column,
)
from tests.support.software_key import PRESENT, SoftwareKey
from tests.support.world import Person, World

AGAIN = f"""mutation ($credential: String) {{ proveAgain(credential: $credential) {{
  token challenge {{ method passkey }} viewer {{ role }} {ERRORS} }} }}"""


@pytest.fixture
def person(world: World) -> Person:
    return world.a.people["user"]


@pytest.fixture
def client(world: World, person: Person) -> Client:
    return world.sign_in_as(person)


@pytest.fixture
def key(portal: Portal, client: Client) -> SoftwareKey:
    """Passkey of a user who has just changed to it."""
    key = new_passkey(portal)
    add_passkey(client, key)
    return key


def test_a_passkey_becomes_the_second_factor_and_signs_in(
    portal: Portal, client: Client, person: Person, mailbox: Mailbox
) -> None:
    change = client.mutate(BEGIN_PASSKEY)["change"]
    options = json.loads(change["passkey"])
    assert (change["method"], change["destination"], options["rp"]["id"]) == (
        "PASSKEY",
        None,
        "localhost",
    )
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert portal.run(stored_column(person.user, "two_factor_method")) is TwoFactorMethod.EMAIL
    key = new_passkey(portal)
    payload = client.adopt(client.mutate(CONFIRM_PASSKEY, credential=key.create(change["passkey"])))
    assert len(set(payload["recoveryCodes"])) == 10
    assert portal.run(stored_column(person.user, "two_factor_method")) is TwoFactorMethod.PASSKEY
    half, asked = begin_passkey_challenge(portal, person.user)
    assert [one["id"] for one in json.loads(asked)["allowCredentials"]] == [
        json.loads(key.get(asked))["id"]
    ]
    whole = half.mutate(VERIFY_BY_PASSKEY, credential=key.get(asked))
    assert (
        Client(portal, whole["token"]).ask(READ_VIEWER)["viewer"]["user"]["identifier"]
        == person.user.identifier
    )
    assert half.ask(READ_COMPANY).code == "UNAUTHENTICATED", "the second factor changes the token"
    account = client.ask(PASSKEY_ACCOUNT)["viewer"]["account"]
    assert (account["method"], account["maskedDestination"], account["passkeyAlone"]) == (
        "PASSKEY",
        None,
        False,
    )
    (shown,) = account["passkeys"]
    assert shown["name"] == "Telefon"
    assert shown["lastUsedAt"]


def foreign_origin(key: SoftwareKey) -> SoftwareKey:
    return replace(key, origin="https://evil.example")


def another_key(key: SoftwareKey) -> SoftwareKey:
    return SoftwareKey(key.origin, key.credential_id)


def unknown_credential(key: SoftwareKey) -> SoftwareKey:
    return replace(key, credential_id=token_bytes(32))


def nobody_verified(key: SoftwareKey) -> SoftwareKey:
    return replace(key, flags=PRESENT)


@pytest.mark.parametrize("lie", [foreign_origin, another_key, unknown_credential, nobody_verified])
def test_an_invalid_passkey_response_is_refused(
    lie: Any, portal: Portal, person: Person, key: SoftwareKey
) -> None:
    half, asked = begin_passkey_challenge(portal, person.user)
    payload = half.payload_of(VERIFY_BY_PASSKEY, credential=lie(key).get(asked))
    assert (error_codes(payload), payload["token"], payload["viewer"]) == (
        ["INVALID_CODE"],
        None,
        None,
    )
    assert half.ask(READ_COMPANY).code == "UNAUTHENTICATED"


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "{}",
        "null",
        "[]",
        '"x"',
        "{" * 5000,
        "x" * 100_000,
        '{"id": "a", "rawId": "b", "response": 1}',
    ],
)
def test_a_malformed_passkey_response_is_a_wrong_credential(
    answer: str, portal: Portal, person: Person, key: SoftwareKey
) -> None:
    half, _ = begin_passkey_challenge(portal, person.user)
    assert error_codes(half.payload_of(VERIFY_BY_PASSKEY, credential=answer)) == ["INVALID_CODE"]
    assert error_codes(Client(portal).payload_of(SIGN_IN_WITH_PASSKEY, credential=answer)) == [
        "INVALID_CREDENTIALS"
    ]


def test_an_answer_is_good_for_its_own_challenge_and_once(
    portal: Portal, person: Person, key: SoftwareKey
) -> None:
    first, asked = begin_passkey_challenge(portal, person.user)
    second, asked_too = begin_passkey_challenge(portal, person.user)
    answer = key.get(asked)
    assert error_codes(second.payload_of(VERIFY_BY_PASSKEY, credential=answer)) == ["INVALID_CODE"]
    with ThreadPoolExecutor(6) as pool:
        answers = list(
            pool.map(lambda _: first.ask(VERIFY_BY_PASSKEY, credential=answer), range(6))
        )
    payloads = [
        payload
        for one in answers
        if one.data and (payload := one.data["verifySecondFactorByPasskey"])
    ]
    assert len([payload for payload in payloads if payload["token"]]) == 1
    assert second.mutate(VERIFY_BY_PASSKEY, credential=key.get(asked_too))["token"]


def test_a_copy_of_a_key_that_counts_is_refused(
    portal: Portal, person: Person, key: SoftwareKey
) -> None:
    copy = replace(key)
    half, asked = begin_passkey_challenge(portal, person.user)
    half.mutate(VERIFY_BY_PASSKEY, credential=key.get(asked))
    half, asked = begin_passkey_challenge(portal, person.user)
    assert error_codes(half.payload_of(VERIFY_BY_PASSKEY, credential=copy.get(asked))) == [
        "INVALID_CODE"
    ]


def test_a_passkey_of_another_user_is_refused(
    world: World, person: Person, key: SoftwareKey
) -> None:
    other = world.a.people["administrator"]
    add_passkey(world.sign_in_as(other), theirs := new_passkey(world.portal))
    half, asked = begin_passkey_challenge(world.portal, person.user)
    assert error_codes(half.payload_of(VERIFY_BY_PASSKEY, credential=theirs.get(asked))) == [
        "INVALID_CODE"
    ]


def test_no_code_stands_in_for_the_passkey_but_a_recovery_code(
    portal: Portal, client: Client, person: Person
) -> None:
    codes = add_passkey(client, new_passkey(portal))["recoveryCodes"]
    half, _ = begin_passkey_challenge(portal, person.user)
    assert error_codes(half.payload_of(VERIFY, code="000000")) == ["INVALID_CODE"]
    assert half.mutate(VERIFY, code=codes[0])["token"]


def test_a_passkey_signs_in_alone_only_where_its_owner_wants_it(
    portal: Portal, client: Client, person: Person, key: SoftwareKey
) -> None:
    def sign_in_alone() -> Any:
        anonymous = Client(portal)
        return anonymous.payload_of(
            SIGN_IN_WITH_PASSKEY,
            credential=key.get(anonymous.mutate(BEGIN_PASSKEY_SIGN_IN)["passkey"]),
        )

    assert error_codes(sign_in_alone()) == ["INVALID_CREDENTIALS"]
    assert client.mutate(ALLOW_PASSKEY_ALONE, allowed=True)["allowed"] is True
    whole = sign_in_alone()
    assert (
        Client(portal, whole["token"]).ask(READ_VIEWER)["viewer"]["user"]["identifier"]
        == person.user.identifier
    )
    portal.run(models.User.filter(id=person.user.id).update(status=models.UserStatus.SUSPENDED))
    assert error_codes(sign_in_alone()) == ["INVALID_CREDENTIALS"]
    portal.run(models.User.filter(id=person.user.id).update(status=models.UserStatus.ACTIVE))
    assert client.mutate(ALLOW_PASSKEY_ALONE, allowed=False)["allowed"] is False
    assert error_codes(sign_in_alone()) == ["INVALID_CREDENTIALS"]


def test_an_answer_signs_in_alone_once_and_in_time(
    portal: Portal, client: Client, key: SoftwareKey
) -> None:
    client.mutate(ALLOW_PASSKEY_ALONE, allowed=True)
    anonymous = Client(portal)
    answer = key.get(anonymous.mutate(BEGIN_PASSKEY_SIGN_IN)["passkey"])
    assert anonymous.mutate(SIGN_IN_WITH_PASSKEY, credential=answer)["token"]
    assert error_codes(anonymous.payload_of(SIGN_IN_WITH_PASSKEY, credential=answer)) == [
        "INVALID_CREDENTIALS"
    ]
    late = key.get(anonymous.mutate(BEGIN_PASSKEY_SIGN_IN)["passkey"])
    portal.run(models.PasskeyCeremony.all().update(expires_at=datetime.now(UTC)))
    assert error_codes(anonymous.payload_of(SIGN_IN_WITH_PASSKEY, credential=late)) == [
        "INVALID_CREDENTIALS"
    ]
    key.origin = "https://evil.example"
    assert error_codes(
        anonymous.payload_of(
            SIGN_IN_WITH_PASSKEY,
            credential=key.get(anonymous.mutate(BEGIN_PASSKEY_SIGN_IN)["passkey"]),
        )
    ) == ["INVALID_CREDENTIALS"]


def test_passkey_sign_in_needs_a_passkey(client: Client) -> None:
    assert error_codes(client.payload_of(ALLOW_PASSKEY_ALONE, allowed=True)) == ["NO_PASSKEY"]


def test_neither_the_last_passkey_nor_that_of_another_user_is_removed(
    world: World, client: Client, key: SoftwareKey
) -> None:
    (first,) = client.ask(PASSKEY_ACCOUNT)["viewer"]["account"]["passkeys"]
    assert error_codes(client.payload_of(REMOVE_PASSKEY, id=first["passkeyId"])) == ["LAST_PASSKEY"]
    add_passkey(client, new_passkey(world.portal))
    other = world.client("administrator")
    assert other.ask(REMOVE_PASSKEY, id=first["passkeyId"]).code == "NOT_FOUND"
    assert client.mutate(REMOVE_PASSKEY, id=first["passkeyId"])["removed"] is True
    assert client.ask(REMOVE_PASSKEY, id="x").code == "BAD_USER_INPUT"
    (left,) = client.ask(PASSKEY_ACCOUNT)["viewer"]["account"]["passkeys"]
    assert left["passkeyId"] != first["passkeyId"]


def test_another_second_factor_takes_the_passkeys_away(
    portal: Portal, client: Client, person: Person, key: SoftwareKey, mailbox: Mailbox
) -> None:
    client.mutate(ALLOW_PASSKEY_ALONE, allowed=True)
    client.mutate(BEGIN_PASSKEY, method="EMAIL")
    confirm = "mutation ($code: String!) { confirmTwoFactorChange(code: $code) { token errors { code } } }"
    client.mutate(confirm, code=mailbox.code(person.user.email))
    assert portal.run(models.Passkey.filter(user_id=person.user.id).count()) == 0
    assert portal.run(stored_column(person.user, "passkey_alone")) is False
    sign_in(portal, mailbox, person.user)


def test_a_passkey_steps_up(world: World, client: Client, person: Person, key: SoftwareKey) -> None:
    asked = client.mutate(AGAIN)["challenge"]["passkey"]
    assert error_codes(client.payload_of(AGAIN, credential=foreign_origin(key).get(asked))) == [
        "INVALID_CODE"
    ]
    old = client.http.headers["Authorization"]
    client.adopt(client.mutate(AGAIN, credential=key.get(asked)))
    assert client.http.headers["Authorization"] != old
    assert client.ask(READ_COMPANY)["company"]


def test_an_answer_made_elsewhere_confirms_no_passkey(
    portal: Portal, client: Client, person: Person
) -> None:
    options = client.mutate(BEGIN_PASSKEY)["change"]["passkey"]
    for lie in (foreign_origin, nobody_verified):
        (problem,) = client.payload_of(
            CONFIRM_PASSKEY, credential=lie(new_passkey(portal)).create(options)
        )["errors"]
        assert (problem["code"], problem["field"]) == ("INVALID_CODE", ["credential"])
    assert portal.run(models.Passkey.filter(user_id=person.user.id).count()) == 0
    assert portal.run(stored_column(person.user, "two_factor_method")) is TwoFactorMethod.EMAIL


def test_without_a_change_under_way_it_is_the_credential_that_is_refused(client: Client) -> None:
    (problem,) = client.payload_of(CONFIRM_PASSKEY, credential="{}")["errors"]
    assert (problem["code"], problem["field"]) == ("CODE_EXPIRED", ["credential"])


@pytest.mark.parametrize(
    ("origin", "domain"),
    [
        ("http://127.0.0.1:8000", "localhost"),
        ("http://[::1]:8000", "localhost"),
        ("http://localhost", "localhost"),
        ("http://127.0.0.1.nip.io:8000", "127.0.0.1.nip.io"),
        ("https://portal.example", "portal.example"),
    ],
)
def test_a_passkey_is_bound_to_the_host_of_the_page_and_the_loopback_has_a_name(
    origin: str, domain: str
) -> None:
    assert json.loads(Passkeys([origin]).request_options("", []))["rpId"] == domain


def test_a_registered_credential_is_not_registered_again(world: World, key: SoftwareKey) -> None:
    other = world.client("administrator")
    copied = SoftwareKey(key.origin, key.credential_id)
    assert error_codes(
        other.payload_of(
            CONFIRM_PASSKEY,
            credential=copied.create(other.mutate(BEGIN_PASSKEY)["change"]["passkey"]),
        )
    ) == ["INVALID_CODE"]


def test_a_credential_with_too_long_a_name_is_refused(client: Client, portal: Portal) -> None:
    key = SoftwareKey(portal.settings.portal_origin, token_bytes(1024))
    assert error_codes(
        client.payload_of(
            CONFIRM_PASSKEY,
            credential=key.create(client.mutate(BEGIN_PASSKEY)["change"]["passkey"]),
        )
    ) == ["INVALID_CODE"]


def test_of_two_who_register_one_credential_at_once_one_does(
    world: World, key: SoftwareKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = world.client("administrator")

    async def not_yet(*_: Any, **__: Any) -> bool:
        return False

    monkeypatch.setattr(models.Passkey, "exists", not_yet)
    payload = other.payload_of(
        CONFIRM_PASSKEY, credential=key.create(other.mutate(BEGIN_PASSKEY)["change"]["passkey"])
    )
    assert error_codes(payload) == ["INVALID_CODE"]
    method = world.portal.run(
        stored_column(world.a.people["administrator"].user, "two_factor_method")
    )
    assert method is TwoFactorMethod.EMAIL


def test_requests_for_challenges_use_up_no_attempts(
    portal: Portal, client: Client, key: SoftwareKey
) -> None:
    client.mutate(ALLOW_PASSKEY_ALONE, allowed=True)
    anonymous = Client(portal)
    options = [anonymous.mutate(BEGIN_PASSKEY_SIGN_IN)["passkey"] for _ in range(30)]
    assert anonymous.mutate(SIGN_IN_WITH_PASSKEY, credential=key.get(options[-1]))["token"]


def test_wrong_answers_from_one_address_wait(portal: Portal, key: SoftwareKey) -> None:
    anonymous = Client(portal)
    portal.run(models.SignInDelay.all().delete())
    problems = [
        error_codes(anonymous.payload_of(SIGN_IN_WITH_PASSKEY, credential="{}")) for _ in range(21)
    ]
    assert problems == [["INVALID_CREDENTIALS"]] * 20 + [["TRY_LATER"]]
