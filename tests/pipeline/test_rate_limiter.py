"""Rate limit of anonymous callers by address; refused requests reach no database."""

import selectors
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from settings import Settings
from tests.support.portal import Client
from tests.support.rate_limits import (
    LOW_LIMITS,
    PHONE,
    POINTS,
    REQUESTS,
    ROLE,
    ask_until_over,
    cost_of,
    post,
)
from tests.support.second_application import second_application
from tests.support.signing_in import VERIFY, begin_sign_in_with_code
from tests.support.statements import recorded_statements
from tests.support.world import World

GRAPHQL_JSON = "application/graphql-response+json"


def test_an_anonymous_caller_over_the_rate_limit_gets_retry_after(
    limited_anonymous: Client,
) -> None:
    began = time.monotonic()
    answered = ask_until_over(limited_anonymous)
    assert REQUESTS <= answered <= REQUESTS + (time.monotonic() - began) * REQUESTS / 60 + 1
    for accept in ("application/json", GRAPHQL_JSON):
        refused = post(limited_anonymous, Accept=accept)
        (error,) = refused.json()["errors"]
        seconds = int(refused.headers["retry-after"])
        assert (refused.status_code, refused.headers["content-type"]) == (
            429,
            f"{accept}; charset=utf-8",
        )
        assert error["extensions"] == {"code": "RATE_LIMITED", "retryAfter": seconds}
        assert 1 <= seconds <= 60 / REQUESTS
        assert error["message"] == f"Too many requests: try again in {seconds} s."
        assert "data" not in refused.json()


@pytest.mark.parametrize(
    ("other", "shared"),
    [("2001:db8:1:2:ffff::1", True), ("2001:db8:1:3::1", False), ("203.0.113.9", False)],
)
def test_each_address_has_a_bucket_of_its_own(other: str, shared: bool, limited: World) -> None:
    """IPv6 gives each customer a /64 full of addresses."""
    net = f"2001:db8:{int(limited.portal.address.split('.')[1]):x}:{int(limited.portal.address.split('.')[2]):x}"
    limited.portal.address = f"{net}::7"
    ask_until_over(Client(limited.portal))
    limited.portal.address = f"{net}:ffff::1" if shared else other
    assert (post(Client(limited.portal)).status_code == 429) is shared


MALFORMED: dict[str, tuple[dict[str, str], bytes]] = {
    "no JSON": ({}, b"{"),
    "no request": ({}, b"[]"),
    "a syntax error": ({}, b'{"query": "{ viewer {"}'),
    "an unknown field": ({}, b'{"query": "{ nothing }"}'),
    "a document over a limit": ({}, b'{"query": "{ ' + b"viewer { role } " * 11 + b'}"}'),
    "a guarded field": ({}, b'{"query": "{ claims { totalCount } }"}'),
    "a forged token": ({"Authorization": "Bearer forged"}, b'{"query": "{ viewer { role } }"}'),
    "a forged token and no JSON": ({"Authorization": "Bearer forged"}, b"{"),
}


@pytest.mark.parametrize("title", MALFORMED)
def test_every_request_of_an_anonymous_caller_is_counted(
    title: str, limited_anonymous: Client
) -> None:
    headers, body = MALFORMED[title]
    statuses = [
        limited_anonymous.http.post(
            "/graphql", content=body, headers={"Content-Type": "application/json", **headers}
        ).status_code
        for _ in range(REQUESTS + 5)
    ]
    assert statuses.count(429) >= 3
    assert 429 not in statuses[:REQUESTS]
    assert max(statuses) == 429


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer forged"}])
def test_a_flood_over_the_limit_reaches_no_database(
    headers: dict[str, str], limited_anonymous: Client
) -> None:
    ask_until_over(limited_anonymous)
    post(limited_anonymous, **headers)
    began = time.monotonic()
    with recorded_statements(leases=True) as statements:
        statuses = {post(limited_anonymous, **headers).status_code for _ in range(100)}
    assert statuses == {429}
    assert len(statements) <= (time.monotonic() - began) * 2 + 2, statements


def test_a_session_is_served_where_anonymous_callers_exceed_the_limit(
    limited: World, limited_anonymous: Client
) -> None:
    met, unmet = limited.client("user"), limited.client("user with claims")
    assert met.ask(ROLE)["viewer"]
    ask_until_over(limited_anonymous)
    assert met.ask(ROLE)["viewer"], "this process has met the token"
    assert unmet.ask(ROLE)["viewer"], "one unknown token a second is looked up"
    assert post(limited_anonymous).status_code == 429


def test_a_good_token_costs_its_address_nothing(limited: World, limited_anonymous: Client) -> None:
    for _ in range(REQUESTS):
        assert limited.client("user").ask(ROLE)["viewer"]
    assert cost_of(limited_anonymous.ask(PHONE))["remaining"] >= REQUESTS - 1


def test_a_session_that_has_ended_counts_for_its_address(limited: World) -> None:
    client = limited.client("user")
    assert client.ask(ROLE)["viewer"]
    client.mutate("mutation { signOut { signedOut errors { code } } }")
    answered = ask_until_over(client, ROLE)
    assert REQUESTS <= answered <= REQUESTS + 2
    began = time.monotonic()
    with recorded_statements(leases=True) as statements:
        assert {post(client, ROLE).status_code for _ in range(50)} == {429}
    assert len(statements) <= (time.monotonic() - began) * 2 + 2, statements


def test_a_session_without_its_second_factor_is_limited_as_an_anonymous_caller(
    limited: World, mailbox: Any
) -> None:
    half, code = begin_sign_in_with_code(limited.portal, mailbox, limited.a.people["user"].user)
    assert cost_of(half.ask(ROLE))["remaining"] == REQUESTS - 2
    client = Client(limited.portal, half.mutate(VERIFY, code=code)["token"])
    assert cost_of(client.ask(ROLE))["remaining"] == POINTS - 1


def answered(connections: list[socket.socket]) -> list[socket.socket]:
    """Those on which something has come."""
    with selectors.DefaultSelector() as selector:
        for one in connections:
            selector.register(one, selectors.EVENT_READ)
        return [
            key.fileobj for key, _ in selector.select(0) if isinstance(key.fileobj, socket.socket)
        ]


def test_two_processes_together_let_no_more_in(limited: World) -> None:
    began = time.monotonic()
    with second_application(limited.portal, **LOW_LIMITS) as second, ThreadPoolExecutor(8) as pool:
        second.address = limited.portal.address
        clients = [Client(portal) for portal in (limited.portal, second) * 4]
        answered = sum(pool.map(ask_until_over, clients))
        assert REQUESTS <= answered <= REQUESTS + (time.monotonic() - began) * REQUESTS / 60 + 1


@pytest.mark.parametrize(
    "changes", [{"rate_points": 10}, {"rate_refill": 0.1}, {"rate_requests": 0}]
)
def test_rates_that_are_too_low_are_refused_as_settings(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"(?i)rate_"):
        Settings(**changes)


@pytest.mark.parametrize(
    "proxies", ["*", "0.0.0.0/0", "127.0.0.1, ::/0", "proxy.example", "10.0.0.1/8"]
)
def test_proxies_that_would_trust_everybody_are_refused_as_settings(proxies: str) -> None:
    """With `*` each client would have as many addresses as it likes; a name, or a network that is none, would be nobody."""
    with pytest.raises(ValueError, match="trusted_proxies"):
        Settings(trusted_proxies=proxies)


@pytest.mark.parametrize("proxies", ["", "127.0.0.1", "10.0.0.0/8, 2001:db8::1"])
def test_proxies_are_addresses_and_networks(proxies: str) -> None:
    assert Settings(trusted_proxies=proxies).trusted_proxies == proxies
