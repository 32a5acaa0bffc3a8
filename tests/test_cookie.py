"""The browser's way of signing in: a cookie that no script sees and no foreign page can use."""

from http.cookies import SimpleCookie

import pytest

import models
from tests.portal import Client, Mailbox, Portal
from tests.signing_in import COMPANY, SIGN_IN, VERIFY
from tests.world import PASSWORD, Person, World

SIGN_OUT = "mutation { signOut { signedOut errors { code } } }"


@pytest.fixture
def person(world: World) -> Person:
    return world.a.people["administrator"]


@pytest.fixture
def browser(portal: Portal) -> Client:
    client = Client(portal)
    client.http.headers["X-Requested-With"] = "tests"
    return client


def sign_in(browser: Client, mailbox: Mailbox, person: Person) -> None:
    browser.order(SIGN_IN, identifier=person.user.identifier, password=PASSWORD, delivery="COOKIE")
    browser.order(VERIFY, code=mailbox.code(person.user.email))


def test_the_cookie_is_out_of_reach_of_scripts_and_foreign_pages(browser: Client, person: Person, mailbox: Mailbox) -> None:
    first = browser.ask(SIGN_IN, identifier=person.user.identifier, password=PASSWORD, delivery="COOKIE")
    second = browser.ask(VERIFY, code=mailbox.code(person.user.email))
    assert first["signIn"]["token"] is second["verifySecondFactor"]["token"] is None
    morsels = [SimpleCookie(answer.response.headers["set-cookie"])["guichet"] for answer in (first, second)]
    for morsel in morsels:
        assert (morsel["httponly"], morsel["samesite"], morsel["path"], morsel["domain"]) == (True, "lax", "/", "")
        assert int(morsel["max-age"]) == browser.portal.settings.session_lifetime.total_seconds()
    assert morsels[0].value != morsels[1].value, "the second factor changes the token"
    assert browser.ask(COMPANY)["company"] == {"name": "Alpha SA"}


def test_the_cookie_of_the_half_finished_session_is_dead_afterwards(
    portal: Portal, browser: Client, person: Person, mailbox: Mailbox
) -> None:
    browser.order(SIGN_IN, identifier=person.user.identifier, password=PASSWORD, delivery="COOKIE")
    old = browser.http.cookies["guichet"]
    browser.order(VERIFY, code=mailbox.code(person.user.email))
    assert Client(portal, old).ask(COMPANY).code == "UNAUTHENTICATED"


def test_a_request_with_the_cookie_alone_is_refused(browser: Client, person: Person, mailbox: Mailbox) -> None:
    sign_in(browser, mailbox, person)
    del browser.http.headers["X-Requested-With"]
    for document in (COMPANY, SIGN_OUT):
        answer = browser.ask(document)
        assert (answer.response.status_code, answer.code, answer.data) == (403, "CSRF_HEADER_MISSING", None)
    browser.http.headers["X-Requested-With"] = "tests"
    assert browser.ask(COMPANY)["company"], "the refused sign-out was carried out"


def test_signing_out_clears_the_cookie_and_ends_the_session(portal: Portal, browser: Client, person: Person, mailbox: Mailbox) -> None:
    sign_in(browser, mailbox, person)
    token = browser.http.cookies["guichet"]
    answer = browser.ask(SIGN_OUT)
    assert answer["signOut"]["signedOut"] is True
    morsel = SimpleCookie(answer.response.headers["set-cookie"])["guichet"]
    assert (morsel.value, morsel["max-age"], morsel["httponly"]) == ("", "0", True)
    assert "guichet" not in browser.http.cookies
    assert Client(portal, token).ask(COMPANY).code == "UNAUTHENTICATED"
    assert portal.run(models.Session.filter(token_hash=models.hash_token(token)).exists()) is False


def test_a_bearer_client_gets_no_cookie(portal: Portal, stranger: Client, person: Person, mailbox: Mailbox) -> None:
    first = stranger.ask(SIGN_IN, identifier=person.user.identifier, password=PASSWORD)
    second = Client(portal, first["signIn"]["token"]).ask(VERIFY, code=mailbox.code(person.user.email))
    assert second["verifySecondFactor"]["token"]
    assert "set-cookie" not in first.response.headers | second.response.headers
