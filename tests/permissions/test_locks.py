"""Each guarded field, asked by each persona through the real application, against the truth table."""

from typing import Any

import pytest

import models
from data.global_id import NODES, to_global_id
from permissions import Anyone, Rule
from permissions.persona import ANONYMOUS, PERSONAS
from tests.support.portal import Client, Portal
from tests.support.rule_table import PERSONA_NAMES, is_allowed
from tests.support.schema_walk import document_along, guarded, road_to, rule_of
from tests.support.truth_table import assert_complete
from tests.support.world import World, create_world

NODE_LOCKS = {
    "Company": "SeeCompany",
    "Contract": "SeeCompany",
    "Manager": "SeeCompany",
    "User": "SeeOwnAccount",
    "Claim": "SeeClaims",
    "Document": "SeeDocuments",
    "Settlement": "SeeSettlements",
    "Invoice": "SeeInvoices",
    "FactorReset": "DecideFactorResets",
    "SecurityEvent": "SeeOwnAccount",
}
"""The lock of each type with a global ID, by the name of its rule."""


@pytest.fixture(scope="module")
def filled_world(portal: Portal) -> World:
    """A company with one of everything."""
    world = create_world(portal)
    earlier = world.claim()
    claim = world.claim(kind=models.ClaimKind.RELAPSE, earlier_claim=earlier)
    world.document(claim)
    world.settlement(claim)
    world.invoice()
    world.factor_reset()
    for person in world.a.people.values():
        world.security_event(user=person.user, company=None)
    return world


@pytest.fixture(scope="module")
def clients(filled_world: World) -> dict[str, Client]:
    return {name: filled_world.client(name) for name in PERSONA_NAMES}


def first_refusal(road: list[tuple[str, str]], persona: str) -> type[Rule] | None:
    """The first rule on the road that refuses the persona, by the truth table."""
    rules = (rule_of(kind, field) or Anyone for kind, field in road)
    return next((rule for rule in rules if not is_allowed(rule.__name__, persona)), None)


@pytest.mark.parametrize("coordinate", guarded())
def test_each_lock_opens_for_the_personas_of_the_table(
    coordinate: str, clients: dict[str, Client]
) -> None:
    road = road_to(coordinate)
    variables: dict[str, Any] = {}
    document = document_along(road, variables)
    for persona, client in clients.items():
        answer = client.ask(document, **variables)
        refused_by = first_refusal(road, persona)
        if road[0] == ("Query", "viewer") and persona == ANONYMOUS:
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
        viewer = PERSONAS[persona]
        if viewer is not None and viewer.company_id:
            assert extensions["askWho"] == missing.ask_who


def test_the_table_of_locks_is_complete() -> None:
    assert_complete(__file__, "NODE_LOCKS", NODE_LOCKS, NODES, '"{}": "the rule in LOCKS",'.format)


@pytest.mark.parametrize("persona", PERSONA_NAMES)
def test_node_asks_the_lock_of_every_type(
    persona: str, filled_world: World, clients: dict[str, Client]
) -> None:
    for name, rule in NODE_LOCKS.items():
        row = filled_world.portal.run(
            _first(getattr(models, name), filled_world, "user" if persona == ANONYMOUS else persona)
        )
        answer = clients[persona].ask(
            "query ($id: ID!) { node(id: $id) { __typename id } }", id=to_global_id(row)
        )
        if is_allowed(rule, persona):
            assert answer["node"]["__typename"] == name
        else:
            assert answer.code == ("UNAUTHENTICATED" if persona == ANONYMOUS else "FORBIDDEN")
            assert answer.data == (None if persona == ANONYMOUS else {"node": None})


async def _first(model: Any, world: World, persona: str) -> Any:
    """Return a row of the company; of users and their events, the persona's own."""
    company = world.a.company
    path = {
        "Company": "id",
        "Document": "claim__company_id",
        "Settlement": "claim__company_id",
    }.get(model.__name__, "company_id")
    if model is models.User:
        return world.a.people[persona].user
    if model is models.Manager:
        return await models.Manager.get(id=company.contract_manager_id)
    if model is models.SecurityEvent:
        return await models.SecurityEvent.filter(user_id=world.a.people[persona].user.id).first()
    if model is models.FactorReset:
        return await models.FactorReset.get(user_id=world.a.people["user"].user.id)
    return await model.filter(**{path: company.id}).first()
