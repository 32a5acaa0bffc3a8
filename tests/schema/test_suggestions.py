"""Suggestions: an almost valid document reveals no name of the schema to an anonymous caller."""

from typing import Any

import pytest

from tests.support.portal import Client
from tests.support.world import World

ALMOST: dict[str, tuple[str, dict[str, Any]]] = {
    "a field of the root": ("{ viewr { role } }", {}),
    "a field": ("{ viewer { rol } }", {}),
    "a field of a guarded type": ("{ viewer { company { nam } } }", {}),
    "a mutation": ("mutation { signIm { token } }", {}),
    "a type": ("{ viewer { ... on Viewr { role } } }", {}),
    "a type of a fragment": ("{ viewer { ...F } } fragment F on Claims { id }", {}),
    "a type of a variable": ("query ($a: Accesss) { permissions { access } }", {}),
    "an argument": ("{ contact(topc: LOST_IDENTIFIER) { phone } }", {}),
    "an enum's member": ("{ contact(topic: LOST_IDENTIFER) { phone } }", {}),
    "an enum's member as a string": ('{ contact(topic: "LOST_IDENTIFIER") { phone } }', {}),
    "an enum's member in a variable": ("query ($t: ContactTopic!) { contact(topic: $t) { phone } }", {"t": "LOST_IDENTIFER"}),
    "an enum's member by default": ("query ($t: ContactTopic! = LOST_IDENTIFER) { contact(topic: $t) { phone } }", {}),
    "an input's field": ("mutation { signIn(identifer: 1, password: 1) { token } }", {}),
    "an input's field in a variable": ("query ($d: ClaimDraft) { permissions @include(if: true) { access } }", {"d": {"eventDat": "x"}}),
    "a directive": ("{ viewer @skp(if: true) { role } }", {}),
    "a directive's argument": ("{ viewer @skip(iff: true) { role } }", {}),
    "an operation": ("query Role { viewer { role } }", {}),
}  # fmt: skip


@pytest.mark.parametrize("title", ALMOST)
def test_an_almost_valid_document_suggests_no_name_to_an_anonymous_caller(
    title: str, anonymous: Client
) -> None:
    document, variables = ALMOST[title]
    name = "Rol" if title == "an operation" else None
    answer = anonymous.http.post(
        "/graphql", json={"query": document, "variables": variables, "operationName": name}
    )
    assert answer.json()["errors"]
    assert "mean" not in answer.text


def test_a_session_gets_suggestions(world: World) -> None:
    (error,) = world.client("user with claims").ask("{ viewer { rol } }").errors
    assert "Did you mean 'role'" in error["message"]
