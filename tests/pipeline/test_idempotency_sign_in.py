"""Sign-in under an idempotency key: a response with a token belongs to its session, and every attempt is counted."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tortoise.connection import get_connection

import models
from adapters.mail import SmtpMail
from adapters.passwords import Passwords
from adapters.storage import Storage
from data.global_id import to_global_id
from errors import Unavailable
from models import SecurityEventKind, SignInDelay
from tests.support.claim_files import PDF, UPLOAD
from tests.support.idempotency import (
    DRAFT,
    body_without_cost,
    break_before_the_commit,
    count_claims,
    execute_with_key,
    is_replayed,
    new_key,
    run_at_once,
    same_session,
    upload_with_key,
)
from tests.support.portal import Client, Mailbox, Portal
from tests.support.signing_in import (
    READ_VIEWER,
    SIGN_IN,
    VERIFY,
    begin_sign_in_with_code,
    code_other_than,
    end_delays,
    error_codes,
)
from tests.support.world import PASSWORD, Person, World

CHANGE = """mutation ($current: String!, $password: String!) { changePassword(current: $current, password: $password) {
  changed token errors { code field message retryAfter } } }"""
SWITCH = "mutation ($id: ID!) { switchCompany(companyId: $id) { token viewer { company { id } } errors { code } } }"
SIGN_OUT = "mutation { signOut { signedOut } }"
NEW_PASSWORD = "une autre phrase de passe"


@pytest.fixture
def person(world: World) -> Person:
    return world.a.people["user with claims"]


def bearer(client: Client, token: str) -> Client:
    """The same client with another token."""
    other = same_session(client)
    other.http.headers["Authorization"] = f"Bearer {token}"
    return other


def sessions_of(portal: Portal, person: Person) -> int:
    count: int = portal.run(models.Session.filter(user_id=person.user.id).count())
    return count


def events_of(portal: Portal, person: Person, kind: SecurityEventKind) -> int:
    count: int = portal.run(models.SecurityEvent.filter(user_id=person.user.id, kind=kind).count())
    return count


def failures(portal: Portal) -> int:
    """All failures that are counted now."""
    return sum(portal.run(SignInDelay.all().values_list("failures", flat=True)))


def test_twenty_at_once_begin_one_session_and_mail_one_code(
    portal: Portal, person: Person, anonymous: Client, mailbox: Mailbox
) -> None:
    key, given = new_key(), {"identifier": person.user.identifier, "password": PASSWORD}
    answers = run_at_once(lambda one: execute_with_key(one, key, SIGN_IN, **given), anonymous)
    (token,) = {answer["signIn"]["token"] for answer in answers}
    code = mailbox.code(person.user.email)
    assert (sessions_of(portal, person), len(mailbox.to(person.user.email))) == (1, 1)
    assert bearer(anonymous, token).mutate(VERIFY, code=code)["token"]


def test_a_signed_in_client_may_sign_in_again(
    world: World, person: Person, anonymous: Client
) -> None:
    client, key, given = (
        world.sign_in_as(person),
        new_key(),
        {"identifier": person.user.identifier, "password": PASSWORD},
    )
    client.http.headers["X-Forwarded-For"] = world.portal.change_network()
    first, second = (
        execute_with_key(client, key, SIGN_IN, **given),
        execute_with_key(client, key, SIGN_IN, **given),
    )
    assert first["signIn"]["token"]
    assert (body_without_cost(second), is_replayed(second)) == (body_without_cost(first), True)


def test_an_anonymous_caller_elsewhere_has_other_keys(
    portal: Portal, person: Person, anonymous: Client
) -> None:
    key, given = new_key(), {"identifier": person.user.identifier, "password": PASSWORD}
    first = execute_with_key(anonymous, key, SIGN_IN, **given)
    portal.change_network()
    second = execute_with_key(Client(portal), key, SIGN_IN, **given)
    assert not is_replayed(second)
    assert first["signIn"]["token"] != second["signIn"]["token"]


def test_a_client_that_lost_the_response_gets_the_token_by_its_former_one(
    portal: Portal, person: Person, mailbox: Mailbox
) -> None:
    half, code = begin_sign_in_with_code(portal, mailbox, person.user)
    key = new_key()
    answers = run_at_once(lambda one: execute_with_key(one, key, VERIFY, code=code), half)
    late = execute_with_key(same_session(half), key, VERIFY, code=code)
    (token,) = {answer["verifySecondFactor"]["token"] for answer in (*answers, late)}
    assert is_replayed(late)
    assert events_of(portal, person, SecurityEventKind.SIGNED_IN) == 1
    assert (
        bearer(half, token).ask(READ_VIEWER)["viewer"]["user"]["identifier"]
        == person.user.identifier
    )
    assert (
        execute_with_key(same_session(half), new_key(), VERIFY, code=code).code == "UNAUTHENTICATED"
    ), "the code is used up"
    assert (
        execute_with_key(same_session(half), key, VERIFY, code=code_other_than(code)).code
        == "IDEMPOTENCY_KEY_REUSED"
    )


def end_the_session(portal: Portal, client: Client) -> None:
    client.ask(SIGN_OUT)


def renew_the_token(portal: Portal, client: Client) -> None:
    company = client.ask(READ_VIEWER)["viewer"]["company"]["id"]
    assert client.mutate(SWITCH, id=company)["token"]


def suspend_the_user(portal: Portal, client: Client) -> None:
    identifier = client.ask(READ_VIEWER)["viewer"]["user"]["identifier"]
    portal.run(models.User.filter(identifier=identifier).update(status=models.UserStatus.SUSPENDED))


@pytest.mark.parametrize("end", [end_the_session, renew_the_token, suspend_the_user])
def test_a_revoked_token_is_not_replayed(
    end: Callable[[Portal, Client], None], portal: Portal, person: Person, mailbox: Mailbox
) -> None:
    half, code = begin_sign_in_with_code(portal, mailbox, person.user)
    key = new_key()
    end(
        portal,
        bearer(half, execute_with_key(half, key, VERIFY, code=code)["verifySecondFactor"]["token"]),
    )
    answer = execute_with_key(same_session(half), key, VERIFY, code=code)
    assert (answer.code, answer.data) == ("UNAUTHENTICATED", None)


def test_the_former_token_gets_the_new_one_for_a_few_minutes_only(
    portal: Portal, person: Person, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    half, code = begin_sign_in_with_code(portal, mailbox, person.user)
    key = new_key()
    execute_with_key(half, key, VERIFY, code=code)
    monkeypatch.setattr(portal.settings, "code_lifetime", timedelta(seconds=-1))
    answer = execute_with_key(same_session(half), key, VERIFY, code=code)
    assert (answer.code, answer.data) == ("UNAUTHENTICATED", None)


def test_a_kept_sign_in_is_worth_nothing_after_a_new_password(
    portal: Portal, person: Person, anonymous: Client, world: World
) -> None:
    key, given = new_key(), {"identifier": person.user.identifier, "password": PASSWORD}
    assert execute_with_key(anonymous, key, SIGN_IN, **given)["signIn"]["token"]
    assert world.sign_in_as(person).mutate(CHANGE, current=PASSWORD, password=NEW_PASSWORD)[
        "changed"
    ]
    before = sessions_of(portal, person)
    answer = execute_with_key(anonymous, key, SIGN_IN, **given)
    assert (answer.code, answer.data, sessions_of(portal, person)) == (
        "UNAUTHENTICATED",
        None,
        before,
    )


@pytest.mark.parametrize("asks", ["the former token", "the new token"])
def test_a_company_is_switched_once(asks: str, world: World) -> None:
    client, key = world.sign_in_as(world.a.people["fiduciary"]), new_key()
    first = execute_with_key(client, key, SWITCH, id=world.b.id)
    assert first["switchCompany"]["viewer"]["company"]["id"] == world.b.id
    token = first["switchCompany"]["token"]
    again = execute_with_key(
        same_session(client) if asks == "the former token" else bearer(client, token),
        key,
        SWITCH,
        id=world.b.id,
    )
    assert (body_without_cost(again), is_replayed(again)) == (body_without_cost(first), True)
    assert bearer(client, token).ask(READ_VIEWER)["viewer"]["company"]["id"] == world.b.id


def test_an_answer_without_a_token_is_not_for_a_former_token(world: World, person: Person) -> None:
    client, key, text = world.sign_in_as(person), new_key(), new_key()
    execute_with_key(client, key, DRAFT, description=text)
    same_session(client).ask(SIGN_OUT)
    answer = execute_with_key(client, key, DRAFT, description=text)
    assert (answer.code, answer.data) == ("UNAUTHENTICATED", None)


def test_a_cookie_that_was_lost_is_set_again(
    portal: Portal, person: Person, mailbox: Mailbox
) -> None:
    portal.change_network()
    browser, keys = Client(portal), (new_key(), new_key())
    browser.http.headers["X-Requested-With"] = "tests"
    given = {"identifier": person.user.identifier, "password": PASSWORD, "delivery": "COOKIE"}
    first = execute_with_key(browser, keys[0], SIGN_IN, **given)
    browser.http.cookies.clear()
    second = execute_with_key(browser, keys[0], SIGN_IN, **given)
    half, code = browser.http.cookies["guichet"], mailbox.code(person.user.email)
    third = execute_with_key(browser, keys[1], VERIFY, code=code)
    browser.http.cookies.clear()
    browser.http.cookies["guichet"] = half
    fourth = execute_with_key(browser, keys[1], VERIFY, code=code)
    for lost, again in ((first, second), (third, fourth)):
        assert (body_without_cost(again), is_replayed(again)) == (body_without_cost(lost), True)
        assert again.response.headers["set-cookie"] == lost.response.headers["set-cookie"]
    assert browser.ask(READ_VIEWER)["viewer"]["user"]["identifier"] == person.user.identifier


def test_signing_out_twenty_times_is_signing_out_once(world: World, person: Person) -> None:
    client, key = world.sign_in_as(person), new_key()
    answers = run_at_once(lambda one: execute_with_key(one, key, SIGN_OUT), client)
    assert {answer["signOut"]["signedOut"] for answer in answers} == {True}
    assert execute_with_key(client, key, SIGN_OUT)["signOut"]["signedOut"]


def test_a_wrong_password_is_answered_as_before_and_counted_once_for_each_key(
    portal: Portal, person: Person, anonymous: Client
) -> None:
    key, given = new_key(), {"identifier": person.user.identifier, "password": "not the password"}
    first = execute_with_key(anonymous, key, SIGN_IN, **given)
    counted = failures(portal)
    again = execute_with_key(anonymous, key, SIGN_IN, **given)
    assert (error_codes(again["signIn"]), body_without_cost(again)) == (
        ["INVALID_CREDENTIALS"],
        body_without_cost(first),
    )
    assert failures(portal) == counted
    execute_with_key(anonymous, new_key(), SIGN_IN, **given)
    assert failures(portal) == counted + 2, "of the account and of the address"


def test_an_attempt_is_counted_even_where_its_response_is_not_kept(
    portal: Portal, person: Person, anonymous: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    given, before = (
        {"identifier": person.user.identifier, "password": "not the password"},
        failures(portal),
    )
    mend = break_before_the_commit(monkeypatch)
    for number in range(1, 4):
        assert (
            execute_with_key(anonymous, new_key(), SIGN_IN, **given).code == "INTERNAL_SERVER_ERROR"
        )
        assert failures(portal) == before + 2 * number
    mend()


def test_a_wrong_code_is_counted_even_where_its_answer_is_not_kept(
    portal: Portal, person: Person, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    half, code = begin_sign_in_with_code(portal, mailbox, person.user)
    mend = break_before_the_commit(monkeypatch)
    assert [
        execute_with_key(half, new_key(), VERIFY, code=code_other_than(code)).code for _ in range(5)
    ] == ["INTERNAL_SERVER_ERROR"] * 5
    mend()
    assert error_codes(
        execute_with_key(half, new_key(), VERIFY, code=code)["verifySecondFactor"]
    ) == ["TOO_MANY_TRIES"]
    assert events_of(portal, person, SecurityEventKind.CODE_FAILED) == 5, (
        "fifty of them void the password"
    )


def test_the_right_code_is_good_still_where_its_answer_was_not_kept(
    portal: Portal, person: Person, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    half, code = begin_sign_in_with_code(portal, mailbox, person.user)
    key, mend = new_key(), break_before_the_commit(monkeypatch)
    assert execute_with_key(half, key, VERIFY, code=code).code == "INTERNAL_SERVER_ERROR"
    mend()
    assert execute_with_key(half, key, VERIFY, code=code)["verifySecondFactor"]["token"]


def test_a_try_later_error_is_not_kept(portal: Portal, person: Person, anonymous: Client) -> None:
    given, key = {"identifier": person.user.identifier, "password": PASSWORD}, new_key()
    for _ in range(5):
        anonymous.ask(SIGN_IN, **{**given, "password": "not the password"})
    assert error_codes(execute_with_key(anonymous, key, SIGN_IN, **given)["signIn"]) == [
        "TRY_LATER"
    ]
    end_delays(portal)
    assert execute_with_key(anonymous, key, SIGN_IN, **given)["signIn"]["token"]


def test_a_response_whose_mail_fails_is_not_kept(
    portal: Portal, person: Person, anonymous: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    given, key, before = (
        {"identifier": person.user.identifier, "password": PASSWORD},
        new_key(),
        sessions_of(portal, person),
    )

    async def down(*_: Any) -> None:
        raise Unavailable("the mail server is down")

    with monkeypatch.context() as patch:
        patch.setattr(SmtpMail, "send", down)
        answer = execute_with_key(anonymous, key, SIGN_IN, **given)
    assert (answer.code, answer.data, sessions_of(portal, person)) == ("UNAVAILABLE", None, before)
    assert execute_with_key(anonymous, key, SIGN_IN, **given)["signIn"]["token"]


def test_an_attempt_is_counted_outside_the_transaction(world: World, person: Person) -> None:
    client, text = world.sign_in_as(person), new_key()
    draft = f'd: draftClaim(draft: {{kind: ILLNESS, description: "{text}"}}) {{ claim {{ id }} }}'
    change = 'c: changePassword(current: "not the password", password: "une autre phrase de passe") { changed errors { code } }'
    before = failures(world.portal)
    answer = execute_with_key(client, new_key(), f"mutation {{ {draft} {change} }}")
    assert (answer.refusal, answer.data["c"] if answer.data else 0) == (
        {"code": "LIMIT_EXCEEDED", "limit": "first", "most": 1},
        None,
    )
    assert (count_claims(world.portal, text), failures(world.portal)) == (1, before)
    answer = execute_with_key(client, new_key(), f"mutation {{ {change} {draft} }}")
    assert (error_codes(answer["c"]), count_claims(world.portal, text), failures(world.portal)) == (
        ["INVALID_PASSWORD"],
        2,
        before + 1,
    )


def test_no_transaction_waits_for_a_hash_a_mail_or_a_file(
    portal: Portal,
    world: World,
    person: Person,
    anonymous: Client,
    mailbox: Mailbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[str] = []
    for owner, name in (
        (Passwords, "verify"),
        (Passwords, "hash"),
        (SmtpMail, "send"),
        (Storage, "save"),
    ):
        monkeypatch.setattr(owner, name, watched(getattr(owner, name), seen))
    execute_with_key(
        anonymous, new_key(), SIGN_IN, identifier=person.user.identifier, password=PASSWORD
    )
    client = world.sign_in_as(person)
    upload_with_key(
        client, new_key(), UPLOAD, [("a.pdf", PDF)], claimId=to_global_id(world.claim())
    )["uploadDocuments"]["documents"]
    begin = "mutation ($p: String!) { beginTwoFactorChange(method: EMAIL, password: $p) { change { method } } }"
    execute_with_key(client, new_key(), begin, p=PASSWORD)["beginTwoFactorChange"]["change"]
    execute_with_key(client, new_key(), "mutation { proveAgain { challenge { method } } }")[
        "proveAgain"
    ]["challenge"]
    execute_with_key(client, new_key(), CHANGE, current=PASSWORD, password=NEW_PASSWORD)[
        "changePassword"
    ]["token"]
    assert set(seen) == {"verify", "hash", "send", "save"}


def watched(original: Any, seen: list[str]) -> Any:
    """The method, which notes that it was called, and fails inside a transaction."""

    async def watching(*arguments: Any, **named: Any) -> Any:
        assert type(get_connection("default")).__name__ not in (
            "Transaction",
            "ImmediateTransaction",
        ), original.__name__
        seen.append(original.__name__)
        return await original(*arguments, **named)

    return watching
