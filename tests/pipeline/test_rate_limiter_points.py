"""Rate limit of sessions by points: the cost of each operation, and the refusal with its wait."""

import time
from datetime import UTC, datetime

import pytest

import models
from tests.support.claim_files import nothing_changes
from tests.support.portal import Client
from tests.support.rate_limits import (
    CLAIMS,
    POINTS,
    REFILL,
    REQUESTS,
    ROLE,
    ask_until_over,
    cost_of,
    post,
)
from tests.support.statements import recorded_statements
from tests.support.world import World

DRAFT = "mutation { draftClaim(draft: {kind: ILLNESS}) { claim { id } errors { code } } }"


def test_a_session_spends_points_and_learns_what_is_left(limited: World) -> None:
    client = limited.client("user with claims")
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
    document: str, limited: World, limited_anonymous: Client
) -> None:
    assert cost_of(limited.client("user").ask(document)).keys() == {
        "requested",
        "limit",
        "remaining",
        "resetAt",
    }
    assert cost_of(limited_anonymous.ask(document))["remaining"] == REQUESTS - 1


def test_a_document_over_a_limit_costs_one_point(limited: World) -> None:
    client = limited.client("user with claims")
    answer = client.ask(
        "query ($first: Int!) { claims(first: $first) { edges { node { documents { id } } } } }",
        first=100,
    )
    assert (answer.code, cost_of(answer)["requested"], cost_of(answer)["remaining"]) == (
        "LIMIT_EXCEEDED",
        600,
        POINTS - 1,
    )


def test_a_session_without_points_is_refused_before_execution(limited: World) -> None:
    client = limited.client("user with claims")
    client.http.headers["Accept-Language"] = "de-CH"
    ask_until_over(client, ROLE)
    with nothing_changes(limited):
        refused = post(client, DRAFT)
    (error,) = refused.json()["errors"]
    assert (refused.status_code, error["extensions"]["code"]) == (429, "RATE_LIMITED")
    assert error["message"].startswith("Zu viele Anfragen")
    time.sleep(int(refused.headers["retry-after"]))
    assert client.mutate(DRAFT)["claim"]


def test_few_points_still_pay_for_a_cheap_query(limited: World) -> None:
    client = limited.client("user with claims")
    for _ in range(3):
        assert client.ask(CLAIMS, first=50).data
    dear = client.http.post("/graphql", json={"query": CLAIMS, "variables": {"first": 100}})
    assert (dear.status_code, dear.json().keys()) == (429, {"errors"})
    assert 1 <= int(dear.headers["retry-after"]) <= 100 / REFILL
    assert client.ask(ROLE)["viewer"]


def test_a_rate_limit_error_is_in_the_language_of_the_user(limited: World) -> None:
    person = limited.a.people["user with claims"]
    limited.portal.run(models.User.filter(id=person.user.id).update(language=models.Language.IT))
    client = limited.sign_in_as(person)
    del client.http.headers["Accept-Language"]
    ask_until_over(client, ROLE)
    refused = post(client, ROLE)
    assert (refused.headers["content-language"], refused.json()["errors"][0]["message"][:6]) == (
        "it",
        "Troppe",
    )


def test_a_session_over_its_points_reaches_no_database_and_hinders_no_other(limited: World) -> None:
    client, other = limited.client("user"), limited.client("user")
    ask_until_over(client, ROLE)
    with recorded_statements(leases=True) as statements:
        for _ in range(20):
            post(client, ROLE)
    assert len(statements) <= 6, statements
    assert other.ask(ROLE)["viewer"]


def test_a_session_s_points_stay_its_own_when_its_token_changes(limited: World) -> None:
    client = limited.client("fiduciary")
    assert client.ask(CLAIMS, first=50).data
    switch = "mutation ($id: ID!) { switchCompany(companyId: $id) { token errors { code } } }"
    client.adopt(client.mutate(switch, id=limited.b.id))
    assert cost_of(client.ask(ROLE))["remaining"] < POINTS - 50
