"""Signing in with both factors, the session's life and its end."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

import models
from models import UserStatus
from tests.support.portal import Client, Mailbox, Portal
from tests.support.signing_in import (
    READ_COMPANY,
    READ_VIEWER,
    SIGN_IN,
    VERIFY,
    begin_sign_in,
    begin_sign_in_with_code,
    code_other_than,
    error_codes,
    finish_sign_in,
    sign_in,
)
from tests.support.world import PASSWORD, Person, World

SIGN_OUT = "mutation { signOut { signedOut errors { code } } }"
SWITCH = """mutation ($company: ID!) { switchCompany(companyId: $company) {
  viewer { role accesses company { id } } token errors { code field } } }"""
CLAIMS = "{ claims { totalCount edges { node { id number } } } }"
CLAIM = "query ($id: ID!) { claim(id: $id) { number } }"


@pytest.fixture
def person(world: World) -> Person:
    return world.a.people["user with claims"]


def hasten(portal: Portal, user: models.User, **changes: datetime) -> None:
    """Move the times of the user's sessions."""
    portal.run(models.Session.filter(user_id=user.id).update(**changes))


def assert_nobody(client: Client) -> None:
    assert client.ask(READ_VIEWER)["viewer"] is None
    answer = client.ask(READ_COMPANY)
    assert answer.data is None
    assert answer.code == "UNAUTHENTICATED"


def test_password_and_mailed_code_sign_in(
    portal: Portal, person: Person, mailbox: Mailbox, anonymous: Client
) -> None:
    payload = anonymous.mutate(SIGN_IN, identifier=f" {person.user.identifier} ", password=PASSWORD)
    assert payload["challenge"] == {
        "method": "EMAIL",
        "destination": f"{person.user.email[0]}•••@example.com",
    }
    whole = Client(portal, payload["token"]).mutate(VERIFY, code=mailbox.code(person.user.email))
    assert whole["viewer"] == {"role": "USER", "accesses": ["CLAIMS"]}
    assert (
        Client(portal, whole["token"]).ask(READ_VIEWER)["viewer"]["user"]["identifier"]
        == person.user.identifier
    )


@pytest.mark.parametrize(
    ("persona", "role"),
    [("contract manager", "CONTRACT_MANAGER"), ("health manager", "HEALTH_MANAGER")],
)
def test_managers_sign_in_too(persona: str, role: str, world: World, mailbox: Mailbox) -> None:
    viewer = sign_in(world.portal, mailbox, world.a.people[persona].user).ask(READ_VIEWER)["viewer"]
    assert (viewer["role"], viewer["company"]) == (role, None)


def test_an_unknown_identifier_and_a_wrong_password_look_alike(
    world: World, person: Person, anonymous: Client
) -> None:
    unknown = anonymous.ask(SIGN_IN, identifier="00000000", password=PASSWORD)
    wrong_password = anonymous.ask(
        SIGN_IN, identifier=person.user.identifier, password="wrong horse battery"
    )
    assert (unknown.data, unknown.errors) == (wrong_password.data, wrong_password.errors)
    assert unknown["signIn"]["errors"] == [
        {
            "code": "INVALID_CREDENTIALS",
            "field": ["password"],
            "message": "The identifier or the password is wrong.",
        }
    ]
    assert unknown["signIn"]["token"] is unknown["signIn"]["challenge"] is None
    assert world.portal.run(models.Session.filter(user_id=person.user.id).count()) == 0


@pytest.mark.parametrize("status", [UserStatus.INVITED, UserStatus.SUSPENDED])
def test_invited_and_suspended_users_cannot_sign_in(
    status: UserStatus, portal: Portal, person: Person, mailbox: Mailbox, anonymous: Client
) -> None:
    portal.run(models.User.filter(id=person.user.id).update(status=status))
    payload = anonymous.payload_of(SIGN_IN, identifier=person.user.identifier, password=PASSWORD)
    assert error_codes(payload) == ["INVALID_CREDENTIALS"]
    assert payload["token"] is None
    assert mailbox.to(person.user.email) == []
    assert portal.run(models.Session.filter(user_id=person.user.id).count()) == 0


def test_a_session_ends_when_its_user_is_suspended(world: World, person: Person) -> None:
    client = world.sign_in_as(person)
    world.portal.run(models.User.filter(id=person.user.id).update(status=UserStatus.SUSPENDED))
    assert_nobody(client)


ODD = {
    "empty": "",
    "long": "x" * 10_000,
    "null": "\0",
    "horses": "🐎" * 40,
    "with a space": PASSWORD + " ",
    "upper case": PASSWORD.upper(),
}


@pytest.mark.parametrize("password", ODD.values(), ids=ODD.keys())
def test_odd_passwords_are_merely_wrong(password: str, person: Person, anonymous: Client) -> None:
    payload = anonymous.payload_of(SIGN_IN, identifier=person.user.identifier, password=password)
    assert error_codes(payload) == ["INVALID_CREDENTIALS"]


def test_a_session_without_its_second_factor_has_no_viewer(portal: Portal, person: Person) -> None:
    half = begin_sign_in(portal, person.user)
    assert_nobody(half)
    assert (
        half.ask(
            'mutation { beginTwoFactorChange(method: TOTP, password: "x") { change { secret } } }'
        ).code
        == "UNAUTHENTICATED"
    )
    assert portal.run(
        models.OneTimeCode.filter(session__user_id=person.user.id).values_list("purpose", flat=True)
    ) == ["SIGN_IN"]


def test_the_second_factor_changes_the_token(
    portal: Portal, person: Person, mailbox: Mailbox
) -> None:
    half, code = begin_sign_in_with_code(portal, mailbox, person.user)
    whole = finish_sign_in(half, code)
    assert_nobody(half)
    assert half.ask(VERIFY, code=code).code == "UNAUTHENTICATED"
    assert whole.ask(VERIFY, code=code).code == "UNAUTHENTICATED"
    assert whole.ask(READ_COMPANY)["company"] == {"name": "Alpha SA"}


def test_only_hashes_of_tokens_and_codes_are_kept(
    portal: Portal, person: Person, mailbox: Mailbox, anonymous: Client
) -> None:
    token = anonymous.mutate(SIGN_IN, identifier=person.user.identifier, password=PASSWORD)["token"]
    code = mailbox.code(person.user.email)
    rows = portal.run(models.Session.filter(user_id=person.user.id).values())
    rows += portal.run(models.OneTimeCode.filter(session__user_id=person.user.id).values())
    assert len(rows) == 2
    assert token not in str(rows)
    assert code not in [row.get("code_hash") for row in rows]


def test_an_anonymous_caller_has_no_second_factor_to_verify(anonymous: Client) -> None:
    assert anonymous.ask(VERIFY, code="000000").code == "UNAUTHENTICATED"


def test_five_wrong_codes_end_the_challenge_even_for_the_right_code(
    portal: Portal, person: Person, mailbox: Mailbox
) -> None:
    half, code = begin_sign_in_with_code(portal, mailbox, person.user)
    tries = [error_codes(half.payload_of(VERIFY, code=code_other_than(code))) for _ in range(5)]
    assert tries == [["INVALID_CODE"]] * 5
    payload = half.payload_of(VERIFY, code=code)
    assert error_codes(payload) == ["TOO_MANY_TRIES"]
    assert payload["token"] is payload["viewer"] is None
    assert_nobody(half)


def test_a_document_with_ten_attempts_is_refused_and_none_is_counted(
    portal: Portal, person: Person, mailbox: Mailbox
) -> None:
    half, code = begin_sign_in_with_code(portal, mailbox, person.user)
    fields = " ".join(
        f'a{n}: verifySecondFactor(code: "{code_other_than(code)}") {{ errors {{ code }} }}'
        for n in range(10)
    )
    answer = half.ask(f"mutation {{ {fields} }}")
    assert (answer.data, answer.code, answer.refusal["limit"]) == (None, "LIMIT_EXCEEDED", "once")
    assert half.mutate(VERIFY, code=code)["token"]


def test_one_code_twenty_times_at_once_signs_in_once(
    portal: Portal, person: Person, mailbox: Mailbox
) -> None:
    half, code = begin_sign_in_with_code(portal, mailbox, person.user)
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: half.ask(VERIFY, code=code), range(20)))
    payloads = [
        payload for answer in answers if (payload := (answer.data or {})["verifySecondFactor"])
    ]
    refused = {error["extensions"]["code"] for answer in answers for error in answer.errors}
    assert refused <= {"UNAUTHENTICATED"}, "a late one finds its token replaced"
    assert {code for payload in payloads for code in error_codes(payload)} <= {
        "INVALID_CODE",
        "CODE_EXPIRED",
        "TOO_MANY_TRIES",
        "TRY_LATER",
    }
    tokens = [payload["token"] for payload in payloads if payload["token"]]
    assert len(tokens) == 1
    assert (
        portal.run(models.Session.filter(user_id=person.user.id, proved_at__isnull=False).count())
        == 1
    )
    assert Client(portal, tokens[0]).ask(READ_COMPANY)["company"]


def test_a_code_serves_only_the_session_it_was_sent_for(
    world: World, person: Person, mailbox: Mailbox
) -> None:
    other = world.a.people["administrator"].user
    half, code = begin_sign_in_with_code(world.portal, mailbox, person.user)
    half_of_other, code_of_other = begin_sign_in_with_code(world.portal, mailbox, other)
    second_half, _ = begin_sign_in_with_code(world.portal, mailbox, person.user)
    if code_of_other != code:
        assert error_codes(half.payload_of(VERIFY, code=code_of_other)) == ["INVALID_CODE"]
    assert error_codes(second_half.payload_of(VERIFY, code=code)) == ["INVALID_CODE"]
    assert_nobody(half)
    assert (
        finish_sign_in(half_of_other, code_of_other).ask(READ_VIEWER)["viewer"]["user"][
            "identifier"
        ]
        == other.identifier
    )


def test_a_code_expires(portal: Portal, person: Person, mailbox: Mailbox) -> None:
    half, code = begin_sign_in_with_code(portal, mailbox, person.user)
    portal.run(
        models.OneTimeCode.filter(session__user_id=person.user.id).update(
            expires_at=datetime.now(UTC)
        )
    )
    payload = half.payload_of(VERIFY, code=code)
    assert error_codes(payload) == ["CODE_EXPIRED"]
    assert payload["token"] is None
    assert_nobody(half)


def test_an_unused_session_ends(world: World, person: Person) -> None:
    client, idle = world.sign_in_as(person), world.portal.settings.session_idle
    hasten(world.portal, person.user, last_used_at=datetime.now(UTC) - idle + timedelta(minutes=1))
    assert client.ask(READ_COMPANY)["company"]
    (last_used,) = world.portal.run(
        models.Session.filter(user_id=person.user.id).values_list("last_used_at", flat=True)
    )
    assert datetime.now(UTC) - last_used < timedelta(minutes=1), "using it did not prolong it"
    hasten(world.portal, person.user, last_used_at=datetime.now(UTC) - idle)
    assert_nobody(client)


def test_a_session_ends_after_its_lifetime_however_busy(world: World, person: Person) -> None:
    client = world.sign_in_as(person)
    hasten(world.portal, person.user, last_used_at=datetime.now(UTC), expires_at=datetime.now(UTC))
    assert_nobody(client)


@pytest.mark.parametrize("finished", [True, False])
def test_signing_out_ends_the_session_and_no_other(
    finished: bool, world: World, person: Person
) -> None:
    client = world.sign_in_as(person) if finished else begin_sign_in(world.portal, person.user)
    other = world.sign_in_as(person)
    assert client.mutate(SIGN_OUT)["signedOut"] is True
    assert_nobody(client)
    assert client.ask(VERIFY, code="000000").code == "UNAUTHENTICATED"
    assert other.ask(READ_COMPANY)["company"]


def test_a_forged_token_opens_no_session(portal: Portal) -> None:
    assert_nobody(Client(portal, models.new_token()))


def test_a_fiduciary_switches_company_and_sees_only_its_claims(world: World) -> None:
    client, other = world.client("fiduciary"), world.sign_in_as(world.a.people["fiduciary"])
    claims = {name: world.claim(name, number=f"{name}-{models.new_token()[:12]}") for name in "ab"}
    assert [edge["node"]["number"] for edge in client.ask(CLAIMS)["claims"]["edges"]] == [
        claims["a"].number
    ]
    of_a = client.ask(CLAIMS)["claims"]["edges"][0]["node"]["id"]

    old, switched = client, client.mutate(SWITCH, company=world.b.id)
    client, viewer = Client(world.portal, switched["token"]), switched["viewer"]

    assert_nobody(old)
    assert viewer == {"role": "USER", "accesses": ["CLAIMS"], "company": {"id": world.b.id}}
    listed = client.ask(CLAIMS)["claims"]
    assert (listed["totalCount"], [edge["node"]["number"] for edge in listed["edges"]]) == (
        1,
        [claims["b"].number],
    )
    assert client.ask(CLAIM, id=of_a).code == "NOT_FOUND"
    assert other.ask(CLAIM, id=of_a)["claim"]["number"] == claims["a"].number, (
        "another session switched along"
    )
    client = Client(world.portal, client.mutate(SWITCH, company=world.a.id)["token"])
    assert client.ask(CLAIM, id=of_a)["claim"]["number"] == claims["a"].number


@pytest.mark.parametrize("persona", ["administrator with user management", "contract manager"])
def test_switching_to_a_company_without_membership_is_refused(persona: str, world: World) -> None:
    client = world.client(persona)
    before = client.ask(READ_VIEWER)["viewer"]
    payload = client.payload_of(SWITCH, company=world.b.id)
    assert payload == {
        "viewer": None,
        "token": None,
        "errors": [{"code": "NOT_FOUND", "field": ["companyId"]}],
    }
    assert client.ask(READ_VIEWER)["viewer"] == before


def test_switching_needs_the_id_of_a_company(world: World) -> None:
    client = world.client("fiduciary")
    for text in ("", "x", "é", world.a.people["user"].id):
        answer = client.ask(SWITCH, company=text)
        assert (answer.code, answer.refusal["argument"]) == ("BAD_USER_INPUT", "companyId")
    assert client.ask(READ_VIEWER)["viewer"]["company"]["id"] == world.a.id
