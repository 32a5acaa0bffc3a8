"""Queries by GET, where the deployment allows it: never a mutation, never for a foreign page, never a token in the address."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from settings import Settings
from tests.support.portal import Answer, Client, Portal
from tests.support.processes import Served, serving
from tests.support.world import World
from transport.accept import GRAPHQL_JSON
from transport.request_head import CSRF_HEADERS

ROLE = "{ viewer { role } }"
SIGN_OUT = "mutation { signOut { signedOut } }"
NAMED = "query A($first: Int!) { claims(first: $first) { totalCount } } query B { viewer { role } }"


@pytest.fixture(scope="module")
def served(
    portal: Portal, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    with serving(
        settings,
        tmp_path_factory.mktemp("served") / "log",
        get_queries="true",
        allowed_origins='["https://portal.example"]',
    ) as served:
        yield served


@pytest.fixture
def client(served: Served, world: World) -> Client:
    """A signed-in user who talks to the server that allows it."""
    client = world.client("user with claims")
    client.http.base_url = served.url
    client.http.headers["X-Requested-With"] = "tests"
    return client


def get(client: Client, method: str = "GET", **params: Any) -> Any:
    return client.http.request(method, "/graphql", params=params)


def test_a_query_comes_by_get(client: Client) -> None:
    answer = get(client, query=ROLE)
    assert (answer.status_code, answer.json()["data"]) == (200, {"viewer": {"role": "USER"}})
    assert answer.headers["cache-control"] == "no-store"


def test_a_query_by_get_has_variables_a_name_and_extensions(client: Client) -> None:
    answer = Answer(
        get(client, query=NAMED, operationName="A", variables='{"first": 1}', extensions='{"a": 1}')
    )
    assert answer["claims"]["totalCount"] == 0
    assert Answer(get(client, query=NAMED, operationName="B", variables="", extensions=""))[
        "viewer"
    ] == {"role": "USER"}
    assert Answer(get(client, query=ROLE, operationName="", variables="null"))["viewer"] == {
        "role": "USER"
    }


def test_head_is_get_without_the_body(client: Client) -> None:
    answer = get(client, "HEAD", query=ROLE)
    assert (answer.status_code, answer.content, answer.headers["content-length"]) == (
        200,
        b"",
        str(len(get(client, query=ROLE).content)),
    )


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("accept", ["*/*", GRAPHQL_JSON])
def test_a_mutation_never_comes_by_get(method: str, accept: str, client: Client) -> None:
    for params in (
        {"query": SIGN_OUT},
        {
            "query": f"{SIGN_OUT} query B {ROLE}".replace("mutation", "mutation A"),
            "operationName": "A",
        },
    ):
        answer = client.http.request(method, "/graphql", params=params, headers={"Accept": accept})
        assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert Answer(get(client, query=ROLE))["viewer"] == {"role": "USER"}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"])
def test_other_methods_get_405_with_allow(method: str, client: Client) -> None:
    answer = get(client, method, query=ROLE)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, POST")


MALFORMED = {
    "nothing": "",
    "no query": "variables={}",
    "an empty query": "query=",
    "a query twice": f"query={quote(ROLE)}&query={quote(ROLE)}",
    "variables that are no JSON": f"query={quote(ROLE)}&variables={{",
    "variables that are a list": f"query={quote(ROLE)}&variables=[]",
    "variables that are a number": f"query={quote(ROLE)}&variables=1",
    "extensions that are a string": f"query={quote(ROLE)}&extensions=%22x%22",
    "bad UTF-8": "query=%ff%fe",
    "a hundred parameters": f"query={quote(ROLE)}&" + "&".join(f"p{n}=1" for n in range(100)),
    "an operation that is not there": f"query={quote(ROLE)}&operationName=null",
    "a subscription": f"query={quote('subscription { x }')}",
    "very deep variables": f"query={quote(ROLE)}&variables=" + "[" * 3_000,
}


@pytest.mark.parametrize("title", MALFORMED)
def test_an_address_that_is_no_request_is_refused(title: str, client: Client) -> None:
    answer = client.http.get(f"/graphql?{MALFORMED[title]}")
    assert (answer.status_code, Answer(answer).code, "data" in answer.json()) == (
        400,
        "BAD_REQUEST",
        False,
    )


def test_an_address_has_eight_kilobytes_of_parameters(client: Client) -> None:
    answer = get(client, query=ROLE, extra="x" * 8_000)
    assert (answer.status_code, Answer(answer).code) == (414, "URI_TOO_LONG")
    assert get(client, query=ROLE, extra="x" * 7_900).status_code == 200


def test_without_the_header_no_page_s_get_is_answered(served: Served, client: Client) -> None:
    """With a cookie, with a token and with neither: an image or a link on a foreign page sends no header of its own."""
    del client.http.headers["X-Requested-With"]
    foreign = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example", "Accept": "*/*"}
    for headers in ({}, foreign, {"Cookie": "guichet=x"}, {"X-Requested-With": ""}):
        answer = client.http.get("/graphql", params={"query": ROLE}, headers=headers)
        assert (answer.status_code, Answer(answer).code) == (403, "CSRF_HEADER_MISSING")


@pytest.mark.parametrize("header", CSRF_HEADERS)
def test_any_header_that_browsers_ask_about_will_do(header: str, client: Client) -> None:
    del client.http.headers["X-Requested-With"]
    assert Answer(client.http.get("/graphql", params={"query": ROLE}, headers={header: "true"}))[
        "viewer"
    ] == {"role": "USER"}


@pytest.mark.parametrize(
    "name", ["token", "access_token", "bearer", "authorization", "guichet", "__Host-guichet"]
)
def test_a_token_in_the_query_string_of_a_get_request_is_ignored(name: str, client: Client) -> None:
    token = client.http.headers.pop("Authorization").removeprefix("Bearer ")
    for value in (token, f"Bearer {token}"):
        assert Answer(get(client, query=ROLE, **{name: value}))["viewer"] is None


def test_an_allowed_page_may_ask_by_get_and_no_other(client: Client) -> None:
    asked = {
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "x-requested-with",
    }
    for origin, status in (("https://portal.example", 200), ("https://evil.example", 400)):
        answer = client.http.options("/graphql", headers={"Origin": origin, **asked})
        assert (answer.status_code, answer.headers.get("access-control-allow-origin")) == (
            status,
            origin if status == 200 else None,
        )


def test_unless_the_deployment_allows_it_nothing_comes_by_get(world: World) -> None:
    client = world.client("user with claims")
    client.http.headers["X-Requested-With"] = "tests"
    for method in ("GET", "HEAD"):
        answer = get(client, method, query=ROLE)
        assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
