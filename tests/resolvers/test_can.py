"""Ask before you try: `can` of a row matches the result of the mutation, in every state and for every persona."""

from typing import Any

import pytest
from graphql import get_named_type

import models
from data.global_id import NODES, to_global_id
from models import ClaimKind, ClaimStatus
from permissions.persona import ANONYMOUS, PERSONAS
from resolvers.action_table import ACTIONS
from tests.support.portal import Client
from tests.support.schema_walk import CORE, NAMED_LIKE, document_along, rule_of
from tests.support.statements import recorded_statements
from tests.support.truth_table import ROOT, assert_complete
from tests.support.world import World

DECISION = "{ allowed reasons { code message access askWho field contact { name } } }"
PEOPLE = [name for name in PERSONAS if name != ANONYMOUS]


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


def asked(client: Client, row: Any, act: str) -> Any:
    """Return the answer of `can`; None where the viewer does not see the row at all."""
    kind = type(row).__name__
    document = f"query ($id: ID!) {{ node(id: $id) {{ ... on {kind} {{ can {{ {camel(act)} {DECISION} }} }} }} }}"
    node = client.ask(document, id=to_global_id(row)).data
    return node["node"]["can"][camel(act)] if node and node["node"] else None


def tried(client: Client, row: Any, coordinate: str, company_id: str) -> list[tuple[str, Any]]:
    """Return the error codes of the mutation with their fields; empty where it succeeded."""
    kind, name = coordinate.split(".")
    if kind != "Mutation":
        document = f"query ($id: ID!) {{ node(id: $id) {{ ... on {kind} {{ {name}{below(kind, name)} }} }} }}"
        answer = client.ask(document, id=to_global_id(row))
        return [(error["extensions"]["code"], None) for error in answer.errors]
    variables: dict[str, Any] = {}
    ids = {type(row).__name__: to_global_id(row), "Company": company_id}
    document = document_along([("Mutation", name)], variables, ids)
    document = document.replace("{ __typename }", "{ errors { code field } }")
    answer = client.ask(document, **variables)
    if answer.errors:
        return [(error["extensions"]["code"], None) for error in answer.errors]
    assert answer.data is not None
    return [(error["code"], error["field"]) for error in answer.data[name]["errors"]]


def below(kind: str, name: str) -> str:
    return (
        " { __typename }"
        if hasattr(get_named_type(CORE.type_map[kind].fields[name].type), "fields")
        else ""
    )


CLAIM_ACTS = [
    act for act in ACTIONS[models.Claim] if act.name not in ("upload_documents", "remove_documents")
]


@pytest.mark.parametrize("status", ClaimStatus)
@pytest.mark.parametrize("act", CLAIM_ACTS, ids=lambda act: act.name)
def test_can_of_a_claim_matches_the_mutation(act: Any, status: ClaimStatus, world: World) -> None:
    for person in (
        "user with claims",
        "user with invoices",
        "administrator",
        "contract manager",
        "health manager",
    ):
        claim = world.claim(status=status)
        said = asked(world.client(person), claim, act.name)
        answered = tried(world.client(person), claim, act.coordinate, world.a.id)
        if said is None:
            assert {code for code, _ in answered} <= {"FORBIDDEN", "NOT_FOUND"}
        else:
            assert said["allowed"] is not bool(answered), (person, said, answered)
            assert [reason["code"] for reason in said["reasons"]] == [code for code, _ in answered]
            assert [reason["field"] for reason in said["reasons"]] == [
                field for _, field in answered
            ]


def test_can_lists_each_missing_part_of_a_draft(world: World) -> None:
    draft = world.claim(
        status=ClaimStatus.DRAFT,
        insured_first_name="",
        insured_avs_number="",
        kind=ClaimKind.RELAPSE,
    )
    client = world.client("user with claims")
    said = asked(client, draft, "submit")
    assert not said["allowed"]
    paths = {tuple(reason["field"]) for reason in said["reasons"]}
    assert paths == {
        ("draft", "insuredFirstName"),
        ("draft", "insuredAvsNumber"),
        ("draft", "earlierClaimId"),
    }
    assert {
        (reason["askWho"], reason["access"], reason["contact"]) for reason in said["reasons"]
    } == {(None, None, None)}
    assert [code for code, _ in tried(client, draft, "Mutation.submitClaim", world.a.id)] == [
        reason["code"] for reason in said["reasons"]
    ]


def test_a_missing_permission_says_whom_to_ask(world: World) -> None:
    (reason,) = asked(world.client("user with claims"), world.claim(), "register")["reasons"]
    assert (reason["code"], reason["askWho"], reason["field"]) == (
        "FORBIDDEN",
        "HEALTH_MANAGER",
        None,
    )
    assert reason["contact"]["name"] == world.a.people["health manager"].user.name


def test_documents_are_taken_out_of_drafts_only(world: World) -> None:
    client = world.client("user with claims")
    for status, allowed in ((ClaimStatus.DRAFT, True), (ClaimStatus.SUBMITTED, False)):
        claim = world.claim(status=status)
        document = world.document(claim)
        assert asked(client, claim, "remove_documents")["allowed"] is allowed
        said = asked(client, document, "remove")
        assert said["allowed"] is allowed
        answered = tried(client, document, "Mutation.removeDocument", world.a.id)
        assert [reason["code"] for reason in said["reasons"]] == [code for code, _ in answered]


def test_a_full_claim_takes_no_more_documents(world: World) -> None:
    claim = world.claim()
    client = world.client("user with claims")
    assert asked(client, claim, "upload_documents")["allowed"]
    for _ in range(world.portal.settings.max_documents):
        world.document(claim)
    (reason,) = asked(client, claim, "upload_documents")["reasons"]
    assert (reason["code"], reason["field"]) == ("TOO_MANY_DOCUMENTS", ["files"])


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("category", models.DocumentCategory)
def test_can_of_a_download_matches_the_link(
    category: models.DocumentCategory, person: str, world: World
) -> None:
    document = world.document(world.claim(), category=category)
    client = world.client(person)
    said = asked(client, document, "download")
    answered = tried(client, document, "Document.downloadUrl", world.a.id)
    if said is not None:
        assert [reason["code"] for reason in said["reasons"]] == [code for code, _ in answered]


@pytest.mark.parametrize(
    "person", ["administrator", "administrator with user management", "contract manager"]
)
@pytest.mark.parametrize("about", ["user", "administrator", "administrator with user management"])
@pytest.mark.parametrize(
    "act",
    [act for act in ACTIONS[models.User] if act.name != "add_membership"],
    ids=lambda act: act.name,
)
def test_can_of_a_user_matches_the_mutation(
    act: Any, about: str, person: str, world: World
) -> None:
    user = world.a.people[about].user
    said = asked(world.client(person), user, act.name)
    answered = tried(world.client(person), user, act.coordinate, world.a.id)
    assert [reason["code"] for reason in said["reasons"]] == [
        code for code, _ in answered if code != "NOT_YOURS_TO_GRANT"
    ]


def test_can_of_a_whole_page_takes_a_few_statements(world: World) -> None:
    for _ in range(20):
        world.document(world.claim(status=ClaimStatus.DRAFT))
    acts = " ".join(f"{camel(act.name)} {{ allowed }}" for act in ACTIONS[models.Claim])
    document = f"{{ claims(first: 20) {{ edges {{ node {{ can {{ {acts} }} documents {{ can {{ remove {{ allowed }} }} }} }} }} }} }}"
    with recorded_statements() as statements:
        answer = world.client("user with claims").ask(document)
    assert len(answer["claims"]["edges"]) == 20
    assert len(statements) <= 16, "\n".join(statements)


def test_can_covers_every_mutation_of_a_row() -> None:
    """`can` covers each mutation whose first ID is of a type of rows, under the same rule."""
    about = {
        act.coordinate.removeprefix("Mutation."): act
        for acts in ACTIONS.values()
        for act in acts
        if act.coordinate.startswith("Mutation.")
    }
    expected = {
        name
        for name, field in CORE.type_map["Mutation"].fields.items()
        if any(
            NAMED_LIKE.get(argument) in NODES and argument != "companyId" for argument in field.args
        )
    }
    acts = str(ROOT / "resolvers" / "acts.py")
    assert_complete(
        acts, "ACTS", about, expected, "an act of the row that `Mutation.{}` is about".format
    )
    assert all(rule_of("Mutation", name) is act.rule for name, act in about.items())
