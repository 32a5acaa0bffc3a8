"""Account of the viewer: the second factor in force, recovery codes, password and sessions."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import models
from tests.support.account import CHANGE_PASSWORD, RENEW_RECOVERY_CODES, event_kinds
from tests.support.portal import Client, Mailbox, Portal
from tests.support.signing_in import (
    READ_COMPANY,
    VERIFY,
    begin_sign_in,
    begin_sign_in_with_code,
    error_codes,
    finish_sign_in,
    sign_in,
    stored_column,
)
from tests.support.two_factor import BEGIN_CHANGE, switch_to_totp
from tests.support.world import PASSWORD, Person, World

ACCOUNT = "{ viewer { account { method maskedDestination setAt recoveryCodesLeft passkeyAlone } } }"


EVENTS = """query ($user: ID) { securityEvents(userId: $user, first: 100) {
  totalCount edges { node { kind at accesses user { id } company { id } } } } }"""


SESSIONS = "{ viewer { sessions { sessionId device place begunAt lastUsedAt current } } }"


END = "mutation ($id: ID!) { endSession(sessionId: $id) { ended errors { code } } }"


END_OTHERS = "mutation { endOtherSessions { ended errors { code } } }"


NEW = "quatre moutons bleus sautent"


@pytest.fixture
def person(world: World) -> Person:
    return world.a.people["user"]


@pytest.fixture
def client(portal: Portal, person: Person, mailbox: Mailbox) -> Client:
    """Client signed in with both factors."""
    return sign_in(portal, mailbox, person.user)


def sessions(client: Client) -> list[dict[str, Any]]:
    return list(client.ask(SESSIONS)["viewer"]["sessions"])


def test_an_account_shows_its_second_factor_masked(client: Client, person: Person) -> None:
    account = client.ask(ACCOUNT)["viewer"]["account"]
    masked = f"{person.user.email[0]}•••@example.com"
    assert account == {
        "method": "EMAIL",
        "maskedDestination": masked,
        "setAt": None,
        "recoveryCodesLeft": 0,
        "passkeyAlone": False,
    }
    _, codes = switch_to_totp(client)
    account = client.ask(ACCOUNT)["viewer"]["account"]
    assert (account["method"], account["maskedDestination"], account["recoveryCodesLeft"]) == (
        "TOTP",
        None,
        10,
    )
    assert datetime.now(UTC) - datetime.fromisoformat(account["setAt"]) < timedelta(minutes=1)
    finish_sign_in(begin_sign_in(client.portal, person.user), codes[0])
    assert client.ask(ACCOUNT)["viewer"]["account"]["recoveryCodesLeft"] == 9


def test_new_recovery_codes_void_the_older_ones(
    portal: Portal, client: Client, person: Person, mailbox: Mailbox
) -> None:
    _, old = switch_to_totp(client)
    new = client.mutate(RENEW_RECOVERY_CODES)["recoveryCodes"]
    assert len(set(new)) == 10
    assert not set(new) & set(old)
    half = begin_sign_in(portal, person.user)
    assert error_codes(half.payload_of(VERIFY, code=old[0])) == ["INVALID_CODE"]
    finish_sign_in(half, new[0])
    assert mailbox.newest(person.user.email, containing="nouveaux codes de secours")


def test_a_change_needs_the_password_and_a_fresh_second_factor(
    portal: Portal, client: Client, person: Person
) -> None:
    payload = client.payload_of(BEGIN_CHANGE, method="TOTP", password="not the password")
    assert (error_codes(payload), payload["errors"][0]["field"]) == (
        ["INVALID_PASSWORD"],
        ["password"],
    )
    long_ago = datetime.now(UTC) - portal.settings.step_up_lifetime
    portal.run(models.Session.filter(user_id=person.user.id).update(proved_at=long_ago))
    for document in (
        RENEW_RECOVERY_CODES,
        'mutation { allowPasskeyAlone(allowed: true, password: "x") { allowed } }',
    ):
        assert client.ask(document).code == "STEP_UP_REQUIRED"
    assert client.ask(BEGIN_CHANGE, method="TOTP").code == "STEP_UP_REQUIRED"
    assert portal.run(models.OneTimeCode.filter(session__user_id=person.user.id).count()) == 0


def test_wrong_passwords_in_a_session_lock_out_as_at_sign_in(
    client: Client, person: Person
) -> None:
    problems = [
        error_codes(client.payload_of(BEGIN_CHANGE, method="TOTP", password="not the password"))
        for _ in range(6)
    ]
    assert problems == [["INVALID_PASSWORD"]] * 5 + [["TRY_LATER"]]
    assert error_codes(client.payload_of(CHANGE_PASSWORD, password=NEW)) == ["TRY_LATER"]


def test_an_unfinished_change_ends_after_ten_minutes(
    portal: Portal, client: Client, person: Person
) -> None:
    client.mutate(BEGIN_CHANGE, method="TOTP")
    (expires_at,) = portal.run(
        models.OneTimeCode.filter(session__user_id=person.user.id).values_list(
            "expires_at", flat=True
        )
    )
    assert timedelta(minutes=9) < expires_at - datetime.now(UTC) <= timedelta(minutes=10)


def test_a_changed_factor_is_notified_to_the_old_address_without_secrets(
    portal: Portal, client: Client, person: Person, mailbox: Mailbox
) -> None:
    secret, codes = switch_to_totp(client)
    text = mailbox.newest(person.user.email, containing="modifiée")
    assert portal.settings.hotline_phone in text
    assert not [word for word in (secret, *codes, person.user.identifier, PASSWORD) if word in text]


def test_a_session_shows_where_it_was_begun_without_the_whole_address(
    portal: Portal, client: Client, person: Person
) -> None:
    (session,) = sessions(client)
    assert (session["current"], session["device"]) == (True, "python-httpx2")
    assert session["place"] == f"{portal.address.removesuffix('.7')}.0/24"
    assert portal.address not in str(
        portal.run(models.Session.filter(user_id=person.user.id).values())
    )
    begin_sign_in(portal, person.user)
    assert len(sessions(client)) == 1, "half-finished ones are none yet"


def test_a_user_ends_their_own_sessions_only(world: World, client: Client, person: Person) -> None:
    other, foreign = world.sign_in_as(person), world.client("administrator")
    (theirs,) = sessions(foreign)
    assert client.ask(END, id=theirs["sessionId"]).code == "NOT_FOUND"
    assert foreign.ask(READ_COMPANY)["company"]
    (of_other,) = [session for session in sessions(client) if not session["current"]]
    assert client.mutate(END, id=of_other["sessionId"])["ended"] is True
    assert other.ask(READ_COMPANY).code == "UNAUTHENTICATED"
    assert client.ask(END, id="x").code == "BAD_USER_INPUT"
    assert event_kinds(client)[0] == "SESSION_ENDED"


def test_a_user_ends_all_other_sessions(world: World, client: Client, person: Person) -> None:
    others = [world.sign_in_as(person) for _ in range(2)]
    foreign = world.client("administrator")
    half = begin_sign_in(world.portal, person.user)
    assert client.mutate(END_OTHERS)["ended"] == 2, "as many as were shown"
    assert half.ask(VERIFY, code="000000").code == "UNAUTHENTICATED"
    assert {other.ask(READ_COMPANY).code for other in others} == {"UNAUTHENTICATED"}
    assert client.ask(READ_COMPANY)["company"]
    assert foreign.ask(READ_COMPANY)["company"]


def test_a_changed_password_ends_all_other_sessions_and_changes_the_token(
    world: World, client: Client, person: Person, mailbox: Mailbox, anonymous: Client
) -> None:
    other, old = (
        world.sign_in_as(person),
        Client(world.portal, client.http.headers["Authorization"].removeprefix("Bearer ")),
    )
    client.adopt(client.mutate(CHANGE_PASSWORD, password=NEW))
    assert {other.ask(READ_COMPANY).code, old.ask(READ_COMPANY).code} == {"UNAUTHENTICATED"}
    assert client.ask(READ_COMPANY)["company"]
    half, code = begin_sign_in_with_code(world.portal, mailbox, person.user, NEW)
    finish_sign_in(half, code)
    assert mailbox.newest(person.user.email, containing="mot de passe")
    assert "PASSWORD_CHANGED" in event_kinds(client)


@pytest.mark.parametrize(
    ("current", "password", "problem"),
    [
        ("not the password", NEW, ("INVALID_PASSWORD", "current")),
        (PASSWORD, "court", ("PASSWORD_LENGTH", "password")),
        (PASSWORD, "Motdepasse2026!", ("PASSWORD_COMMON", "password")),
        (PASSWORD, "abcabcabcabcabc", ("PASSWORD_GUESSABLE", "password")),
    ],
)
def test_a_password_that_will_not_do_changes_nothing(
    current: str,
    password: str,
    problem: tuple[str, str],
    world: World,
    client: Client,
    person: Person,
) -> None:
    other, before = (
        world.sign_in_as(person),
        world.portal.run(stored_column(person.user, "password_hash")),
    )
    payload = client.payload_of(CHANGE_PASSWORD, current=current, password=password)
    assert [(one["code"], one["field"]) for one in payload["errors"]] == [
        (problem[0], [problem[1]])
    ]
    assert payload["token"] is None
    assert world.portal.run(stored_column(person.user, "password_hash")) == before
    assert other.ask(READ_COMPANY)["company"]


def test_a_user_manager_ends_sessions_in_the_company_only(
    world: World,
) -> None:
    end = "mutation ($user: ID!) { endUserSessions(userId: $user) { ended errors { code } } }"
    manager, fiduciary = (
        world.client("administrator with user management"),
        world.a.people["fiduciary"],
    )
    here, there, foreign = (
        world.sign_in_as(fiduciary),
        world.sign_in_as(fiduciary),
        world.client("user", "b"),
    )
    switch = "mutation ($id: ID!) { switchCompany(companyId: $id) { token errors { code } } }"
    there.adopt(there.mutate(switch, id=world.b.id))
    assert manager.mutate(end, user=fiduciary.id)["ended"] == 1
    assert here.ask(READ_COMPANY).code == "UNAUTHENTICATED"
    assert there.ask(READ_COMPANY)["company"]
    assert manager.ask(end, user=world.b.people["user"].id).code == "NOT_FOUND"
    assert foreign.ask(READ_COMPANY)["company"]
    (event,) = manager.ask(EVENTS)["securityEvents"]["edges"]
    assert (event["node"]["kind"], event["node"]["user"]["id"]) == ("SESSION_ENDED", fiduciary.id)
    assert world.client("administrator").ask(end, user=fiduciary.id).code == "FORBIDDEN"


@pytest.mark.parametrize(
    "document", [END_OTHERS, 'mutation { endSession(sessionId: "00") { ended } }']
)
def test_ending_sessions_elsewhere_needs_a_fresh_second_factor(
    document: str, portal: Portal, client: Client, person: Person
) -> None:
    long_ago = datetime.now(UTC) - portal.settings.step_up_lifetime
    portal.run(models.Session.filter(user_id=person.user.id).update(proved_at=long_ago))
    assert client.ask(document).code == "STEP_UP_REQUIRED"
