"""Effects of the header fields of a request."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from tests.support.effects.registry import Effect, Stage, mutate
from tests.support.portal import Client
from tests.support.world import PASSWORD

VIEWER = {"query": "{ viewer { role } }"}
TYPES = {"query": "{ __schema { types { name } } }"}

HEADERS: dict[str, Effect] = {}
"""By the header's name in lower case: as `registry.EFFECTS`, None sends no such header."""


def header(
    name: str, one: str | None, other: str | None
) -> Callable[[Callable[[Stage, str, Any], Any]], Any]:
    """Register the scenario of a header: it is called with the header's name and value."""

    def register(observe: Callable[[Stage, str, Any], Any]) -> Callable[[Stage, str, Any], Any]:
        HEADERS[name] = Effect(one, other, lambda stage, value: observe(stage, name, value))
        return observe

    return register


def post(client: Client, name: str, value: str | None, body: Any) -> Any:
    """Send a JSON request with the header, or without it; return the response."""
    client.http.headers.pop(name, None)
    return client.http.post("/graphql", json=body, headers={} if value is None else {name: value})


@header("accept", "application/json", "application/graphql-response+json")
def media_type(stage: Stage, name: str, value: str) -> Any:
    """Return the media type of the response."""
    return post(stage.client("user"), name, value, VIEWER).headers["content-type"]


@header("accept-language", "de", "fr")
def language(stage: Stage, name: str, value: str) -> Any:
    """Return a message."""
    return post(stage.client("anonymous"), name, value, {"query": "{ company { name } }"}).json()[
        "errors"
    ][0]["message"]


@header("authorization", None, "user")
def session(stage: Stage, name: str, value: str | None) -> Any:
    """Return the viewer."""
    token = stage.client(value).http.headers["Authorization"] if value else None
    return post(stage.client("anonymous"), name, token, VIEWER).json()["data"]


@header("cookie", None, "user")
def cookie(stage: Stage, name: str, value: str | None) -> Any:
    """Return the viewer, once signed in with the cookie."""
    browser, person = stage.client("anonymous"), stage.person()
    browser.http.headers["X-Requested-With"] = "tests"
    mutate(
        browser, "signIn", identifier=person.user.identifier, password=PASSWORD, delivery="COOKIE"
    )
    mutate(browser, "verifySecondFactor", code=stage.mailbox.code(person.user.email))
    if value is None:
        browser.http.cookies.clear()
    return browser.http.post("/graphql", json=VIEWER).json()["data"]


for required in ("x-requested-with", "apollo-require-preflight", "graphql-require-preflight"):

    @header(required, None, "tests")
    def preflight(stage: Stage, name: str, value: str | None) -> Any:
        """Return the status of an upload."""
        fields = {"operations": json.dumps(VIEWER), "map": "{}"}
        headers = {"X-Other": "x"} if value is None else {name: value}
        files = {"0": ("a.txt", b"a", "text/plain")}
        return (
            stage.client("user")
            .http.post("/graphql", data=fields, files=files, headers=headers)
            .json()
            .get("errors", [{}])[0]
        )


@header("guichet-schema", "annotate", "hide")
def introspection(stage: Stage, name: str, value: str) -> Any:
    """Return the types that introspection shows."""
    return post(stage.client("user"), name, value, TYPES).json()["data"]


@header("idempotency-key", None, "key")
def idempotency(stage: Stage, name: str, value: str | None) -> Any:
    """Return whether a mutation that is sent again is replayed."""
    client, key = stage.client("user with claims"), value and str(uuid4())
    for _ in range(2):
        response = post(
            client,
            name,
            key,
            {"query": "mutation { draftClaim(draft: {kind: ILLNESS}) { errors { code } } }"},
        )
    return response.headers.get("Idempotency-Replayed")


@header("x-request-id", "one", "other")
def request_id(stage: Stage, name: str, value: str) -> Any:
    """Return the ID of the response."""
    return post(stage.client("user"), name, value, VIEWER).headers["x-request-id"]


def where(stage: Stage, name: str, value: str) -> Any:
    """Return on which device and from which network a session was begun with this header."""
    anonymous, person = stage.client("anonymous"), stage.person()
    anonymous.http.headers[name] = value
    anonymous.adopt(
        mutate(anonymous, "signIn", identifier=person.user.identifier, password=PASSWORD)
    )
    anonymous.adopt(
        mutate(anonymous, "verifySecondFactor", code=stage.mailbox.code(person.user.email))
    )
    (session,) = anonymous.ask("{ viewer { sessions { device place } } }")["viewer"]["sessions"]
    return session


header("x-forwarded-for", "198.51.100.7", "203.0.113.7")(where)
header("user-agent", "Mozilla/5.0 Firefox/1", "Mozilla/5.0 Chrome/1")(where)
