"""Change of the second factor: the old one holds until the new one is verified."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pyotp
import pytest

import models
from models import TwoFactorMethod
from tests.support.portal import CODE, Client, Mailbox, Portal
from tests.support.signing_in import (
    READ_COMPANY,
    SIGN_IN,
    VERIFY,
    begin_sign_in,
    begin_sign_in_with_code,
    code_other_than,
    error_codes,
    finish_sign_in,
    forget_failures,
    sign_in,
    stored_column,
)
from tests.support.two_factor import (
    BEGIN_CHANGE,
    CONFIRM_CHANGE,
    forget_used_codes,
    switch_to_totp,
    totp_code,
)
from tests.support.world import PASSWORD, Person, World


@pytest.fixture
def person(world: World) -> Person:
    return world.a.people["user"]


@pytest.fixture
def client(world: World, person: Person) -> Client:
    return world.sign_in_as(person)


def begin_patiently(portal: Portal, user: models.User) -> Client:
    """Session without its second factor, with time passed since the last one."""
    forget_failures(portal)
    return begin_sign_in(portal, user)


def method_of(portal: Portal, user: models.User) -> TwoFactorMethod:
    return TwoFactorMethod(portal.run(stored_column(user, "two_factor_method")))


def test_the_old_method_holds_until_the_new_one_is_verified(
    portal: Portal, client: Client, person: Person, mailbox: Mailbox
) -> None:
    change = client.mutate(BEGIN_CHANGE, method="TOTP")["change"]
    assert (change["method"], change["destination"]) == ("TOTP", None)
    uri = pyotp.parse_uri(change["otpauthUri"])
    assert (uri.secret, uri.name, uri.issuer) == (
        change["secret"],
        person.user.identifier,
        "Guichet",
    )
    assert change["qrCode"].startswith("data:image/svg+xml")
    assert method_of(portal, person.user) is TwoFactorMethod.EMAIL
    sign_in(portal, mailbox, person.user)

    wrong_code = client.payload_of(
        CONFIRM_CHANGE, code=code_other_than(totp_code(change["secret"]))
    )
    assert wrong_code == {
        "recoveryCodes": None,
        "token": None,
        "errors": [{"code": "INVALID_CODE", "field": ["code"]}],
    }
    assert method_of(portal, person.user) is TwoFactorMethod.EMAIL

    client.mutate(CONFIRM_CHANGE, code=totp_code(change["secret"]))
    assert method_of(portal, person.user) is TwoFactorMethod.TOTP


def test_after_the_change_signing_in_wants_the_authenticator(
    portal: Portal, client: Client, person: Person, mailbox: Mailbox, anonymous: Client
) -> None:
    secret, _ = switch_to_totp(client)
    forget_used_codes(portal, person.user)
    payload = anonymous.mutate(SIGN_IN, identifier=person.user.identifier, password=PASSWORD)
    assert payload["challenge"] == {"method": "TOTP", "destination": None}
    assert not [text for text in mailbox.to(person.user.email) if re.search(CODE, text)]
    assert finish_sign_in(Client(portal, payload["token"]), totp_code(secret)).ask(READ_COMPANY)[
        "company"
    ]


def test_a_used_code_is_refused(portal: Portal, client: Client, person: Person) -> None:
    secret, _ = switch_to_totp(client)
    forget_used_codes(portal, person.user)
    code = totp_code(secret)
    finish_sign_in(begin_sign_in(portal, person.user), code)
    again = begin_sign_in(portal, person.user)
    payload = again.payload_of(VERIFY, code=code)
    assert error_codes(payload) == ["INVALID_CODE"]
    assert payload["token"] is None
    assert again.ask(READ_COMPANY).code == "UNAUTHENTICATED"


def test_the_code_that_confirmed_the_change_is_used_up(
    portal: Portal, client: Client, person: Person
) -> None:
    secret = client.mutate(BEGIN_CHANGE, method="TOTP")["change"]["secret"]
    code = totp_code(secret)
    client.mutate(CONFIRM_CHANGE, code=code)
    assert error_codes(begin_sign_in(portal, person.user).payload_of(VERIFY, code=code)) == [
        "INVALID_CODE"
    ]


def test_one_code_in_many_sessions_at_once_signs_in_once(
    portal: Portal, client: Client, person: Person
) -> None:
    secret, _ = switch_to_totp(client)
    forget_used_codes(portal, person.user)
    halves = [begin_patiently(portal, person.user) for _ in range(8)]
    code = totp_code(secret)
    with ThreadPoolExecutor(8) as pool:
        payloads = list(pool.map(lambda half: half.payload_of(VERIFY, code=code), halves))
    assert sorted(error_codes(payload) for payload in payloads) == [[]] + [["INVALID_CODE"]] * 7
    assert (
        portal.run(models.Session.filter(user_id=person.user.id, proved_at__isnull=False).count())
        == 2
    )


@pytest.mark.parametrize("steps", [-10, -3, 3, 10])
def test_codes_of_another_time_are_refused(
    steps: int, portal: Portal, client: Client, person: Person
) -> None:
    secret, _ = switch_to_totp(client)
    forget_used_codes(portal, person.user)
    half = begin_sign_in(portal, person.user)
    code = pyotp.TOTP(secret).at(datetime.now(UTC), counter_offset=steps)
    assert error_codes(half.payload_of(VERIFY, code=code)) == ["INVALID_CODE"]


def test_the_secret_of_the_authenticator_is_sealed(
    portal: Portal, client: Client, person: Person
) -> None:
    secret = client.mutate(BEGIN_CHANGE, method="TOTP")["change"]["secret"]
    assert secret not in str(
        portal.run(models.OneTimeCode.filter(session__user_id=person.user.id).values())
    )
    client.mutate(CONFIRM_CHANGE, code=totp_code(secret))
    assert secret not in portal.run(stored_column(person.user, "totp_secret"))


def test_text_messages_can_become_the_second_factor(
    portal: Portal, client: Client, person: Person
) -> None:
    before = set(portal.settings.outbox.glob("*.sms"))
    change = client.mutate(BEGIN_CHANGE, method="SMS")["change"]
    assert change == {
        "method": "SMS",
        "destination": "••• 67",
        "secret": None,
        "otpauthUri": None,
        "qrCode": None,
    }
    (message,) = set(portal.settings.outbox.glob("*.sms")) - before
    text = message.read_text()
    assert f"To: {person.user.phone}" in text
    client.mutate(CONFIRM_CHANGE, code=text.split("Guichet\u202f: ")[1][:6])
    assert method_of(portal, person.user) is TwoFactorMethod.SMS
    assert portal.run(stored_column(person.user, "totp_secret")) is None


def test_text_messages_need_a_phone_number(world: World, person: Person) -> None:
    world.portal.run(models.User.filter(id=person.user.id).update(phone=""))
    payload = world.sign_in_as(person).payload_of(BEGIN_CHANGE, method="SMS")
    assert payload == {
        "change": None,
        "errors": [{"code": "METHOD_UNAVAILABLE", "field": ["method"]}],
    }
    assert world.portal.run(models.OneTimeCode.filter(session__user_id=person.user.id).count()) == 0


def test_a_newer_change_replaces_an_older_one(
    portal: Portal, client: Client, person: Person
) -> None:
    older = client.mutate(BEGIN_CHANGE, method="TOTP")["change"]["secret"]
    newer = client.mutate(BEGIN_CHANGE, method="TOTP")["change"]["secret"]
    assert error_codes(client.payload_of(CONFIRM_CHANGE, code=totp_code(older))) == ["INVALID_CODE"]
    client.mutate(CONFIRM_CHANGE, code=totp_code(newer))
    assert method_of(portal, person.user) is TwoFactorMethod.TOTP


def nothing_begun(portal: Portal, client: Client, user: models.User) -> str:
    return "000000"


def begun_in_another_session(portal: Portal, client: Client, user: models.User) -> str:
    return totp_code(
        other_session(portal, user).mutate(BEGIN_CHANGE, method="TOTP")["change"]["secret"]
    )


def begun_too_long_ago(portal: Portal, client: Client, user: models.User) -> str:
    secret = client.mutate(BEGIN_CHANGE, method="TOTP")["change"]["secret"]
    portal.run(
        models.OneTimeCode.filter(session__user_id=user.id).update(expires_at=datetime.now(UTC))
    )
    return totp_code(secret)


def other_session(portal: Portal, user: models.User) -> Client:
    token, now = models.new_token(), datetime.now(UTC)
    times = dict.fromkeys(("created_at", "last_used_at", "proved_at"), now)

    async def create() -> Any:
        membership = await models.Membership.get(user_id=user.id)
        await models.Session.create(
            user=user,
            membership=membership,
            token_hash=models.hash_token(token),
            expires_at=now.replace(year=now.year + 1),
            **times,
        )

    portal.run(create())
    return Client(portal, token)


@pytest.mark.parametrize("how", [nothing_begun, begun_in_another_session, begun_too_long_ago])
def test_a_change_that_is_not_under_way_here_cannot_be_confirmed(
    how: Any, portal: Portal, client: Client, person: Person
) -> None:
    code = how(portal, client, person.user)
    assert client.payload_of(CONFIRM_CHANGE, code=code) == {
        "recoveryCodes": None,
        "token": None,
        "errors": [{"code": "CODE_EXPIRED", "field": ["code"]}],
    }
    assert method_of(portal, person.user) is TwoFactorMethod.EMAIL


def test_a_change_has_five_attempts(portal: Portal, client: Client, person: Person) -> None:
    secret = client.mutate(BEGIN_CHANGE, method="TOTP")["change"]["secret"]
    for _ in range(5):
        assert error_codes(client.payload_of(CONFIRM_CHANGE, code="abcdef")) == ["INVALID_CODE"]
    assert error_codes(client.payload_of(CONFIRM_CHANGE, code=totp_code(secret))) == [
        "TOO_MANY_TRIES"
    ]
    assert method_of(portal, person.user) is TwoFactorMethod.EMAIL


def test_a_mailed_code_many_times_at_once_confirms_a_change_once(
    portal: Portal, client: Client, person: Person, mailbox: Mailbox
) -> None:
    client.mutate(BEGIN_CHANGE, method="EMAIL")
    code = mailbox.code(person.user.email)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: client.ask(CONFIRM_CHANGE, code=code), range(4)))
    assert {error["extensions"]["code"] for answer in answers for error in answer.errors} <= {
        "UNAUTHENTICATED"
    }, "a late one has an old token"
    payloads = [
        payload
        for answer in answers
        if (payload := (answer.data or {}).get("confirmTwoFactorChange"))
    ]
    shown = [payload["recoveryCodes"] for payload in payloads if payload["recoveryCodes"]]
    assert len(shown) == 1
    client.adopt(next(payload for payload in payloads if payload["recoveryCodes"]))
    assert error_codes(client.payload_of(CONFIRM_CHANGE, code=code)) == ["CODE_EXPIRED"]
    assert portal.run(models.RecoveryCode.filter(user_id=person.user.id).count()) == 10


def test_a_code_for_signing_in_confirms_no_change(
    portal: Portal, person: Person, mailbox: Mailbox, world: World
) -> None:
    half, code = begin_sign_in_with_code(portal, mailbox, person.user)
    client = world.sign_in_as(person)
    client.mutate(BEGIN_CHANGE, method="EMAIL")
    if mailbox.code(person.user.email, beyond=1) != code:
        assert error_codes(client.payload_of(CONFIRM_CHANGE, code=code)) == ["INVALID_CODE"]
    finish_sign_in(half, code)


def test_the_change_ends_all_other_sessions(world: World, client: Client, person: Person) -> None:
    other = world.sign_in_as(person)
    half = begin_sign_in(world.portal, person.user)
    switch_to_totp(client)
    assert other.ask(READ_COMPANY).code == half.ask(VERIFY, code="000000").code == "UNAUTHENTICATED"
    assert client.ask(READ_COMPANY)["company"]


def text_message(portal: Portal, before: set[Any]) -> str:
    """The newest text message, once it is there."""
    for _ in range(100):
        if new := sorted(set(portal.settings.outbox.glob("*.sms")) - before):
            return new[-1].read_text()
        time.sleep(0.05)
    raise AssertionError("no text message")


def test_text_messages_sign_in_and_a_failed_delivery_is_reported(
    portal: Portal, client: Client, person: Person
) -> None:
    before = set(portal.settings.outbox.glob("*.sms"))
    client.mutate(BEGIN_CHANGE, method="SMS")
    client.adopt(
        client.mutate(
            CONFIRM_CHANGE, code=text_message(portal, before).split("Guichet\u202f: ")[1][:6]
        )
    )
    before = set(portal.settings.outbox.glob("*.sms"))
    half = begin_sign_in(portal, person.user)
    finish_sign_in(half, text_message(portal, before).split("Guichet\u202f: ")[1][:6])
    before = set(portal.settings.outbox.glob("*.sms"))
    switch_to_totp(client)
    notice = text_message(portal, before)
    assert f"To: {person.user.phone}" in notice
    assert "double authentification de votre compte a été modifiée" in notice


def test_a_code_names_its_purpose(client: Client, person: Person, mailbox: Mailbox) -> None:
    client.mutate(BEGIN_CHANGE, method="EMAIL")
    assert "Ce code sert à changer votre second facteur. Votre code Guichet" in mailbox.newest(
        person.user.email, containing=r"\d{6}"
    )
    subjects = [
        str(message["Subject"])
        for message in mailbox.to_anybody()
        if message["To"] == person.user.email
    ]
    assert subjects == ["Votre code pour changer de second facteur"]
