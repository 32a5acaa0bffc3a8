"""Each guarded field, asked by each persona through the real application, against the truth table."""

from typing import Any

import pytest

import models
from data.global_id import to_global_id
from permissions import Anyone, Rule
from tests.portal import Client, Portal
from tests.schema_walk import document_along, guarded, road_to, rule_of
from tests.test_rules import NAMES, PERSONAS, may
from tests.world import World, create_world


@pytest.fixture(scope="module")
def furnished(portal: Portal) -> World:
    """A company with one of everything."""
    world = create_world(portal)
    earlier = world.claim()
    claim = world.claim(kind=models.ClaimKind.RELAPSE, earlier_claim=earlier)
    world.document(claim)
    world.settlement(claim)
    world.invoice()
    return world


@pytest.fixture(scope="module")
def clients(furnished: World) -> dict[str, Client]:
    return {
        name: furnished.client(name) if name != "stranger" else Client(furnished.portal)
        for name in NAMES
    }


def first_refusal(road: list[tuple[str, str]], persona: str) -> type[Rule] | None:
    """The first rule on the road that refuses the persona, by the truth table."""
    rules = (rule_of(kind, field) or Anyone for kind, field in road)
    return next((rule for rule in rules if not may(rule.__name__, persona)), None)


@pytest.mark.parametrize("coordinate", guarded())
def test_each_door_opens_to_whom_the_table_says(
    coordinate: str, clients: dict[str, Client]
) -> None:
    road = road_to(coordinate)
    variables: dict[str, Any] = {}
    document = document_along(road, variables)
    for persona, client in clients.items():
        answer = client.ask(document, **variables)
        refused_by = first_refusal(road, persona)
        if road[0] == ("Query", "viewer") and persona == "stranger":
            assert answer["viewer"] is None
        elif refused_by is None:
            assert not {error["extensions"]["code"] for error in answer.errors} & {
                "FORBIDDEN",
                "UNAUTHENTICATED",
                "INTERNAL_SERVER_ERROR",
            }, persona
        else:
            assert_refused(answer, refused_by, persona)


def assert_refused(answer: Any, rule: type[Rule], persona: str) -> None:
    missing = rule.missing(PERSONAS[persona])
    assert missing is not None
    assert answer.errors, f"{persona} was let through"
    for error in answer.errors:
        extensions = error["extensions"]
        assert extensions["code"] == missing.code, persona
        assert extensions.get("access") == missing.access
        assert extensions["contact"]["phone"]
        if (
            PERSONAS[persona] is not None
            and PERSONAS[persona].company_id
            and persona not in ("contract manager", "health manager")
        ):
            assert extensions["askWho"] == missing.ask_who


@pytest.mark.parametrize("persona", NAMES)
def test_node_asks_the_lock_of_every_type(
    persona: str, furnished: World, clients: dict[str, Client]
) -> None:
    locks = {
        "Company": "SeeCompany", "Contract": "SeeCompany", "Manager": "SeeCompany", "Claim": "SeeClaims", "Document": "SeeDocuments",
        "Settlement": "SeeSettlements", "Invoice": "SeeInvoices",
    }  # fmt: skip
    for name, rule in locks.items():
        row = furnished.portal.run(_first(getattr(models, name), furnished))
        answer = clients[persona].ask(
            "query ($id: ID!) { node(id: $id) { __typename id } }", id=to_global_id(row)
        )
        if may(rule, persona):
            assert answer["node"]["__typename"] == name
        else:
            assert answer.code == ("UNAUTHENTICATED" if persona == "stranger" else "FORBIDDEN")
            assert answer.data == (None if persona == "stranger" else {"node": None})


async def _first(model: Any, world: World) -> Any:
    company = world.a.company
    path = {
        "Company": "id",
        "Document": "claim__company_id",
        "Settlement": "claim__company_id",
    }.get(model.__name__, "company_id")
    if model is models.Manager:
        return await models.Manager.get(id=company.contract_manager_id)
    return await model.filter(**{path: company.id}).first()
