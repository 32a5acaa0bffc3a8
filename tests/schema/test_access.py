"""The rules as data: at each coordinate, for each object; and one declaration shown in six places."""

import json
import subprocess
import sys
from typing import Any

import pytest

import models
from data.global_id import to_global_id
from models import ClaimStatus
from permissions import RULES
from permissions.persona import PERSONAS
from tests.support import ROOT
from tests.support.portal import Client
from tests.support.rule_table import PERSONA_NAMES, is_allowed
from tests.support.schema_walk import API, CORE, guarded, object_types
from tests.support.world import World, create_world

ACCESS = """query ($coordinate: String!, $id: ID) { access(coordinate: $coordinate, id: $id) {
  coordinate allowed rules { name access roles stepUp } reasons { code message access askWho field contact { name email phone } } } }"""
RULES_QUERY = "{ rules { name description roles access stepUp coordinates decision { allowed reasons { code askWho access } } } }"


def ask(client: Client, coordinate: str, row: Any = None) -> Any:
    return client.ask(ACCESS, coordinate=coordinate, id=None if row is None else to_global_id(row))[
        "access"
    ]


@pytest.fixture(scope="module")
def clients(portal: Any) -> dict[str, Client]:
    world = create_world(portal)
    return {name: world.client(name) for name in PERSONA_NAMES}


@pytest.mark.parametrize("persona", PERSONA_NAMES)
def test_every_coordinate_answers_as_the_truth_table_says(
    persona: str, clients: dict[str, Client]
) -> None:
    for coordinate in guarded():
        answer = ask(clients[persona], coordinate)
        names = [rule["name"] for rule in answer["rules"]]
        assert names
        assert answer["allowed"] is all(is_allowed(name, persona) for name in names), coordinate
        assert answer["allowed"] is not bool(answer["reasons"])
        assert all(reason["contact"]["phone"] for reason in answer["reasons"])


@pytest.mark.parametrize(
    ("coordinate", "rules"),
    [
        ("Invoice", ["SeeInvoices"]),
        ("Invoice.amount", ["SeeInvoices"]),
        ("InvoiceConnection.totalCount", ["SeeInvoices"]),
        ("InvoiceEdge.cursor", ["SeeInvoices"]),
        ("InsuredPerson.avsNumber", ["SeeClaims"]),
        ("Claim.settlements", ["SeeClaims", "SeeSettlements"]),
        ("SettlementLine.amount", ["SeeSettlementLines"]),
        ("SettlementFilter.claimId", ["SeeClaims"]),
        ("DraftClaimPayload.claim", ["DeclareClaims"]),
        ("Query.settlements(filter:)", ["SeeSettlements"]),
        ("Node.id", ["SignedIn"]),
        ("ClaimKind", []),
        ("ClaimKind.DEATH", []),
        ("Query.contact", []),
        ("@needs", []),
    ],
)
def test_a_coordinate_has_the_rules_of_every_road_to_it(
    coordinate: str, rules: list[str], clients: dict[str, Client]
) -> None:
    assert [rule["name"] for rule in ask(clients["administrator"], coordinate)["rules"]] == rules


def test_every_coordinate_of_the_schema_has_an_answer() -> None:
    for kind in object_types():
        for name in kind.fields:
            API.locks.of(f"{kind.name}.{name}")


@pytest.mark.parametrize(
    "coordinate",
    [
        "Invoice.nothing",
        "Nothing",
        "",
        "Invoice.amount(",
        "Query.invoices(nothing:)",
        "\0",
        "Invoice amount",
        "Nothing.amount",
        "Query.nothing(id:)",
        "Nothing.amount(id:)",
        "@nothing",
        "@nothing(role:)",
        "Int.amount",
        "Role.ADMINISTRATOR(id:)",
    ],
)
def test_an_invalid_coordinate_is_a_client_error(
    coordinate: str, clients: dict[str, Client]
) -> None:
    answer = clients["administrator"].ask(ACCESS, coordinate=coordinate)
    assert (answer.code, answer.refusal["argument"]) == ("BAD_USER_INPUT", "coordinate")


def test_the_state_of_an_object_counts_where_its_id_is_given(world: World) -> None:
    client, claim = world.client("user with claims"), world.claim()
    assert ask(client, "Mutation.submitClaim")["allowed"]
    (reason,) = ask(client, "Mutation.submitClaim", claim)["reasons"]
    assert (reason["code"], reason["field"], reason["askWho"]) == ("NOT_A_DRAFT", ["claimId"], None)
    assert ask(client, "Mutation.submitClaim", world.claim(status=ClaimStatus.DRAFT))["allowed"]
    medical = world.document(claim, category=models.DocumentCategory.MEDICAL)
    assert ask(client, "Document.downloadUrl", world.document(claim))["allowed"]
    assert [
        reason["askWho"] for reason in ask(client, "Document.downloadUrl", medical)["reasons"]
    ] == ["HEALTH_MANAGER"]


def test_another_companys_object_is_not_found_and_an_id_of_another_type_is_a_fault(
    world: World,
) -> None:
    client = world.client("user with claims")
    foreign = world.claim("b")
    for row in (foreign, models.Claim()):
        answer = ask(client, "Claim.description", row)
        assert (answer["allowed"], [reason["code"] for reason in answer["reasons"]]) == (
            False,
            ["NOT_FOUND"],
        )
    answer = client.ask(ACCESS, coordinate="Mutation.submitClaim", id=to_global_id(world.a.company))
    assert (answer.code, answer.refusal["argument"]) == ("BAD_USER_INPUT", "id")
    assert client.ask(ACCESS, coordinate="Claim", id="nonsense").code == "BAD_USER_INPUT"


@pytest.mark.parametrize("persona", PERSONA_NAMES)
def test_the_catalogue_of_rules_lists_their_coordinates_and_answers(
    persona: str, clients: dict[str, Client]
) -> None:
    rules = {rule["name"]: rule for rule in clients[persona].ask(RULES_QUERY)["rules"]}
    assert set(rules) == {rule.__name__ for rule in RULES}
    for rule in RULES:
        told = rules[rule.__name__]
        assert told["decision"]["allowed"] is is_allowed(rule.__name__, persona)
        assert (told["access"], told["stepUp"]) == (rule.access, rule.step_up)
        missing = rule.missing(PERSONAS[persona])
        assert [reason["access"] for reason in told["decision"]["reasons"]] == (
            [missing.access] if missing else []
        )
    told = {coordinate for rule in rules.values() for coordinate in rule["coordinates"]}
    assert told >= set(guarded()) - {"Query.node", "Query.nodes"}


FILTERED = "query ($filter: SettlementFilter) { settlements(filter: $filter) { totalCount } contact(topic: PLATFORM_USE) { askWho } }"


def test_an_input_field_without_its_permission_is_refused_like_a_field(world: World) -> None:
    claim = world.claim()
    world.settlement(claim)
    client = world.client("user with settlements")
    answer = client.ask(FILTERED, filter={"claimId": to_global_id(claim)})
    assert answer.data is not None
    assert answer.data["settlements"] is None
    assert answer.data["contact"]["askWho"] == "CONTRACT_MANAGER"
    assert answer.errors[0]["path"] == ["settlements"]
    assert (answer.code, answer.refusal["access"], answer.refusal["askWho"]) == (
        "FORBIDDEN",
        "CLAIMS",
        "ADMINISTRATOR",
    )
    literal = f'{{ settlements(filter: {{ claimId: "{to_global_id(claim)}" }}) {{ totalCount }} }}'
    assert client.ask(literal).code == "FORBIDDEN"
    assert world.client("administrator").ask(literal)["settlements"]["totalCount"] == 1
    assert client.ask(literal).code == "FORBIDDEN", "a plan that somebody else's request has left"


def test_an_input_field_left_out_needs_no_permission(world: World) -> None:
    world.settlement(world.claim())
    client = world.client("user with settlements")
    for wanted in (None, {}, {"status": "FINAL"}, {"claimId": None}):
        assert client.ask(FILTERED, filter=wanted)["settlements"]["totalCount"] == 1


CHANGED = """
import asyncio, json, re, sys
from permissions.invoice import SeeInvoices
from models import Access, Role
if sys.argv[1:] == ["changed"]:
    SeeInvoices.access, SeeInvoices.step_up, SeeInvoices.roles = Access.SETTLEMENTS, True, frozenset({Role.ADMINISTRATOR})
from uuid import UUID
from server.services import create_services
from scripts.access_matrix import matrix
from permissions import Viewer
from pipeline.context import Context
from schema import build_schema
from settings import Settings
api, nobody = build_schema(), UUID(int=0)
viewer = Viewer(nobody, nobody, "", Role.HEALTH_MANAGER, frozenset({Access.INVOICES}), manager_id=nobody, fresh=True)
context = Context(create_services(Settings(documents=sys.argv[0] and "var/documents")), viewer=viewer)
def ask(document): return asyncio.run(api.execute(document, context_value=context))
sdl = api.as_str().split("\\ninput ")[0]
line = re.search(r"^  invoices\\([\\s\\S]*?^  \\)(.*)$", api.as_str().split("type Query")[1], re.MULTILINE)[1]
refusals = [error.extensions["code"] for error in ask("{ invoices { __typename } }").errors or () if error.extensions["code"] == "FORBIDDEN"]
print(json.dumps({
    "enforcement": refusals,
    "sdl": line,
    "description": api._schema.type_map["Query"].fields["invoices"].description,
    "catalogue": [p["access"] for p in ask("{ permissions { access fields } }").data["permissions"] if "Query.invoices" in p["fields"]],
    "matrix": [row for row in matrix().splitlines() if row.startswith("| `SeeInvoices`")],
    "can": ask("{ viewer { can { seeInvoices { allowed } } } }").data,
}))
"""


def told(*arguments: str) -> dict[str, Any]:
    run = subprocess.run(
        [sys.executable, "-c", CHANGED, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def test_one_rule_is_shown_in_six_places() -> None:
    """The rule is changed where it is declared, and nowhere else: each of its six outputs changes."""
    before, after = told(), told("changed")
    assert set(before) == {"enforcement", "sdl", "description", "catalogue", "matrix", "can"}
    assert not [name for name in before if before[name] == after[name]]
    assert (before["enforcement"], after["enforcement"]) == ([], ["FORBIDDEN"])
    assert (before["catalogue"], after["catalogue"]) == (["INVOICES"], ["SETTLEMENTS"])
    assert "stepUp: true" in after["sdl"]


def test_types_bear_their_lock_in_the_sdl_as_fields_do() -> None:
    for kind in object_types():
        rule = dict(API.locks.declared).get(kind.name)
        if rule is not None and (rule.access or rule.roles or rule.step_up):
            (line,) = (
                line for line in API.as_str().splitlines() if line.startswith(f"type {kind.name} ")
            )
            assert "@needs(" in line
            assert rule.describe_requirements() in (CORE.type_map[kind.name].description or "")
