"""Every road from a mutation's payload to a guarded type, walked after its execution, against the truth table.

Walked are the mutations whose payload leads to a type that some persona with the mutation may not see.
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
MUTATIONS = {
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
"""Mutations with the state of the claim that they need, and their arguments."""
AT_ONCE = 4
"""Roads in one document."""


@pytest.fixture(scope="module")
def world(portal: Portal) -> World:
    """One world for all: each mutation has a claim of its own."""
    return create_world(portal)


def roads(mutation: str) -> list[Road]:
    """All roads from the mutation's payload to guarded types."""
    payload: Any = get_named_type(CORE.type_map["Mutation"].fields[mutation].type)
    assert isinstance(payload, GraphQLObjectType)
    return list(
        roads_from(
            (mutation,), frozenset({rule_of("Mutation", mutation) or Anyone}), payload, frozenset()
        )
    )


def askers(mutation: str) -> list[str]:
    """Return the personas who may call a mutation."""
    rule = rule_of("Mutation", mutation) or Anyone
    return [
        persona
        for persona in PERSONA_NAMES
        if persona != ANONYMOUS and is_allowed(rule.__name__, persona)
    ]


def half_open() -> Iterator[str]:
    """Yield the mutations whose payload leads a permitted persona to a type that is refused."""
    for mutation in CORE.type_map["Mutation"].fields:
        if any(
            not road.is_open_to(persona) for persona in askers(mutation) for road in roads(mutation)
        ):
            yield mutation


def carried_out(client: Client, mutation: str, world: World, selection: str) -> Answer:
    """Execute the mutation for a new claim in the state that it needs."""
    status, arguments = MUTATIONS[mutation]
    claim = world.claim(
        kind=ClaimKind.RELAPSE, earlier_claim=world.claim(), status=status or S.DRAFT
    )
    document = world.document(claim)
    world.document(claim)
    world.settlement(claim)
    given = arguments % {"claim": to_global_id(claim), "document": to_global_id(document)}
    called = f"{{ {mutation}({given}) {{ {selection} errors {{ code field }} }} }}"
    if "$files" in arguments:
        return client.upload(f"mutation ($files: [Upload!]!) {called}", [("rapport.pdf", PDF)])
    return client.ask(f"mutation {called}")


def test_every_mutation_whose_payload_reaches_a_guarded_type_is_walked() -> None:
    assert_complete(
        __file__,
        "MUTATIONS",
        MUTATIONS,
        half_open(),
        '"{}": (status of its claim, "arguments"),'.format,
    )


@pytest.mark.parametrize(
    ("mutation", "persona"),
    [(mutation, persona) for mutation in MUTATIONS for persona in askers(mutation)],
)
def test_every_road_from_a_payload_is_open_to_the_personas_of_the_table(
    mutation: str, persona: str, world: World
) -> None:
    client, found, arrived = world.client(persona), roads(mutation), 0
    assert len(found) >= 13
    for at in range(0, len(found), AT_ONCE):
        some = {f"r{number}": road for number, road in enumerate(found[at : at + AT_ONCE])}
        answer = carried_out(
            client,
            mutation,
            world,
            " ".join(road.below_root(alias) for alias, road in some.items()),
        )
        assert answer.data is not None, (answer.errors, some)
        assert answer.data[mutation]["errors"] == []
        assert {error["extensions"]["code"] for error in answer.errors} <= {"FORBIDDEN"}
        told = {str(step) for error in answer.errors for step in error["path"]}
        for alias, road in some.items():
            value = answer.data[mutation][alias]
            assert not (road.is_open_to(persona) and alias in told), (persona, road)
            assert road.is_open_to(persona) or not count_ends(value, road.end), (
                f"{persona} gets to {road.end} by {' > '.join(road.steps)}"
            )
            arrived += bool(count_ends(value, road.end))
    print(
        f"{mutation} by {persona}: {len(found)} roads from its payload, {arrived} with something at their end"
    )
    assert arrived
