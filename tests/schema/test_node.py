"""Global IDs: each type is found by its own, rows out of reach are not found, and malformed IDs are refused."""

import base64
from typing import Any
from uuid import uuid4

import pytest

import models
from data.global_id import NODES, to_global_id
from models import ClaimStatus, DocumentCategory, Line
from tests.support.claim_files import nothing_changes
from tests.support.portal import Client, Portal
from tests.support.truth_table import assert_complete
from tests.support.world import World, create_world

NODE = """query ($id: ID!) { node(id: $id) { id __typename
  ... on Company { name } ... on Contract { number } ... on Manager { name } ... on User { identifier }
  ... on Claim { number } ... on Document { name } ... on Settlement { number } ... on Invoice { number }
  ... on SecurityEvent { kind } ... on FactorReset { startedBy } } }"""
LIST = "query ($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }"
READERS = {
    "Company": "user",
    "Contract": "user",
    "Manager": "user",
    "User": "administrator",
    "Claim": "user with claims",
    "Document": "user with claims",
    "Settlement": "user with settlements",
    "Invoice": "user with invoices",
    "SecurityEvent": "administrator with user management",
    "FactorReset": "contract manager",
}
"""Persona that reaches each type, by its access alone where it has one."""
ASK_FOR = {
    "Claim": "CLAIMS",
    "Document": "CLAIMS",
    "Settlement": "SETTLEMENTS",
    "Invoice": "INVOICES",
}


@pytest.fixture(scope="module")
def filled_world(portal: Portal) -> World:
    return create_world(portal)


@pytest.fixture(scope="module")
def rows(filled_world: World) -> dict[str, dict[str, Any]]:
    """One of each type, for each company."""
    return {name: one_of_each(filled_world, name) for name in ("a", "b")}


def one_of_each(world: World, name: str) -> dict[str, Any]:
    company = getattr(world, name)
    claim = world.claim(name)
    made = [
        company.company,
        company.contracts[Line.LAA],
        company.people["health manager"].manager,
        company.people["user"].user,
        claim,
        world.document(claim),
        world.settlement(claim),
        world.invoice(name),
        world.security_event(name),
        world.factor_reset(name),
    ]
    return {type(row).__name__: row for row in made}


def test_there_is_one_of_each_type(rows: dict[str, dict[str, Any]]) -> None:
    assert_complete(
        __file__, "READERS", READERS, NODES, '"{}": "a persona that reaches it",'.format
    )
    assert set(rows["a"]) == set(rows["b"]) == set(READERS), (
        "add one of the new type to `one_of_each`"
    )


@pytest.mark.parametrize("name", sorted(READERS))
def test_every_type_is_found_by_its_id(
    name: str, filled_world: World, rows: dict[str, dict[str, Any]]
) -> None:
    row = rows["a"][name]
    found = filled_world.client(READERS[name]).ask(NODE, id=to_global_id(row))["node"]
    assert (found["id"], found["__typename"]) == (to_global_id(row), name)
    (shown,) = (value for key, value in found.items() if key not in ("id", "__typename"))
    if name == "FactorReset":
        assert shown == row.started_by.name
    else:
        assert shown in (
            getattr(row, column, None) for column in ("name", "number", "identifier", "kind")
        )


@pytest.mark.parametrize("name", sorted(READERS))
def test_another_company_s_row_is_not_found_as_if_it_were_not_there(
    name: str, filled_world: World, rows: dict[str, dict[str, Any]]
) -> None:
    client, theirs = filled_world.client(READERS[name]), rows["b"][name]
    foreign, missing = (
        client.ask(NODE, id=text)
        for text in (to_global_id(theirs), to_global_id(type(theirs)(id=uuid4())))
    )
    for answer in (foreign, missing):
        assert (answer.data, answer.refusal) == ({"node": None}, {"code": "NOT_FOUND"})
    assert foreign.errors == missing.errors


@pytest.mark.parametrize("name", sorted(ASK_FOR))
def test_the_type_s_own_lock_holds(
    name: str, filled_world: World, rows: dict[str, dict[str, Any]]
) -> None:
    own, missing = to_global_id(rows["a"][name]), to_global_id(NODES[name](id=uuid4()))
    for text in (own, missing):
        answer = filled_world.client("user").ask(NODE, id=text)
        assert (answer.data, answer.code, answer.refusal["access"]) == (
            {"node": None},
            "FORBIDDEN",
            ASK_FOR[name],
        )


def test_the_health_manager_finds_no_draft_and_nothing_of_a_draft(world: World) -> None:
    draft = world.claim(status=ClaimStatus.DRAFT)
    document = world.document(draft, category=DocumentCategory.MEDICAL)
    client = world.client("health manager")
    assert [client.ask(NODE, id=to_global_id(row)).code for row in (draft, document)] == [
        "NOT_FOUND",
        "NOT_FOUND",
    ]


def test_an_anonymous_caller_finds_nothing(
    filled_world: World, rows: dict[str, dict[str, Any]], anonymous: Client
) -> None:
    for row in rows["a"].values():
        answer = anonymous.ask(NODE, id=to_global_id(row))
        assert (answer.data, answer.code) == (None, "UNAUTHENTICATED")


def encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


KEY = uuid4().hex
MALFORMED = {
    "nothing": "",
    "white space": " ",
    "a UUID": str(uuid4()),
    "a number": "1",
    "no base64": "!!!",
    "letters of another script": "ä",
    "NUL": "\0",
    "a very long text": "A" * 8000,
    "SQL": "' OR 1=1 --",
    "a name alone": encoded("Claim"),
    "a name and nothing": encoded("Claim:"),
    "a key alone": encoded(f":{KEY}"),
    "a type that is none": encoded(f"Nothing:{KEY}"),
    "a table of ours that is no node": encoded(f"Session:{KEY}"),
    "a type in small letters": encoded(f"claim:{KEY}"),
    "a key that is none": encoded("Claim:" + "z" * 32),
    "a key that is too long": encoded(f"Claim:{KEY}0"),
    "too many parts": encoded(f"Claim:{KEY}:1"),
    "binary": base64.b64encode(b"Claim:\xff\xfe").decode(),
}


@pytest.mark.parametrize("title", MALFORMED)
def test_a_malformed_id_is_refused_for_every_argument(title: str, filled_world: World) -> None:
    client, text = filled_world.client("administrator"), MALFORMED[title]
    single, several = client.ask(NODE, id=text), client.ask(LIST, ids=[filled_world.a.id, text])
    assert (single.data, single.refusal) == (
        {"node": None},
        {"code": "BAD_USER_INPUT", "argument": "id"},
    )
    assert several.data == {"nodes": [{"id": filled_world.a.id, "__typename": "Company"}, None]}
    assert (several.refusal, several.errors[0]["path"]) == (
        {"code": "BAD_USER_INPUT", "argument": "ids"},
        ["nodes", 1],
    )
    for document in (
        "query ($id: ID!) { claim(id: $id) { id } }",
        "query ($id: ID!) { invoice(id: $id) { id } }",
    ):
        assert client.ask(document, id=text).refusal == {"code": "BAD_USER_INPUT", "argument": "id"}
    filtered = "query ($id: ID!) { claims(filter: {companyId: $id}) { totalCount } }"
    assert client.ask(filtered, id=text).refusal == {
        "code": "BAD_USER_INPUT",
        "argument": "filter.companyId",
    }


BY_ID = {
    "query ($id: ID!) { claim(id: $id) { id } }": ("Claim", "id"),
    "query ($id: ID!) { invoice(id: $id) { id } }": ("Invoice", "id"),
    "query ($id: ID!) { company(id: $id) { id } }": ("Company", "id"),
    "query ($id: ID!) { settlements(filter: {claimId: $id}) { totalCount } }": (
        "Claim",
        "filter.claimId",
    ),
    "query ($id: ID!) { invoices(filter: {companyId: $id}) { totalCount } }": (
        "Company",
        "filter.companyId",
    ),
    "mutation ($id: ID!) { submitClaim(claimId: $id) { errors { code } } }": ("Claim", "claimId"),
    "mutation ($id: ID!) { removeDocument(documentId: $id) { errors { code } } }": (
        "Document",
        "documentId",
    ),
    "mutation ($id: ID!) { updateClaimDraft(claimId: $id, draft: {}) { errors { code } } }": (
        "Claim",
        "claimId",
    ),
}


@pytest.mark.parametrize("document", BY_ID)
def test_an_id_of_another_type_is_refused(
    document: str, filled_world: World, rows: dict[str, dict[str, Any]]
) -> None:
    wanted, argument = BY_ID[document]
    with nothing_changes(filled_world):
        for name, row in rows["a"].items():
            if name != wanted:
                answer = filled_world.client("administrator").ask(document, id=to_global_id(row))
                assert answer.refusal == {"code": "BAD_USER_INPUT", "argument": argument}
                assert answer.errors[0]["message"] == (
                    f"This is the ID of an object of the type {name}; {wanted} is expected."
                )


def test_nodes_come_in_the_order_asked_with_null_and_an_error_for_gaps(
    filled_world: World, rows: dict[str, dict[str, Any]]
) -> None:
    own, theirs = rows["a"], rows["b"]
    asked = [
        own["Claim"],
        theirs["Claim"],
        own["Company"],
        own["Invoice"],
        own["Claim"],
        models.Contract(id=uuid4()),
        own["Document"],
    ]
    answer = filled_world.client("user with claims").ask(
        LIST, ids=[to_global_id(row) for row in asked]
    )
    found = answer.data["nodes"]
    assert [node and node["id"] for node in found] == [
        to_global_id(row) if place in (0, 2, 4, 6) else None for place, row in enumerate(asked)
    ]
    assert [(error["path"], error["extensions"]["code"]) for error in answer.errors] == [
        (["nodes", 1], "NOT_FOUND"),
        (["nodes", 3], "FORBIDDEN"),
        (["nodes", 5], "NOT_FOUND"),
    ]


def test_a_hundred_are_found_at_once_and_no_more(
    filled_world: World, rows: dict[str, dict[str, Any]]
) -> None:
    client, text = filled_world.client("user"), to_global_id(rows["a"]["Company"])
    assert (
        client.ask(LIST, ids=[text] * 100)["nodes"] == [{"id": text, "__typename": "Company"}] * 100
    )
    assert client.ask(LIST, ids=[])["nodes"] == []
    assert client.ask(LIST, ids=[text] * 101).refusal == {
        "code": "BAD_USER_INPUT",
        "argument": "ids",
    }


def test_an_id_is_the_same_for_ever(filled_world: World, rows: dict[str, dict[str, Any]]) -> None:
    claim = rows["a"]["Claim"]
    assert to_global_id(claim) == encoded(f"Claim:{claim.id.hex}")
