"""Every road from an order's payload to a guarded type, walked after the order was carried out, against the truth table.

Walked are the orders whose payload leads on to what one who may give the order may not see; all others lead to nothing of that kind.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from graphql import GraphQLObjectType, get_named_type

from data.global_id import to_global_id
from models import ClaimKind, ClaimStatus
from permissions import Anyone
from permissions.persona import ANONYMOUS
from tests.support.claim_files import PDF
from tests.support.portal import Answer, Client, Portal
from tests.support.roads import Road, count_ends, roads_from
from tests.support.rule_table import PERSONA_NAMES, is_allowed
from tests.support.schema_walk import CORE, rule_of
from tests.support.truth_table import assert_complete
from tests.support.world import World, create_world

S = ClaimStatus
SAYING = 'claimId: "%(claim)s", message: "Il manque le rapport."'
ORDERS = {
    "draftClaim": (None, "draft: {kind: ILLNESS}"),
    "updateClaimDraft": (S.DRAFT, 'claimId: "%(claim)s", draft: {description: "Chute."}'),
    "submitClaim": (S.DRAFT, 'claimId: "%(claim)s"'),
    "provideInformation": (S.INFORMATION_REQUESTED, SAYING),
    "uploadDocuments": (S.SUBMITTED, 'claimId: "%(claim)s", files: $files'),
    "removeDocument": (S.DRAFT, 'documentId: "%(document)s"'),
    "registerClaim": (S.SUBMITTED, 'claimId: "%(claim)s"'),
    "reviewClaim": (S.REGISTERED, 'claimId: "%(claim)s"'),
    "requestInformation": (S.IN_REVIEW, SAYING),
    "acceptClaim": (S.IN_REVIEW, 'claimId: "%(claim)s"'),
    "refuseClaim": (S.IN_REVIEW, SAYING),
    "closeClaim": (S.ACCEPTED, 'claimId: "%(claim)s"'),
    "reopenClaim": (S.CLOSED, SAYING),
}
"""Orders with the state of the claim in which they are carried out, and their arguments."""
AT_ONCE = 4
"""Roads in one document."""


@pytest.fixture(scope="module")
def world(portal: Portal) -> World:
    """One world for all: each order has a claim of its own."""
    return create_world(portal)


def roads(order: str) -> list[Road]:
    """All roads from the order's payload to guarded types."""
    payload: Any = get_named_type(CORE.type_map["Mutation"].fields[order].type)
    assert isinstance(payload, GraphQLObjectType)
    return list(
        roads_from(
            (order,), frozenset({rule_of("Mutation", order) or Anyone}), payload, frozenset()
        )
    )


def askers(order: str) -> list[str]:
    """The personas who may give an order."""
    rule = rule_of("Mutation", order) or Anyone
    return [
        persona
        for persona in PERSONA_NAMES
        if persona != ANONYMOUS and is_allowed(rule.__name__, persona)
    ]


def half_open() -> Iterator[str]:
    """The orders that lead one who may give them to what one may not see."""
    for order in CORE.type_map["Mutation"].fields:
        if any(not road.is_open_to(persona) for persona in askers(order) for road in roads(order)):
            yield order


def carried_out(client: Client, order: str, world: World, selection: str) -> Answer:
    """The order, given for a new claim in the state that it wants."""
    status, arguments = ORDERS[order]
    claim = world.claim(
        kind=ClaimKind.RELAPSE, earlier_claim=world.claim(), status=status or S.DRAFT
    )
    document = world.document(claim)
    world.document(claim)
    world.settlement(claim)
    given = arguments % {"claim": to_global_id(claim), "document": to_global_id(document)}
    ordered = f"{{ {order}({given}) {{ {selection} errors {{ code field }} }} }}"
    if "$files" in arguments:
        return client.upload(f"mutation ($files: [Upload!]!) {ordered}", [("rapport.pdf", PDF)])
    return client.ask(f"mutation {ordered}")


def test_every_mutation_whose_payload_reaches_a_guarded_type_is_walked() -> None:
    assert_complete(
        __file__, "ORDERS", ORDERS, half_open(), '"{}": (status of its claim, "arguments"),'.format
    )


@pytest.mark.parametrize(
    ("order", "persona"), [(order, persona) for order in ORDERS for persona in askers(order)]
)
def test_every_road_from_a_payload_is_open_to_the_personas_of_the_table(
    order: str, persona: str, world: World
) -> None:
    client, found, arrived = world.client(persona), roads(order), 0
    assert len(found) >= 13
    for at in range(0, len(found), AT_ONCE):
        some = {f"r{number}": road for number, road in enumerate(found[at : at + AT_ONCE])}
        answer = carried_out(
            client, order, world, " ".join(road.below_root(alias) for alias, road in some.items())
        )
        assert answer.data is not None, (answer.errors, some)
        assert answer.data[order]["errors"] == []
        assert {error["extensions"]["code"] for error in answer.errors} <= {"FORBIDDEN"}
        told = {str(step) for error in answer.errors for step in error["path"]}
        for alias, road in some.items():
            value = answer.data[order][alias]
            assert not (road.is_open_to(persona) and alias in told), (persona, road)
            assert road.is_open_to(persona) or not count_ends(value, road.end), (
                f"{persona} gets to {road.end} by {' > '.join(road.steps)}"
            )
            arrived += bool(count_ends(value, road.end))
    print(
        f"{order} by {persona}: {len(found)} roads from its payload, {arrived} with something at their end"
    )
    assert arrived
