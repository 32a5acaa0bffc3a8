"""The browser's way of signing in: a cookie that no script sees and no foreign page can use."""

from http.cookies import SimpleCookie

import pytest
from starlette.responses import Response

import models
from tests.support.portal import Client, Mailbox, Portal
from tests.support.signing_in import READ_COMPANY, SIGN_IN, VERIFY
from tests.support.world import PASSWORD, Person, World
from transport.request_head import Cookie

SIGN_OUT = "mutation { signOut { signedOut errors { code } } }"


@pytest.fixture
def person(world: World) -> Person:
    return world.a.people["administrator"]


@pytest.fixture
def browser(portal: Portal) -> Client:
    portal.change_network()
    client = Client(portal)
    client.http.headers["X-Requested-With"] = "tests"
    return client


def with_cookie(portal: Portal, token: str) -> Client:
    """A browser that has this cookie."""
    client = Client(portal)
    client.http.headers["X-Requested-With"] = "tests"
    client.http.headers["Cookie"] = f"guichet={token}"
    return client


def sign_in(browser: Client, mailbox: Mailbox, person: Person) -> None:
    browser.mutate(SIGN_IN, identifier=person.user.identifier, password=PASSWORD, delivery="COOKIE")
    browser.mutate(VERIFY, code=mailbox.code(person.user.email))


def test_the_cookie_is_out_of_reach_of_scripts_and_foreign_pages(
    browser: Client, person: Person, mailbox: Mailbox
) -> None:
    first = browser.ask(
        SIGN_IN, identifier=person.user.identifier, password=PASSWORD, delivery="COOKIE"
    )
    second = browser.ask(VERIFY, code=mailbox.code(person.user.email))
    assert first["signIn"]["token"] is second["verifySecondFactor"]["token"] is None
    morsels = [
        SimpleCookie(answer.response.headers["set-cookie"])["guichet"] for answer in (first, second)
    ]
    for morsel in morsels:
        assert (morsel["httponly"], morsel["samesite"], morsel["path"], morsel["domain"]) == (
            True,
            "lax",
            "/",
            "",
        )
        assert int(morsel["max-age"]) == browser.portal.settings.session_lifetime.total_seconds()
    assert morsels[0].value != morsels[1].value, "the second factor changes the token"
    assert browser.ask(READ_COMPANY)["company"] == {"name": "Alpha SA"}


def test_the_cookie_of_the_half_finished_session_is_dead_afterwards(
    portal: Portal, browser: Client, person: Person, mailbox: Mailbox
) -> None:
    browser.mutate(SIGN_IN, identifier=person.user.identifier, password=PASSWORD, delivery="COOKIE")
    old = browser.http.cookies["guichet"]
    browser.mutate(VERIFY, code=mailbox.code(person.user.email))
    assert with_cookie(portal, old).ask(READ_COMPANY).code == "UNAUTHENTICATED"


def test_a_request_with_the_cookie_alone_is_refused(
    browser: Client, person: Person, mailbox: Mailbox
) -> None:
    sign_in(browser, mailbox, person)
    del browser.http.headers["X-Requested-With"]
    for document in (READ_COMPANY, SIGN_OUT):
        answer = browser.ask(document)
        assert (answer.response.status_code, answer.code, answer.data) == (
            403,
            "CSRF_HEADER_MISSING",
            None,
        )
    browser.http.headers["X-Requested-With"] = "tests"
    assert browser.ask(READ_COMPANY)["company"], "the refused sign-out was carried out"


@pytest.mark.parametrize(
    "kind",
    [
        None,
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json",
    ],
)
def test_requests_of_a_foreign_page_with_the_cookie_are_not_executed(
    kind: str | None, browser: Client, person: Person, mailbox: Mailbox
) -> None:
    sign_in(browser, mailbox, person)
    headers = {
        "Origin": "https://evil.example",
        "Sec-Fetch-Site": "cross-site",
        **({} if kind is None else {"Content-Type": kind}),
    }
    del browser.http.headers["X-Requested-With"]
    for method, content in (
        ("POST", '{"query": "mutation { signOut { signedOut } }"}'),
        ("GET", None),
        ("HEAD", None),
    ):
        answer = browser.http.request(
            method, "/graphql", content=content, params={"query": SIGN_OUT}, headers=headers
        )
        assert answer.status_code in (403, 405, 415)
        assert "access-control-allow-origin" not in answer.headers
    browser.http.headers["X-Requested-With"] = "tests"
    assert browser.ask(READ_COMPANY)["company"], "the foreign page's sign-out was carried out"


def test_signing_out_clears_the_cookie_and_ends_the_session(
    portal: Portal, browser: Client, person: Person, mailbox: Mailbox
) -> None:
    sign_in(browser, mailbox, person)
    token = browser.http.cookies["guichet"]
    answer = browser.ask(SIGN_OUT)
    assert answer["signOut"]["signedOut"] is True
    morsel = SimpleCookie(answer.response.headers["set-cookie"])["guichet"]
    assert (morsel.value, morsel["max-age"], morsel["httponly"]) == ("", "0", True)
    assert "guichet" not in browser.http.cookies
    assert with_cookie(portal, token).ask(READ_COMPANY).code == "UNAUTHENTICATED"
    assert portal.run(models.Session.filter(user_id=person.user.id).exists()) is False


def test_a_bearer_client_gets_no_cookie(
    portal: Portal, anonymous: Client, person: Person, mailbox: Mailbox
) -> None:
    first = anonymous.ask(SIGN_IN, identifier=person.user.identifier, password=PASSWORD)
    second = Client(portal, first["signIn"]["token"]).ask(
        VERIFY, code=mailbox.code(person.user.email)
    )
    assert second["verifySecondFactor"]["token"]
    assert "set-cookie" not in first.response.headers | second.response.headers


def test_a_cookie_s_token_is_no_bearer_token_and_a_bearer_s_no_cookie(
    portal: Portal, world: World, browser: Client, person: Person, mailbox: Mailbox
) -> None:
    sign_in(browser, mailbox, person)
    token = browser.http.cookies["guichet"]
    assert with_cookie(portal, token).ask(READ_COMPANY)["company"]
    assert Client(portal, token).ask(READ_COMPANY).code == "UNAUTHENTICATED"
    bearer = world.sign_in_as(person)
    token = bearer.http.headers["Authorization"].removeprefix("Bearer ")
    assert bearer.ask(READ_COMPANY)["company"]
    assert with_cookie(portal, token).ask(READ_COMPANY).code == "UNAUTHENTICATED"


@pytest.mark.parametrize(
    "name",
    [
        "token",
        "access_token",
        "bearer",
        "authorization",
        "Authorization",
        "guichet",
        "__Host-guichet",
    ],
)
def test_a_token_in_the_query_string_is_ignored(name: str, world: World, person: Person) -> None:
    bearer = world.sign_in_as(person)
    token = bearer.http.headers["Authorization"].removeprefix("Bearer ")
    client = Client(world.portal)
    for value in (token, f"Bearer {token}"):
        answer = client.http.post(
            "/graphql", params={name: value}, json={"query": READ_COMPANY}
        ).json()
        assert answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


@pytest.mark.parametrize("scheme", ["Basic", "Token", "", "Bearer: "])
def test_only_the_bearer_scheme_brings_a_token(scheme: str, world: World, person: Person) -> None:
    token = world.sign_in_as(person).http.headers["Authorization"].removeprefix("Bearer ")
    client = Client(world.portal)
    client.http.headers["Authorization"] = f"{scheme} {token}".strip()
    assert client.ask(READ_COMPANY).code == "UNAUTHENTICATED"


def test_the_cookie_changes_with_what_its_bearer_may_do(
    portal: Portal, world: World, browser: Client, mailbox: Mailbox
) -> None:
    fiduciary = world.a.people["fiduciary"]
    sign_in(browser, mailbox, fiduciary)
    old = browser.http.cookies["guichet"]
    switch = "mutation ($id: ID!) { switchCompany(companyId: $id) { token viewer { company { name } } errors { code } } }"
    payload = browser.mutate(switch, id=world.b.id)
    assert (payload["token"], payload["viewer"]["company"]["name"]) == (None, "Beta SA")
    assert browser.http.cookies["guichet"] != old
    assert with_cookie(portal, old).ask(READ_COMPANY).code == "UNAUTHENTICATED"
    assert browser.ask(READ_COMPANY)["company"] == {"name": "Beta SA"}


def test_a_planted_session_is_replaced_at_sign_in(
    portal: Portal, world: World, browser: Client, mailbox: Mailbox
) -> None:
    """Session fixation."""
    planted = models.new_token()
    browser.http.cookies.set("guichet", planted)
    sign_in(browser, mailbox, world.a.people["user"])
    assert with_cookie(portal, planted).ask(READ_COMPANY).code == "UNAUTHENTICATED"


def test_by_tls_the_cookie_is_bound_to_its_host() -> None:
    response = Response()
    Cookie(secure=True, max_age=60).put(response, "x")
    morsel = SimpleCookie(response.headers["set-cookie"])["__Host-guichet"]
    assert (
        morsel["secure"],
        morsel["httponly"],
        morsel["samesite"],
        morsel["path"],
        morsel["domain"],
    ) == (True, True, "lax", "/", "")
