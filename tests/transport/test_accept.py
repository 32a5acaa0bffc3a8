"""Media type of a response, by the request's `Accept`."""

import pytest

from tests.support import wire
from tests.support.portal import Client, Portal
from tests.support.world import World
from transport.accept import GRAPHQL_JSON, JSON, negotiate

ACCEPTS = {
    "": JSON,
    " ": JSON,
    "*/*": JSON,
    "application/*": JSON,
    "application/json": JSON,
    "APPLICATION/JSON": JSON,
    "application/json; charset=utf-8": JSON,
    'application/json; charset="UTF-8"': JSON,
    "application/json;q=0.001": JSON,
    GRAPHQL_JSON: GRAPHQL_JSON,
    f"{GRAPHQL_JSON}; charset=utf-8, {JSON}; charset=utf-8": GRAPHQL_JSON,
    f"{GRAPHQL_JSON}, {JSON};q=0.9": GRAPHQL_JSON,
    f"{JSON}, {GRAPHQL_JSON}": GRAPHQL_JSON,
    f"{JSON};q=0.5, {GRAPHQL_JSON};q=0.6": GRAPHQL_JSON,
    f"{JSON};q=0.6, {GRAPHQL_JSON};q=0.5": JSON,
    f"{GRAPHQL_JSON};q=0.5, */*": JSON,
    f"{GRAPHQL_JSON};q=0, */*": JSON,
    f"{GRAPHQL_JSON}, */*;q=0.1": GRAPHQL_JSON,
    "*/*, application/json;q=0": GRAPHQL_JSON,
    "application/*;q=0, */*": None,
    f"text/html, {GRAPHQL_JSON};q=0.9": GRAPHQL_JSON,
    f"{GRAPHQL_JSON}, application/graphql+json, {JSON}, text/event-stream, multipart/mixed": GRAPHQL_JSON,
    "text/html": None,
    "text/*, image/png": None,
    "application/json;q=0": None,
    "application/json; charset=utf-16": None,
    "application/json;q=2": None,
    "application/json;q=-1": None,
    "application/json;q=x": None,
    "application/graphql-response": None,
    "json": None,
    "*": None,
    ",;,": None,
    f";;;, {JSON} ; q=0.3": JSON,
}


@pytest.mark.parametrize("header", ACCEPTS)
def test_the_type_that_the_client_likes_best_is_chosen(header: str) -> None:
    assert negotiate(header) == ACCEPTS[header]


@pytest.mark.parametrize("accept", ["text/html", "application/json;q=0", "image/png, text/*;q=0.5"])
def test_an_unacceptable_media_type_is_refused_before_execution(accept: str, world: World) -> None:
    client = world.client("user with claims")
    headers = {
        **wire.authorization(client),
        "Accept": accept,
        "Content-Type": JSON,
        "Content-Length": "999",
    }
    reply = wire.send(world.portal, headers, b'{"query": "mutation { signOut { signedOut } }"}')
    assert (reply.status, reply.code, reply.headers["content-type"]) == (
        406,
        "NOT_ACCEPTABLE",
        f"{JSON}; charset=utf-8",
    )
    assert reply.headers["connection"] == "close"
    assert client.ask("{ viewer { role } }")["viewer"] == {"role": "USER"}


def test_a_refusal_is_in_the_type_that_the_client_likes_best(portal: Portal) -> None:
    for accept, kind in ((GRAPHQL_JSON, GRAPHQL_JSON), ("*/*", JSON)):
        reply = wire.send(
            portal, {"Accept": accept, "Content-Type": "text/plain", "Content-Length": "2"}, b"{}"
        )
        assert (reply.status, reply.headers["content-type"]) == (415, f"{kind}; charset=utf-8")


def test_a_header_of_thirty_kilobytes_is_not_looked_at(anonymous: Client) -> None:
    before = negotiate.cache_info().currsize
    answer = anonymous.http.post(
        "/graphql", json={"query": "{ viewer { role } }"}, headers={"Accept": "text/html," * 3_000}
    )
    assert (answer.status_code, negotiate.cache_info().currsize) == (200, before)


def test_the_cache_of_headers_is_bounded() -> None:
    for number in range(1_000):
        negotiate(f"text/x-{number}")
    assert negotiate.cache_info().currsize == negotiate.cache_info().maxsize == 500
