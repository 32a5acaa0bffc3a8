"""Nothing is accepted and ignored: each argument, input field and filter changes a response or a row.

A scenario runs three times: twice with one value, which has to end the same, and once with another, which has to end otherwise.
"""

from typing import Any

import pytest

from permissions import Anyone
from permissions.persona import PERSONAS
from tests.support.effects import account, claims, queries, registry, users
from tests.support.effects.registry import (
    EFFECTS,
    Effect,
    Stage,
    assert_has_an_effect,
    effect,
    inputs,
)
from tests.support.idempotency import is_replayed
from tests.support.portal import Mailbox
from tests.support.rule_table import is_allowed
from tests.support.schema_walk import CORE, document_along, rule_of
from tests.support.truth_table import assert_complete
from tests.support.world import World

SHOWN_BY = (account, claims, queries, users)
"""The modules that register effects when they are imported."""


@pytest.fixture
def stage(world: World, mailbox: Mailbox) -> Stage:
    return Stage(world, mailbox)


@pytest.mark.parametrize("path", EFFECTS)
def test_an_input_changes_a_response_or_a_row(path: str, stage: Stage) -> None:
    assert_has_an_effect(path, EFFECTS[path], stage)


def test_every_input_has_a_scenario() -> None:
    row = '@effect("{}", one, other) in a module of tests/effects/: a scenario that ends differently with the two values'.format
    assert_complete(
        registry.__file__, "EFFECTS", EFFECTS, inputs(), row, why="register, or remove from"
    )


def test_an_input_that_is_ignored_is_found(stage: Stage) -> None:
    with pytest.raises(AssertionError, match="accepted and ignored"):
        assert_has_an_effect(
            "Query.claims(filter:).status", Effect("a", "b", lambda stage, value: 1), stage
        )
    with pytest.raises(AssertionError, match="shows nothing"):
        assert_has_an_effect(
            "Query.claims(filter:).status", Effect("a", "b", lambda stage, value: object()), stage
        )
    with pytest.raises(AssertionError):
        effect("Query.claims(filter:).status", "a", "b")(lambda stage, value: value)


@pytest.mark.parametrize("mutation", sorted(CORE.type_map["Mutation"].fields))
def test_a_client_mutation_id_makes_a_mutation_be_carried_out_once(
    mutation: str, world: World
) -> None:
    """Sent again with the same one it is answered as before; with another one it is carried out again."""
    rule = (rule_of("Mutation", mutation) or Anyone).__name__
    persona = next(name for name in PERSONAS if is_allowed(rule, name))
    client, variables = world.client(persona), dict[str, Any]()
    document = document_along([("Mutation", mutation)], variables)
    for sent, replayed in (("one", False), ("one", True), ("other", False)):
        assert (
            is_replayed(client.ask(with_id(document, mutation, sent), **variables)) is replayed
        ), (persona, sent)


def with_id(document: str, mutation: str, client_mutation_id: str) -> str:
    """Return the document with a `clientMutationId`."""
    given, called = f'clientMutationId: "{client_mutation_id}"', f"{{ {mutation}"
    assert f"{called}(" in document or f"{called} " in document
    return document.replace(f"{called}(", f"{called}({given}, ").replace(
        f"{called} ", f"{called}({given}) "
    )
