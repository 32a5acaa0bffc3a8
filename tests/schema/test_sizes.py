"""Lists in arguments, pages and brackets have their sizes, wherever they stand, and the deployment can change them."""

import json
from typing import Any

import pytest

from data.global_id import to_global_id
from tests.support.portal import Client, Portal
from tests.support.second_application import second_application
from tests.support.statements import recorded_statements
from tests.support.world import World

MOST = 100
FILTERED = "query ($filter: ClaimFilter) { claims(filter: $filter) { totalCount } }"
NODES = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
PREVIEW = "query ($user: ID!, $accesses: [Access!]!) { previewAccessChange(userId: $user, accesses: $accesses) { decision { allowed } } }"
LONG = ["CLAIMS"] * (MOST + 1)
LITERAL = "[" + "CLOSED " * (MOST + 1) + "]"
TOO_LONG: dict[str, tuple[str, dict[str, Any], str]] = {
    "a variable": (NODES, {"ids": LONG}, "ids"),
    "a variable by another name": (NODES.replace("$ids", "$these"), {"these": LONG}, "ids"),
    "a list within an object": (FILTERED, {"filter": {"status": ["CLOSED"] * (MOST + 1)}}, "filter.status"),
    "a list within a list": (NODES, {"ids": [LONG]}, "ids"),
    "an object within a list": (FILTERED, {"filter": [{"status": LONG}]}, "filter.status"),
    "a variable inside an object": ("query ($s: [ClaimStatus!]) { claims(filter: {status: $s}) { totalCount } }", {"s": LONG}, "filter.status"),
    "a literal": (f"{{ claims(filter: {{status: {LITERAL}}}) {{ totalCount }} }}", {}, "filter.status"),
    "a literal of a field without such an argument": (f"{{ viewer {{ role(list: {LITERAL}) }} }}", {}, "list"),
    "a literal in a fragment": (f"{{ ...F }} fragment F on Query {{ claims(filter: {{kind: {LITERAL}}}) {{ totalCount }} }}", {}, "filter.kind"),
    "a default": (f"query ($s: [ClaimStatus!] = {LITERAL}) {{ claims(filter: {{status: $s}}) {{ totalCount }} }}", {}, "filter.status"),
    "a variable that is not declared": ("{ viewer { role } }", {"more": {"deep": LONG}}, "more.deep"),
    "a list of no type that has lists": ("query ($first: Int!) { claims(first: $first) { totalCount } }", {"first": LONG}, "first"),
}  # fmt: skip


@pytest.mark.parametrize("title", TOO_LONG)
def test_a_list_has_a_hundred_items_at_most_wherever_it_stands(title: str, client: Client) -> None:
    document, variables, argument = TOO_LONG[title]
    client.ask("{ viewer { role } }")
    with recorded_statements() as statements:
        answer = client.ask(document, **variables)
    assert (answer.data, answer.refusal) == (None, {"code": "BAD_USER_INPUT", "argument": argument})
    assert answer.errors[0]["message"] == f"`{argument}` may have at most {MOST} items."
    assert len(statements) == 1, "the session, and nothing for the list"


def test_a_hundred_items_are_no_fault(client: Client, world: World) -> None:
    claim = to_global_id(world.claim())
    assert client.ask(NODES, ids=[claim] * MOST)["nodes"] == [{"id": claim}] * MOST
    assert (
        client.ask(FILTERED, filter={"status": ["SUBMITTED"] * MOST})["claims"]["totalCount"] == 1
    )
    again = client.ask(NODES.replace("$ids: [ID!]!", "$ids: [ID!] = []"), ids=[claim] * (MOST + 1))
    assert again.refusal["argument"] == "ids"


def test_a_long_list_of_one_request_does_not_affect_the_next(client: Client, world: World) -> None:
    claim = to_global_id(world.claim())
    for ids, code in (([claim], None), ([claim] * (MOST + 1), "BAD_USER_INPUT"), ([claim], None)):
        answer = client.ask(NODES, ids=ids)
        assert (answer.code if answer.errors else None) == code


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}"), ('[{"a":', "}]")])
@pytest.mark.parametrize("inside", ["1", ""])
def test_json_is_nested_so_deep_and_no_deeper(
    opening: str, closing: str, inside: str, anonymous: Client
) -> None:
    if inside == "" and opening.endswith(":"):
        inside = "[]"

    def post(levels: int) -> Any:
        value = opening * levels + inside + closing * levels
        body = f'{{"query": "{{ viewer {{ role }} }}", "variables": {{"more": {value}}}}}'
        return anonymous.http.post(
            "/graphql", content=body, headers={"Content-Type": "application/json"}
        )

    brackets = opening.count("[") + opening.count("{")
    most = (50 - 2 - inside.count("[")) // brackets
    assert post(most).json()["data"] == {"viewer": None}
    for levels in (most + 1, 100, 400, 1_000, 20_000):
        refused = post(levels)
        assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (
            400,
            "BAD_REQUEST",
        )
    assert (
        post(most + 1).json()["errors"][0]["message"]
        == "The body may nest brackets at most 50 levels deep."
    )


def test_brackets_side_by_side_are_not_within_each_other(anonymous: Client) -> None:
    body = {
        "query": "{ viewer { role } }",
        "variables": {"more": [[{}, [], "[[["] for _ in range(90)]},
    }
    assert anonymous.http.post("/graphql", json=body).json()["data"] == {"viewer": None}


def test_the_parts_of_an_upload_are_json_as_well(world: World) -> None:
    client = world.client("user with claims")
    deep = json.dumps(
        {"query": "{ viewer { role } }", "variables": {"more": json.loads("[" * 60 + "]" * 60)}}
    )
    parts = {"operations": (None, deep), "map": (None, "{}")}
    answer = client.http.post("/graphql", files=parts, headers={"X-Requested-With": "tests"})
    assert (answer.status_code, answer.json()["errors"][0]["message"]) == (
        400,
        "`operations` may nest brackets at most 50 levels deep.",
    )


def test_the_deployment_can_change_the_sizes(portal: Portal, world: World) -> None:
    for _ in range(3):
        claim = to_global_id(world.claim())
    with second_application(
        portal, max_items=2, max_page=200, page_size=1, max_nesting=5, max_json_nesting=3
    ) as other:
        client = World(other, world.a, world.b).client("user with claims")
        assert len(client.ask("{ claims { edges { node { id } } } }")["claims"]["edges"]) == 1
        asked = client.ask("{ claims(first: 200) { edges { node { id } } } }")
        assert (
            len(asked["claims"]["edges"]),
            asked.response.json()["extensions"]["cost"]["requested"],
        ) == (3, 200)
        assert client.ask("{ claims(first: 201) { totalCount } }").refusal == {
            "code": "BAD_USER_INPUT",
            "argument": "first",
        }
        assert client.ask(NODES, ids=[claim] * 3).refusal["argument"] == "ids"
        assert (
            client.ask(
                "{ claims { edges { node { earlierClaim { earlierClaim { id } } } } } }"
            ).refusal["limit"]
            == "nesting"
        )
        deep = client.http.post(
            "/graphql", json={"query": "{ viewer { role } }", "variables": {"a": [[1]]}}
        )
        assert (deep.status_code, deep.json()["errors"][0]["message"]) == (
            400,
            "The body may nest brackets at most 3 levels deep.",
        )
        told = client.ask(
            '{ t: __type(name: "Query") { fields { name args { name defaultValue } } } }'
        )["t"]
        (claims,) = (field for field in told["fields"] if field["name"] == "claims")
        assert {"name": "first", "defaultValue": "1"} in claims["args"]


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a: ", "}")])
def test_the_deepest_brackets_that_can_be_set_are_no_fault_of_ours(
    opening: str, closing: str, portal: Portal, world: World
) -> None:
    with second_application(portal, max_nesting=100) as other:
        client = World(other, world.a, world.b).client("user with claims")
        answer = client.ask(
            "{ claims(filter: " + opening * 97 + "1" + closing * 97 + ") { totalCount } }"
        )
        assert answer.errors[0]["extensions"]["code"] == "BAD_USER_INPUT"
