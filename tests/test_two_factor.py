"""Changing the second factor: the old one holds until the new one has proved itself."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pyotp
import pytest

import models
from models import TwoFactorMethod
from tests.portal import CODE, Client, Mailbox, Portal
from tests.signing_in import (
    COMPANY,
    SIGN_IN,
    VERIFY,
    begin,
    begin_with_code,
    codes_of,
    column,
    forget_tries,
    prove,
    sign_in,
    wrong,
)
from tests.world import PASSWORD, Person, World

BEGIN = f"""mutation ($method: TwoFactorMethod!, $password: String! = "{PASSWORD}") {{ beginTwoFactorChange(method: $method, password: $password) {{
  change {{ method destination secret otpauthUri qrCode }} errors {{ code field }} }} }}"""
CONFIRM = "mutation ($code: String!) { confirmTwoFactorChange(code: $code) { recoveryCodes token errors { code field } } }"


@pytest.fixture
def person(world: World) -> Person:
    return world.a.people["user"]


@pytest.fixture
def client(world: World, person: Person) -> Client:
    return world.sign_in_as(person)


def code_of(secret: str) -> str:
    return pyotp.TOTP(secret).at(datetime.now(UTC))


def switch_to_totp(client: Client) -> tuple[str, list[str]]:
    """The authenticator's secret and the recovery codes of somebody who has just changed to it."""
    secret = client.order(BEGIN, method="TOTP")["change"]["secret"]
    return secret, client.adopt(client.order(CONFIRM, code=code_of(secret)))["recoveryCodes"]


def begin_patiently(portal: Portal, user: models.User) -> Client:
    """A session that waits for its second factor, of somebody who lets time pass between two."""
    forget_tries(portal)
    return begin(portal, user)


def let_time_pass(portal: Portal, user: models.User) -> None:
    """As if the newest accepted code were long ago."""
    portal.run(models.User.filter(id=user.id).update(totp_last_step=0))


def method_of(portal: Portal, user: models.User) -> TwoFactorMethod:
    return TwoFactorMethod(portal.run(column(user, "two_factor_method")))


def test_the_old_method_holds_until_the_new_one_has_proved_itself(
    portal: Portal, client: Client, person: Person, mailbox: Mailbox
) -> None:
    change = client.order(BEGIN, method="TOTP")["change"]
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

    wrong_code = client.problems_of(CONFIRM, code=wrong(code_of(change["secret"])))
    assert wrong_code == {
        "recoveryCodes": None,
        "token": None,
        "errors": [{"code": "INVALID_CODE", "field": ["code"]}],
    }
    assert method_of(portal, person.user) is TwoFactorMethod.EMAIL

    client.order(CONFIRM, code=code_of(change["secret"]))
    assert method_of(portal, person.user) is TwoFactorMethod.TOTP


def test_after_the_change_signing_in_wants_the_authenticator(
    portal: Portal, client: Client, person: Person, mailbox: Mailbox, stranger: Client
) -> None:
    secret, _ = switch_to_totp(client)
    let_time_pass(portal, person.user)
    payload = stranger.order(SIGN_IN, identifier=person.user.identifier, password=PASSWORD)
    assert payload["challenge"] == {"method": "TOTP", "destination": None}
    assert not [text for text in mailbox.to(person.user.email) if re.search(CODE, text)]
    assert prove(Client(portal, payload["token"]), code_of(secret)).ask(COMPANY)["company"]


def test_a_used_code_is_refused(portal: Portal, client: Client, person: Person) -> None:
    secret, _ = switch_to_totp(client)
    let_time_pass(portal, person.user)
    code = code_of(secret)
    prove(begin(portal, person.user), code)
    again = begin(portal, person.user)
    payload = again.problems_of(VERIFY, code=code)
    assert codes_of(payload) == ["INVALID_CODE"]
    assert payload["token"] is None
    assert again.ask(COMPANY).code == "UNAUTHENTICATED"


def test_the_code_that_proved_the_change_is_used_up(
    portal: Portal, client: Client, person: Person
) -> None:
    secret = client.order(BEGIN, method="TOTP")["change"]["secret"]
    code = code_of(secret)
    client.order(CONFIRM, code=code)
    assert codes_of(begin(portal, person.user).problems_of(VERIFY, code=code)) == ["INVALID_CODE"]


def test_one_code_in_many_sessions_at_once_signs_in_once(
    portal: Portal, client: Client, person: Person
) -> None:
    secret, _ = switch_to_totp(client)
    let_time_pass(portal, person.user)
    halves = [begin_patiently(portal, person.user) for _ in range(8)]
    code = code_of(secret)
    with ThreadPoolExecutor(8) as pool:
        payloads = list(pool.map(lambda half: half.problems_of(VERIFY, code=code), halves))
    assert sorted(codes_of(payload) for payload in payloads) == [[]] + [["INVALID_CODE"]] * 7
    assert (
        portal.run(models.Session.filter(user_id=person.user.id, proved_at__isnull=False).count())
        == 2
    )


@pytest.mark.parametrize("steps", [-10, -3, 3, 10])
def test_codes_of_another_time_are_refused(
    steps: int, portal: Portal, client: Client, person: Person
) -> None:
    secret, _ = switch_to_totp(client)
    let_time_pass(portal, person.user)
    half = begin(portal, person.user)
    code = pyotp.TOTP(secret).at(datetime.now(UTC), counter_offset=steps)
    assert codes_of(half.problems_of(VERIFY, code=code)) == ["INVALID_CODE"]


def test_a_recovery_code_works_once(portal: Portal, client: Client, person: Person) -> None:
    _, recovery_codes = switch_to_totp(client)
    assert len(set(recovery_codes)) == 10
    assert prove(begin(portal, person.user), f" {recovery_codes[0].upper()} ").ask(COMPANY)[
        "company"
    ]
    again = begin(portal, person.user)
    assert codes_of(again.problems_of(VERIFY, code=recovery_codes[0])) == ["INVALID_CODE"]
    assert prove(again, recovery_codes[1]).ask(COMPANY)["company"]
    assert portal.run(models.RecoveryCode.filter(user_id=person.user.id).count()) == 8
    assert method_of(portal, person.user) is TwoFactorMethod.TOTP


def test_a_recovery_code_in_many_sessions_at_once_works_once(
    portal: Portal, client: Client, person: Person
) -> None:
    _, recovery_codes = switch_to_totp(client)
    halves = [begin_patiently(portal, person.user) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        payloads = list(
            pool.map(lambda half: half.problems_of(VERIFY, code=recovery_codes[0]), halves)
        )
    assert sorted(codes_of(payload) for payload in payloads) == [[]] + [["INVALID_CODE"]] * 5


def test_guesses_at_recovery_codes_count_as_tries(
    portal: Portal, client: Client, person: Person
) -> None:
    _, recovery_codes = switch_to_totp(client)
    half = begin(portal, person.user)
    for _ in range(5):
        assert codes_of(half.problems_of(VERIFY, code="aaaa-aaaa-aaaa-aaaa-aaaa-aaaa")) == [
            "INVALID_CODE"
        ]
    assert codes_of(half.problems_of(VERIFY, code=recovery_codes[0])) == ["TOO_MANY_TRIES"]
    assert portal.run(models.RecoveryCode.filter(user_id=person.user.id).count()) == 10


def test_a_recovery_code_of_somebody_else_is_of_no_use(world: World, client: Client) -> None:
    _, recovery_codes = switch_to_totp(client)
    half = begin(world.portal, world.a.people["administrator"].user)
    assert codes_of(half.problems_of(VERIFY, code=recovery_codes[0])) == ["INVALID_CODE"]


def test_recovery_codes_are_shown_once_and_new_ones_replace_them(
    portal: Portal, client: Client, person: Person, mailbox: Mailbox
) -> None:
    _, old = switch_to_totp(client)
    kept = str(portal.run(models.RecoveryCode.filter(user_id=person.user.id).values()))
    assert not [code for code in old if code in kept], "only their hashes are kept"
    client.order(BEGIN, method="EMAIL")
    new = client.order(CONFIRM, code=mailbox.code(person.user.email))["recoveryCodes"]
    assert not set(old) & set(new)
    half, _ = begin_with_code(portal, mailbox, person.user)
    assert codes_of(half.problems_of(VERIFY, code=old[0])) == ["INVALID_CODE"]
    prove(half, new[0])


def test_a_recovery_code_does_not_confirm_a_change(
    portal: Portal, client: Client, person: Person
) -> None:
    _, recovery_codes = switch_to_totp(client)
    client.order(BEGIN, method="EMAIL")
    assert codes_of(client.problems_of(CONFIRM, code=recovery_codes[0])) == ["INVALID_CODE"]
    assert method_of(portal, person.user) is TwoFactorMethod.TOTP
    assert portal.run(models.RecoveryCode.filter(user_id=person.user.id).count()) == 10


def test_the_secret_of_the_authenticator_is_sealed(
    portal: Portal, client: Client, person: Person
) -> None:
    secret = client.order(BEGIN, method="TOTP")["change"]["secret"]
    assert secret not in str(
        portal.run(models.OneTimeCode.filter(session__user_id=person.user.id).values())
    )
    client.order(CONFIRM, code=code_of(secret))
    assert secret not in portal.run(column(person.user, "totp_secret"))


def test_one_can_change_to_text_messages(portal: Portal, client: Client, person: Person) -> None:
    before = set(portal.settings.outbox.glob("*.sms"))
    change = client.order(BEGIN, method="SMS")["change"]
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
    client.order(CONFIRM, code=text.split("Guichet\u202f: ")[1][:6])
    assert method_of(portal, person.user) is TwoFactorMethod.SMS
    assert portal.run(column(person.user, "totp_secret")) is None


def test_text_messages_need_a_phone_number(world: World, person: Person) -> None:
    world.portal.run(models.User.filter(id=person.user.id).update(phone=""))
    payload = world.sign_in_as(person).problems_of(BEGIN, method="SMS")
    assert payload == {
        "change": None,
        "errors": [{"code": "METHOD_UNAVAILABLE", "field": ["method"]}],
    }
    assert world.portal.run(models.OneTimeCode.filter(session__user_id=person.user.id).count()) == 0


def test_a_newer_change_replaces_an_older_one(
    portal: Portal, client: Client, person: Person
) -> None:
    older = client.order(BEGIN, method="TOTP")["change"]["secret"]
    newer = client.order(BEGIN, method="TOTP")["change"]["secret"]
    assert codes_of(client.problems_of(CONFIRM, code=code_of(older))) == ["INVALID_CODE"]
    client.order(CONFIRM, code=code_of(newer))
    assert method_of(portal, person.user) is TwoFactorMethod.TOTP


def nothing_begun(portal: Portal, client: Client, user: models.User) -> str:
    return "000000"


def begun_in_another_session(portal: Portal, client: Client, user: models.User) -> str:
    return code_of(other_session(portal, user).order(BEGIN, method="TOTP")["change"]["secret"])


def begun_too_long_ago(portal: Portal, client: Client, user: models.User) -> str:
    secret = client.order(BEGIN, method="TOTP")["change"]["secret"]
    portal.run(
        models.OneTimeCode.filter(session__user_id=user.id).update(expires_at=datetime.now(UTC))
    )
    return code_of(secret)


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
    assert client.problems_of(CONFIRM, code=code) == {
        "recoveryCodes": None,
        "token": None,
        "errors": [{"code": "CODE_EXPIRED", "field": ["code"]}],
    }
    assert method_of(portal, person.user) is TwoFactorMethod.EMAIL


def test_a_change_has_five_tries(portal: Portal, client: Client, person: Person) -> None:
    secret = client.order(BEGIN, method="TOTP")["change"]["secret"]
    for _ in range(5):
        assert codes_of(client.problems_of(CONFIRM, code="abcdef")) == ["INVALID_CODE"]
    assert codes_of(client.problems_of(CONFIRM, code=code_of(secret))) == ["TOO_MANY_TRIES"]
    assert method_of(portal, person.user) is TwoFactorMethod.EMAIL


def test_a_mailed_code_many_times_at_once_confirms_a_change_once(
    portal: Portal, client: Client, person: Person, mailbox: Mailbox
) -> None:
    client.order(BEGIN, method="EMAIL")
    code = mailbox.code(person.user.email)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: client.ask(CONFIRM, code=code), range(4)))
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
    assert codes_of(client.problems_of(CONFIRM, code=code)) == ["CODE_EXPIRED"]
    assert portal.run(models.RecoveryCode.filter(user_id=person.user.id).count()) == 10


def test_a_code_for_signing_in_confirms_no_change(
    portal: Portal, person: Person, mailbox: Mailbox, world: World
) -> None:
    half, code = begin_with_code(portal, mailbox, person.user)
    client = world.sign_in_as(person)
    client.order(BEGIN, method="EMAIL")
    if mailbox.code(person.user.email, beyond=1) != code:
        assert codes_of(client.problems_of(CONFIRM, code=code)) == ["INVALID_CODE"]
    prove(half, code)


def test_the_change_ends_all_other_sessions(world: World, client: Client, person: Person) -> None:
    other = world.sign_in_as(person)
    half = begin(world.portal, person.user)
    switch_to_totp(client)
    assert other.ask(COMPANY).code == half.ask(VERIFY, code="000000").code == "UNAUTHENTICATED"
    assert client.ask(COMPANY)["company"]


def text_message(portal: Portal, before: set[Any]) -> str:
    """The newest text message, once it is there."""
    for _ in range(100):
        if new := sorted(set(portal.settings.outbox.glob("*.sms")) - before):
            return new[-1].read_text()
        time.sleep(0.05)
    raise AssertionError("no text message")


def test_text_messages_sign_in_and_are_told_when_they_are_given_up(
    portal: Portal, client: Client, person: Person
) -> None:
    before = set(portal.settings.outbox.glob("*.sms"))
    client.order(BEGIN, method="SMS")
    client.adopt(
        client.order(CONFIRM, code=text_message(portal, before).split("Guichet\u202f: ")[1][:6])
    )
    before = set(portal.settings.outbox.glob("*.sms"))
    half = begin(portal, person.user)
    prove(half, text_message(portal, before).split("Guichet\u202f: ")[1][:6])
    before = set(portal.settings.outbox.glob("*.sms"))
    switch_to_totp(client)
    notice = text_message(portal, before)
    assert f"To: {person.user.phone}" in notice
    assert "double authentification de votre compte a été modifiée" in notice


def test_a_code_says_what_it_is_for(client: Client, person: Person, mailbox: Mailbox) -> None:
    client.order(BEGIN, method="EMAIL")
    assert "Ce code sert à changer votre second facteur. Votre code Guichet" in mailbox.newest(
        person.user.email, containing=r"\d{6}"
    )
    subjects = [
        str(message["Subject"])
        for message in mailbox.to_anybody()
        if message["To"] == person.user.email
    ]
    assert subjects == ["Votre code pour changer de second facteur"]
