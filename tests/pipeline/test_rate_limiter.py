"""Rate limits: sessions by points, anonymous callers by address, refused without the database."""

import selectors
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

import pytest

import models
from data.global_id import to_global_id
from settings import Settings
from tests.support import wire
from tests.support.claim_files import PDF, UPLOAD, claim_file, nothing_changes, upload
from tests.support.portal import Answer, Client, Portal
from tests.support.second_application import second_application
from tests.support.signing_in import VERIFY, begin_sign_in_with_code
from tests.support.statements import recorded_statements
from tests.support.waiting import wait_until
from tests.support.world import World

POINTS, REFILL, REQUESTS = 200, 10, 12
HURRIED = {
    "rate_points": POINTS,
    "rate_refill": REFILL,
    "rate_requests": REQUESTS,
    "max_cost": POINTS,
    "max_uploads": 100,
}
PHONE = "{ contact(topic: LOST_IDENTIFIER) { phone } }"
ROLE = "{ viewer { role } }"
CLAIMS = "query ($first: Int!) { claims(first: $first) { edges { node { id } } } }"
DRAFT = "mutation { draftClaim(draft: {kind: ILLNESS}) { claim { id } errors { code } } }"
GRAPHQL_JSON = "application/graphql-response+json"


@pytest.fixture(scope="module")
def door(portal: Portal) -> Iterator[Portal]:
    """An application with small buckets."""
    with second_application(portal, **HURRIED) as door:
        yield door


@pytest.fixture
def here(world: World, door: Portal) -> World:
    """Two companies, at the portal with small buckets, from a network that nobody has asked from yet."""
    door.address = world.portal.change_network()
    return World(door, world.a, world.b)


@pytest.fixture
def anybody(here: World) -> Client:
    """Somebody who is not signed in."""
    return Client(here.portal)


def post(client: Client, document: str = PHONE, **headers: str) -> Any:
    return client.http.post("/graphql", json={"query": document}, headers=headers)


def ask_until_over(client: Client, document: str = PHONE) -> int:
    """Return the number of requests answered before the first refusal."""
    for answered in range(1_000):
        if post(client, document).status_code == 429:
            return answered
    raise AssertionError("never refused")


def cost_of(answer: Answer) -> dict[str, Any]:
    cost: dict[str, Any] = answer.response.json()["extensions"]["cost"]
    return cost


def test_an_anonymous_caller_over_the_rate_limit_gets_retry_after(
    anybody: Client,
) -> None:
    began = time.monotonic()
    answered = ask_until_over(anybody)
    assert REQUESTS <= answered <= REQUESTS + (time.monotonic() - began) * REQUESTS / 60 + 1
    for accept in ("application/json", GRAPHQL_JSON):
        refused = post(anybody, Accept=accept)
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
def test_each_address_has_a_bucket_of_its_own(other: str, shared: bool, here: World) -> None:
    """IPv6 gives each customer a /64 full of addresses."""
    net = f"2001:db8:{int(here.portal.address.split('.')[1]):x}:{int(here.portal.address.split('.')[2]):x}"
    here.portal.address = f"{net}::7"
    ask_until_over(Client(here.portal))
    here.portal.address = f"{net}:ffff::1" if shared else other
    assert (post(Client(here.portal)).status_code == 429) is shared


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
def test_every_request_of_an_anonymous_caller_is_counted(title: str, anybody: Client) -> None:
    headers, body = MALFORMED[title]
    statuses = [
        anybody.http.post(
            "/graphql", content=body, headers={"Content-Type": "application/json", **headers}
        ).status_code
        for _ in range(REQUESTS + 5)
    ]
    assert statuses.count(429) >= 3
    assert 429 not in statuses[:REQUESTS]
    assert max(statuses) == 429


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer forged"}])
def test_a_flood_over_the_limit_reaches_no_database(
    headers: dict[str, str], anybody: Client
) -> None:
    ask_until_over(anybody)
    post(anybody, **headers)
    began = time.monotonic()
    with recorded_statements(leases=True) as statements:
        statuses = {post(anybody, **headers).status_code for _ in range(100)}
    assert statuses == {429}
    assert len(statements) <= (time.monotonic() - began) * 2 + 2, statements


def test_a_session_is_served_where_anonymous_callers_exceed_the_limit(
    here: World, anybody: Client
) -> None:
    met, unmet = here.client("user"), here.client("user with claims")
    assert met.ask(ROLE)["viewer"]
    ask_until_over(anybody)
    assert met.ask(ROLE)["viewer"], "this process has met the token"
    assert unmet.ask(ROLE)["viewer"], "one unknown token a second is looked up"
    assert post(anybody).status_code == 429


def test_a_good_token_costs_its_address_nothing(here: World, anybody: Client) -> None:
    for _ in range(REQUESTS):
        assert here.client("user").ask(ROLE)["viewer"]
    assert cost_of(anybody.ask(PHONE))["remaining"] >= REQUESTS - 1


def test_a_session_that_has_ended_counts_for_its_address(here: World) -> None:
    client = here.client("user")
    assert client.ask(ROLE)["viewer"]
    client.mutate("mutation { signOut { signedOut errors { code } } }")
    answered = ask_until_over(client, ROLE)
    assert REQUESTS <= answered <= REQUESTS + 2
    began = time.monotonic()
    with recorded_statements(leases=True) as statements:
        assert {post(client, ROLE).status_code for _ in range(50)} == {429}
    assert len(statements) <= (time.monotonic() - began) * 2 + 2, statements


def test_a_session_without_its_second_factor_is_limited_as_an_anonymous_caller(
    here: World, mailbox: Any
) -> None:
    half, code = begin_sign_in_with_code(here.portal, mailbox, here.a.people["user"].user)
    assert cost_of(half.ask(ROLE))["remaining"] == REQUESTS - 2
    client = Client(here.portal, half.mutate(VERIFY, code=code)["token"])
    assert cost_of(client.ask(ROLE))["remaining"] == POINTS - 1


def test_a_session_spends_points_and_learns_what_is_left(here: World) -> None:
    client = here.client("user with claims")
    first, second = cost_of(client.ask(ROLE)), cost_of(client.ask(CLAIMS, first=50))
    assert (first["requested"], first["limit"], first["remaining"]) == (1, POINTS, POINTS - 1)
    assert second["requested"] == 50
    assert POINTS - 51 <= second["remaining"] <= POINTS - 51 + 2 * REFILL
    full_at = datetime.fromisoformat(second["resetAt"])
    assert 0 < (full_at - datetime.now(UTC)).total_seconds() <= 51 / REFILL + 1


@pytest.mark.parametrize(
    "document",
    [
        "{ viewer {",
        "{ nothing }",
        "{ claims { totalCount } }",
        "{ " + "viewer { role } " * 11 + "}",
    ],
)
def test_each_response_states_the_cost_of_its_operation(
    document: str, here: World, anybody: Client
) -> None:
    assert cost_of(here.client("user").ask(document)).keys() == {
        "requested",
        "limit",
        "remaining",
        "resetAt",
    }
    assert cost_of(anybody.ask(document))["remaining"] == REQUESTS - 1


def test_a_document_over_a_limit_costs_one_point(here: World) -> None:
    client = here.client("user with claims")
    answer = client.ask(
        "query ($first: Int!) { claims(first: $first) { edges { node { documents { id } } } } }",
        first=100,
    )
    assert (answer.code, cost_of(answer)["requested"], cost_of(answer)["remaining"]) == (
        "LIMIT_EXCEEDED",
        600,
        POINTS - 1,
    )


def test_a_session_without_points_is_refused_before_execution(here: World) -> None:
    client = here.client("user with claims")
    client.http.headers["Accept-Language"] = "de-CH"
    ask_until_over(client, ROLE)
    with nothing_changes(here):
        refused = post(client, DRAFT)
    (error,) = refused.json()["errors"]
    assert (refused.status_code, error["extensions"]["code"]) == (429, "RATE_LIMITED")
    assert error["message"].startswith("Zu viele Anfragen")
    time.sleep(int(refused.headers["retry-after"]))
    assert client.mutate(DRAFT)["claim"]


def test_few_points_still_pay_for_a_cheap_query(here: World) -> None:
    client = here.client("user with claims")
    for _ in range(3):
        assert client.ask(CLAIMS, first=50).data
    dear = client.http.post("/graphql", json={"query": CLAIMS, "variables": {"first": 100}})
    assert (dear.status_code, dear.json().keys()) == (429, {"errors"})
    assert 1 <= int(dear.headers["retry-after"]) <= 100 / REFILL
    assert client.ask(ROLE)["viewer"]


def test_a_rate_limit_error_is_in_the_language_of_the_user(here: World) -> None:
    person = here.a.people["user with claims"]
    here.portal.run(models.User.filter(id=person.user.id).update(language=models.Language.IT))
    client = here.sign_in_as(person)
    del client.http.headers["Accept-Language"]
    ask_until_over(client, ROLE)
    refused = post(client, ROLE)
    assert (refused.headers["content-language"], refused.json()["errors"][0]["message"][:6]) == (
        "it",
        "Troppe",
    )


def test_a_session_over_its_points_reaches_no_database_and_hinders_no_other(here: World) -> None:
    client, other = here.client("user"), here.client("user")
    ask_until_over(client, ROLE)
    with recorded_statements(leases=True) as statements:
        for _ in range(20):
            post(client, ROLE)
    assert len(statements) <= 6, statements
    assert other.ask(ROLE)["viewer"]


def test_a_session_s_points_stay_its_own_when_its_token_changes(here: World) -> None:
    client = here.client("fiduciary")
    assert client.ask(CLAIMS, first=50).data
    switch = "mutation ($id: ID!) { switchCompany(companyId: $id) { token errors { code } } }"
    client.adopt(client.mutate(switch, id=here.b.id))
    assert cost_of(client.ask(ROLE))["remaining"] < POINTS - 50


def test_files_over_the_rate_limit_are_not_read(here: World) -> None:
    client, claim = here.client("user with claims"), here.claim()
    assert (
        client.upload(UPLOAD, [("a.pdf", PDF)], claimId=to_global_id(claim))["uploadDocuments"][
            "errors"
        ]
        == []
    )
    ask_until_over(client, ROLE)
    headers = {
        "Content-Type": wire.MULTIPART,
        "Content-Length": "2000000",
        **wire.authorization(client),
    }
    with nothing_changes(here):
        reply = wire.send(here.portal, headers, wire.part("operations", b"{}"))
    assert (reply.status, reply.code, reply.headers["connection"]) == (429, "RATE_LIMITED", "close")


def test_uploads_under_way_are_bounded_by_what_they_announce(here: World) -> None:
    """A point for each 500 kB: what is over is refused before any of it is received."""
    client = here.client("user with claims")
    headers = {
        "Content-Type": wire.MULTIPART,
        "Content-Length": "3000000",
        **wire.authorization(client),
    }
    with ExitStack() as open_ones:
        begun = [open_ones.enter_context(wire.connection(here.portal)) for _ in range(60)]
        for one in begun:
            wire.begin(one, headers, wire.part("operations", b"{}"))
        wait_until(
            lambda: len(answered(begun)) >= 60 - 2 * POINTS // 7
        )  # twice as many as there are points for: some come back meanwhile
        replies = [wire.receive(one) for one in answered(begun)]
    assert {(reply.status, reply.code, reply.headers["connection"]) for reply in replies} == {
        (429, "RATE_LIMITED", "close")
    }


def answered(connections: list[socket.socket]) -> list[socket.socket]:
    """Those on which something has come."""
    with selectors.DefaultSelector() as selector:
        for one in connections:
            selector.register(one, selectors.EVENT_READ)
        return [
            key.fileobj for key, _ in selector.select(0) if isinstance(key.fileobj, socket.socket)
        ]


def test_few_uploads_of_a_session_are_under_way_at_once(world: World) -> None:
    """However small: each holds memory and a place in the temporary folder for as long as it takes."""
    with second_application(world.portal, max_uploads=3) as portal:
        here = World(portal, world.a, world.b)
        client, other, claim = (
            here.client("user with claims"),
            here.client("administrator"),
            here.claim(),
        )
        headers, form = (
            {
                "Content-Type": wire.MULTIPART,
                "Content-Length": "1000",
                **wire.authorization(client),
            },
            wire.part("operations", b"{}"),
        )
        whole = form + wire.END
        with ExitStack() as open_ones:
            begun = [open_ones.enter_context(wire.connection(portal)) for _ in range(6)]
            for one in begun:
                wire.begin(one, headers, form)
            wait_until(lambda: len(answered(begun)) == 3)
            for refused in (*map(wire.receive, answered(begun)), wire.post(client, whole)):
                assert (refused.status, refused.code, refused.headers["retry-after"]) == (
                    429,
                    "RATE_LIMITED",
                    "1",
                )
            assert upload(other, claim, ("a.pdf", PDF))["errors"] == [], "others are not in its way"
        wait_until(lambda: wire.post(client, whole).status == 400)
        assert upload(client, claim, ("b.pdf", PDF))["errors"] == [], "they were given up"


def test_files_of_anonymous_callers_count_as_requests(anybody: Client) -> None:
    headers = {
        "Content-Type": wire.MULTIPART,
        "Content-Length": "2000000",
        "X-Requested-With": "tests",
    }
    headers["X-Forwarded-For"] = anybody.portal.address
    statuses = [wire.send(anybody.portal, headers, b"--").status for _ in range(REQUESTS + 2)]
    assert (set(statuses[:REQUESTS]), statuses[-1]) == ({401}, 429)


def test_links_are_followed_at_the_session_s_expense(here: World) -> None:
    client, claim = here.client("user with claims"), here.claim()
    upload(client, claim, ("a.pdf", PDF))
    link = claim_file(client, claim)["documents"][0]["downloadUrl"].removeprefix(here.portal.url)
    assert client.http.get(link).content == PDF
    while client.http.get(link).status_code == 200:
        pass
    refused = client.http.get(link)
    assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (
        429,
        "RATE_LIMITED",
    )
    assert int(refused.headers["retry-after"]) >= 1
    assert client.ask(ROLE)["viewer"], (
        "whoever has the link takes nothing from the session's questions"
    )


def test_two_processes_together_let_no_more_in(here: World) -> None:
    began = time.monotonic()
    with second_application(here.portal, **HURRIED) as second, ThreadPoolExecutor(8) as pool:
        second.address = here.portal.address
        clients = [Client(portal) for portal in (here.portal, second) * 4]
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
def test_forwarded_headers_count_from_trusted_proxies_only(proxies: str) -> None:
    """With `*` each client would have as many addresses as it likes; a name, or a network that is none, would be nobody."""
    with pytest.raises(ValueError, match="trusted_proxies"):
        Settings(trusted_proxies=proxies)


@pytest.mark.parametrize("proxies", ["", "127.0.0.1", "10.0.0.0/8, 2001:db8::1"])
def test_proxies_are_addresses_and_networks(proxies: str) -> None:
    assert Settings(trusted_proxies=proxies).trusted_proxies == proxies
