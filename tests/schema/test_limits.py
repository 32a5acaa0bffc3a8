"""Documents over a limit: refused before validation, with the name of the limit."""

from typing import Any

import pytest
from graphql import get_introspection_query

from schema.document_limits import MESSAGES
from tests.support.dashboard import DASHBOARD
from tests.support.hostile import ROLE, WITHIN
from tests.support.portal import Answer, Client

FAN = " ".join(
    f"fragment F{n} on Claim {{ a: earlierClaim {{ ...F{n + 1} }} b: earlierClaim {{ ...F{n + 1} }} }}"
    for n in range(18)
)
HOSTILE = {
    "length": "{ viewer { role } } #" + "x" * 10_000,
    "tokens": "{ viewer { " + "role " * 1_600 + "} }",
    "nesting": "{ viewer " * 400 + "}" * 400,
    "fragments": "{ viewer { role } }"
    + "".join(f" fragment F{n} on Viewer {{ role }}" for n in range(21)),
    "depth": "{ claims { edges { node " + "{ earlierClaim " * 12 + "{ id } " + "}" * 12 + " } } }",
    "aliases": "{ viewer { " + " ".join(f"a{n}: role" for n in range(16)) + " } }",
    "fields": "{ viewer { " + "...F " * 60 + "} } fragment F on Viewer { " + "role " * 20 + "}",
    "rootFields": "{ " + "viewer { role } " * 11 + "}",
    "directives": "{ viewer { role" + " @skip(if: false)" * 21 + " } }",
    "variables": "query (" + " ".join(f"$v{n}: Int" for n in range(51)) + ") { viewer { role } }",
    "cost": "{ claims(first: 100) { edges { node { documents { claim { id } } } } } }",
    "once": 'mutation { a: requestPasswordReset(identifier: "1") { accepted } b: requestPasswordReset(identifier: "2") { accepted } }',
}


def refused(answer: Answer) -> Any:
    """The limit that refused; there is no data."""
    assert (answer.code, answer.data) == ("LIMIT_EXCEEDED", None)
    return answer.refusal["limit"]


@pytest.mark.parametrize("limit", MESSAGES)
def test_a_document_over_a_limit_is_refused_with_the_name_of_the_limit(
    limit: str, client: Client
) -> None:
    assert refused(client.ask(HOSTILE[limit])) == limit


def test_fragments_that_multiply_are_counted_without_being_written_out(client: Client) -> None:
    document = (
        f"{{ claims {{ edges {{ node {{ ...F0 }} }} }} }} {FAN} fragment F18 on Claim {{ id }}"
    )
    assert refused(client.ask(document)) in ("depth", "aliases")


def test_aliases_and_cost_count_through_fragments(client: Client) -> None:
    fragment = "fragment F on Query { a: claims(first: 90) { edges { node { documents { id } } } } } fragment G on Viewer { x: role y: role z: role }"
    spread = " ".join(f"v{n}: viewer {{ ...G }}" for n in range(5))
    assert refused(client.ask(f"{{ {spread} ...F }} {fragment}")) == "aliases"
    assert (
        refused(
            client.ask(
                f"{{ ...F b: claims(first: 90) {{ totalCount edges {{ node {{ documents {{ id }} }} }} }} }} {fragment.partition(' fragment G')[0]}"
            )
        )
        == "cost"
    )


@pytest.mark.parametrize(
    "cycle",
    [
        "fragment F on Viewer { ...F }",
        "fragment F on Viewer { ...G } fragment G on Viewer { ...F }",
    ],
)
def test_a_fragment_that_contains_itself_is_an_error_of_the_document(
    cycle: str, client: Client
) -> None:
    assert client.ask(f"{{ viewer {{ ...F }} }} {cycle}").code == "BAD_USER_INPUT"


def test_page_sizes_that_come_by_variables_count_for_each_request(client: Client) -> None:
    document = "query ($first: Int!) { claims(first: $first) { edges { node { documents { claim { id } } } } } }"
    asked = {first: client.ask(document, first=first) for first in (1, 50, 100, 50)}
    assert refused(asked[100]) == "cost"
    assert [
        asked[first].response.json()["extensions"]["cost"]["requested"] for first in (1, 50)
    ] == [11, 550]


def test_each_response_states_its_cost_and_the_limit(client: Client, anonymous: Client) -> None:
    costs = [
        one.ask("{ contact(topic: LOST_IDENTIFIER) { phone } }").response.json()["extensions"][
            "cost"
        ]
        for one in (client, anonymous)
    ]
    assert [(cost["requested"], cost["limit"]) for cost in costs] == [(1, 1000), (1, 50)]


def test_graphiql_s_introspection_and_the_portal_s_dashboard_pass(
    client: Client, anonymous: Client
) -> None:
    whole = get_introspection_query(
        specified_by_url=True,
        directive_is_repeatable=True,
        schema_description=True,
        input_value_deprecation=True,
    )
    for one in (client, anonymous):
        assert one.ask(whole)["__schema"]["queryType"] == {"name": "Query", "kind": "OBJECT"}
    assert client.ask(DASHBOARD).data is not None


@pytest.mark.parametrize(
    "document",
    [
        "{ nothing }",
        "{ viewer { role } claims { totalCount } }",
        "{ ...F } fragment F on Query { claims { nothing } }",
    ],
)
def test_an_anonymous_caller_is_asked_to_sign_in_for_every_other_field(
    document: str, anonymous: Client
) -> None:
    answer = anonymous.ask(document)
    assert (answer.code, answer.data, answer.errors[0]["message"]) == (
        "UNAUTHENTICATED",
        None,
        "Sign in first.",
    )
    assert answer.refusal["askWho"] == "HOTLINE"


@pytest.mark.parametrize(
    "document",
    [
        "{ viewer { rol } }",
        "{ contact(topic: LOST_IDENTIFIE) { phone } }",
        "{ contact(topi: LOST_IDENTIFIER) { phone } }",
        "{ viewer { ... on Viewe { role } } }",
        "{ viewer { role @skip(i: true) } }",
    ],
)
def test_suggestions_are_given_to_sessions_only(
    document: str, anonymous: Client, client: Client
) -> None:
    assert "Did you mean" not in anonymous.ask(document).response.text
    assert "Did you mean" in client.ask(document).response.text


def test_an_error_of_a_variable_suggests_nothing_to_an_anonymous_caller(anonymous: Client) -> None:
    answer = anonymous.ask(
        "query ($topic: ContactTopic!) { contact(topic: $topic) { phone } }", topic="LOST_IDENTIFIE"
    )
    assert (answer.code, "Did you mean" in answer.response.text) == ("BAD_USER_INPUT", False)


@pytest.mark.parametrize("title", WITHIN)
def test_the_worst_documents_within_the_limits_are_answered(title: str, client: Client) -> None:
    assert client.http.post("/graphql", json={"query": WITHIN[title]}).status_code == 200
    assert client.ask(ROLE).data
