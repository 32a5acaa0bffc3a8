"""Signing in under a key: an answer with a token is its session's, and no key buys a try that is not counted."""

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
from tests.keyed import (
    DRAFT,
    at_once,
    break_before_the_commit,
    drafts_of,
    is_replayed,
    new_key,
    told,
    twin,
    under,
    upload_under,
)
from tests.paperwork import PDF, UPLOAD
from tests.portal import Client, Mailbox, Portal
from tests.signing_in import SIGN_IN, VERIFY, WHO, begin_with_code, codes_of, wrong
from tests.test_tries import let_waiting_end
from tests.world import PASSWORD, Person, World

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
    other = twin(client)
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
    portal: Portal, person: Person, stranger: Client, mailbox: Mailbox
) -> None:
    key, given = new_key(), {"identifier": person.user.identifier, "password": PASSWORD}
    answers = at_once(lambda one: under(one, key, SIGN_IN, **given), stranger)
    (token,) = {answer["signIn"]["token"] for answer in answers}
    code = mailbox.code(person.user.email)
    assert (sessions_of(portal, person), len(mailbox.to(person.user.email))) == (1, 1)
    assert bearer(stranger, token).order(VERIFY, code=code)["token"]


def test_one_may_sign_in_again_while_one_is_signed_in(
    world: World, person: Person, stranger: Client
) -> None:
    client, key, given = (
        world.sign_in_as(person),
        new_key(),
        {"identifier": person.user.identifier, "password": PASSWORD},
    )
    client.http.headers["X-Forwarded-For"] = world.portal.move()
    first, second = under(client, key, SIGN_IN, **given), under(client, key, SIGN_IN, **given)
    assert first["signIn"]["token"]
    assert (told(second), is_replayed(second)) == (told(first), True)


def test_a_stranger_elsewhere_has_other_keys(
    portal: Portal, person: Person, stranger: Client
) -> None:
    key, given = new_key(), {"identifier": person.user.identifier, "password": PASSWORD}
    first = under(stranger, key, SIGN_IN, **given)
    portal.move()
    second = under(Client(portal), key, SIGN_IN, **given)
    assert not is_replayed(second)
    assert first["signIn"]["token"] != second["signIn"]["token"]


def test_whoever_lost_the_answer_gets_the_token_with_the_former_one(
    portal: Portal, person: Person, mailbox: Mailbox
) -> None:
    half, code = begin_with_code(portal, mailbox, person.user)
    key = new_key()
    answers = at_once(lambda one: under(one, key, VERIFY, code=code), half)
    late = under(twin(half), key, VERIFY, code=code)
    (token,) = {answer["verifySecondFactor"]["token"] for answer in (*answers, late)}
    assert is_replayed(late)
    assert events_of(portal, person, SecurityEventKind.SIGNED_IN) == 1
    assert bearer(half, token).ask(WHO)["viewer"]["user"]["identifier"] == person.user.identifier
    assert under(twin(half), new_key(), VERIFY, code=code).code == "UNAUTHENTICATED", (
        "the code is used up"
    )
    assert under(twin(half), key, VERIFY, code=wrong(code)).code == "IDEMPOTENCY_KEY_REUSED"


def end_the_session(portal: Portal, client: Client) -> None:
    client.ask(SIGN_OUT)


def renew_the_token(portal: Portal, client: Client) -> None:
    company = client.ask(WHO)["viewer"]["company"]["id"]
    assert client.order(SWITCH, id=company)["token"]


def suspend_the_user(portal: Portal, client: Client) -> None:
    identifier = client.ask(WHO)["viewer"]["user"]["identifier"]
    portal.run(models.User.filter(identifier=identifier).update(status=models.UserStatus.SUSPENDED))


@pytest.mark.parametrize("end", [end_the_session, renew_the_token, suspend_the_user])
def test_a_token_that_is_void_is_not_given_again(
    end: Callable[[Portal, Client], None], portal: Portal, person: Person, mailbox: Mailbox
) -> None:
    half, code = begin_with_code(portal, mailbox, person.user)
    key = new_key()
    end(portal, bearer(half, under(half, key, VERIFY, code=code)["verifySecondFactor"]["token"]))
    answer = under(twin(half), key, VERIFY, code=code)
    assert (answer.code, answer.data) == ("UNAUTHENTICATED", None)


def test_the_former_token_gets_the_new_one_for_a_few_minutes_only(
    portal: Portal, person: Person, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    half, code = begin_with_code(portal, mailbox, person.user)
    key = new_key()
    under(half, key, VERIFY, code=code)
    monkeypatch.setattr(portal.settings, "code_lifetime", timedelta(seconds=-1))
    answer = under(twin(half), key, VERIFY, code=code)
    assert (answer.code, answer.data) == ("UNAUTHENTICATED", None)


def test_a_kept_sign_in_is_worth_nothing_after_a_new_password(
    portal: Portal, person: Person, stranger: Client, world: World
) -> None:
    key, given = new_key(), {"identifier": person.user.identifier, "password": PASSWORD}
    assert under(stranger, key, SIGN_IN, **given)["signIn"]["token"]
    assert world.sign_in_as(person).order(CHANGE, current=PASSWORD, password=NEW_PASSWORD)[
        "changed"
    ]
    before = sessions_of(portal, person)
    answer = under(stranger, key, SIGN_IN, **given)
    assert (answer.code, answer.data, sessions_of(portal, person)) == (
        "UNAUTHENTICATED",
        None,
        before,
    )


@pytest.mark.parametrize("asks", ["the former token", "the new token"])
def test_a_company_is_switched_once(asks: str, world: World) -> None:
    client, key = world.sign_in_as(world.a.people["fiduciary"]), new_key()
    first = under(client, key, SWITCH, id=world.b.id)
    assert first["switchCompany"]["viewer"]["company"]["id"] == world.b.id
    token = first["switchCompany"]["token"]
    again = under(
        twin(client) if asks == "the former token" else bearer(client, token),
        key,
        SWITCH,
        id=world.b.id,
    )
    assert (told(again), is_replayed(again)) == (told(first), True)
    assert bearer(client, token).ask(WHO)["viewer"]["company"]["id"] == world.b.id


def test_an_answer_without_a_token_is_not_for_a_former_token(world: World, person: Person) -> None:
    client, key, text = world.sign_in_as(person), new_key(), new_key()
    under(client, key, DRAFT, description=text)
    twin(client).ask(SIGN_OUT)
    answer = under(client, key, DRAFT, description=text)
    assert (answer.code, answer.data) == ("UNAUTHENTICATED", None)


def test_a_cookie_that_was_lost_is_set_again(
    portal: Portal, person: Person, mailbox: Mailbox
) -> None:
    portal.move()
    browser, keys = Client(portal), (new_key(), new_key())
    browser.http.headers["X-Requested-With"] = "tests"
    given = {"identifier": person.user.identifier, "password": PASSWORD, "delivery": "COOKIE"}
    first = under(browser, keys[0], SIGN_IN, **given)
    browser.http.cookies.clear()
    second = under(browser, keys[0], SIGN_IN, **given)
    half, code = browser.http.cookies["guichet"], mailbox.code(person.user.email)
    third = under(browser, keys[1], VERIFY, code=code)
    browser.http.cookies.clear()
    browser.http.cookies["guichet"] = half
    fourth = under(browser, keys[1], VERIFY, code=code)
    for lost, again in ((first, second), (third, fourth)):
        assert (told(again), is_replayed(again)) == (told(lost), True)
        assert again.response.headers["set-cookie"] == lost.response.headers["set-cookie"]
    assert browser.ask(WHO)["viewer"]["user"]["identifier"] == person.user.identifier


def test_one_signs_out_once_or_twenty_times(world: World, person: Person) -> None:
    client, key = world.sign_in_as(person), new_key()
    answers = at_once(lambda one: under(one, key, SIGN_OUT), client)
    assert {answer["signOut"]["signedOut"] for answer in answers} == {True}
    assert under(client, key, SIGN_OUT)["signOut"]["signedOut"]


def test_a_wrong_password_is_answered_as_before_and_counted_once_for_each_key(
    portal: Portal, person: Person, stranger: Client
) -> None:
    key, given = new_key(), {"identifier": person.user.identifier, "password": "not the password"}
    first = under(stranger, key, SIGN_IN, **given)
    counted = failures(portal)
    again = under(stranger, key, SIGN_IN, **given)
    assert (codes_of(again["signIn"]), told(again)) == (["INVALID_CREDENTIALS"], told(first))
    assert failures(portal) == counted
    under(stranger, new_key(), SIGN_IN, **given)
    assert failures(portal) == counted + 2, "of the account and of the address"


def test_a_try_is_counted_even_where_its_answer_is_not_kept(
    portal: Portal, person: Person, stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    given, before = (
        {"identifier": person.user.identifier, "password": "not the password"},
        failures(portal),
    )
    mend = break_before_the_commit(monkeypatch)
    for number in range(1, 4):
        assert under(stranger, new_key(), SIGN_IN, **given).code == "INTERNAL_SERVER_ERROR"
        assert failures(portal) == before + 2 * number
    mend()


def test_a_wrong_code_is_counted_even_where_its_answer_is_not_kept(
    portal: Portal, person: Person, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    half, code = begin_with_code(portal, mailbox, person.user)
    mend = break_before_the_commit(monkeypatch)
    assert [under(half, new_key(), VERIFY, code=wrong(code)).code for _ in range(5)] == [
        "INTERNAL_SERVER_ERROR"
    ] * 5
    mend()
    assert codes_of(under(half, new_key(), VERIFY, code=code)["verifySecondFactor"]) == [
        "TOO_MANY_TRIES"
    ]
    assert events_of(portal, person, SecurityEventKind.CODE_FAILED) == 5, (
        "fifty of them void the password"
    )


def test_the_right_code_is_good_still_where_its_answer_was_not_kept(
    portal: Portal, person: Person, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    half, code = begin_with_code(portal, mailbox, person.user)
    key, mend = new_key(), break_before_the_commit(monkeypatch)
    assert under(half, key, VERIFY, code=code).code == "INTERNAL_SERVER_ERROR"
    mend()
    assert under(half, key, VERIFY, code=code)["verifySecondFactor"]["token"]


def test_to_come_again_later_is_no_answer_to_keep(
    portal: Portal, person: Person, stranger: Client
) -> None:
    given, key = {"identifier": person.user.identifier, "password": PASSWORD}, new_key()
    for _ in range(5):
        stranger.ask(SIGN_IN, **{**given, "password": "not the password"})
    assert codes_of(under(stranger, key, SIGN_IN, **given)["signIn"]) == ["TRY_LATER"]
    let_waiting_end(portal)
    assert under(stranger, key, SIGN_IN, **given)["signIn"]["token"]


def test_what_cannot_be_mailed_is_not_kept(
    portal: Portal, person: Person, stranger: Client, monkeypatch: pytest.MonkeyPatch
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
        answer = under(stranger, key, SIGN_IN, **given)
    assert (answer.code, answer.data, sessions_of(portal, person)) == ("UNAVAILABLE", None, before)
    assert under(stranger, key, SIGN_IN, **given)["signIn"]["token"]


def test_a_try_comes_before_what_could_be_taken_back_with_it(world: World, person: Person) -> None:
    client, text = world.sign_in_as(person), new_key()
    draft = f'd: draftClaim(draft: {{kind: ILLNESS, description: "{text}"}}) {{ claim {{ id }} }}'
    change = 'c: changePassword(current: "not the password", password: "une autre phrase de passe") { changed errors { code } }'
    before = failures(world.portal)
    answer = under(client, new_key(), f"mutation {{ {draft} {change} }}")
    assert (answer.refusal, answer.data["c"] if answer.data else 0) == (
        {"code": "LIMIT_EXCEEDED", "limit": "first", "most": 1},
        None,
    )
    assert (drafts_of(world.portal, text), failures(world.portal)) == (1, before)
    answer = under(client, new_key(), f"mutation {{ {change} {draft} }}")
    assert (codes_of(answer["c"]), drafts_of(world.portal, text), failures(world.portal)) == (
        ["INVALID_PASSWORD"],
        2,
        before + 1,
    )


def test_no_transaction_waits_for_a_hash_a_mail_or_a_file(
    portal: Portal,
    world: World,
    person: Person,
    stranger: Client,
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
    under(stranger, new_key(), SIGN_IN, identifier=person.user.identifier, password=PASSWORD)
    client = world.sign_in_as(person)
    upload_under(client, new_key(), UPLOAD, [("a.pdf", PDF)], claimId=to_global_id(world.claim()))[
        "uploadDocuments"
    ]["documents"]
    begin = "mutation ($p: String!) { beginTwoFactorChange(method: EMAIL, password: $p) { change { method } } }"
    under(client, new_key(), begin, p=PASSWORD)["beginTwoFactorChange"]["change"]
    under(client, new_key(), "mutation { proveAgain { challenge { method } } }")["proveAgain"][
        "challenge"
    ]
    under(client, new_key(), CHANGE, current=PASSWORD, password=NEW_PASSWORD)["changePassword"][
        "token"
    ]
    assert set(seen) == {"verify", "hash", "send", "receive"}


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
