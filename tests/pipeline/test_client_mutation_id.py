"""`clientMutationId`, Relay's word for a key: each mutation's own, and together the key of their operation."""

import pytest

from tests.support.claim_files import stored_state
from tests.support.idempotency import (
    body_without_cost,
    count_claims,
    execute_with_key,
    is_replayed,
    new_key,
    run_at_once,
)
from tests.support.portal import Client
from tests.support.world import World

DRAFT = """mutation ($text: String!, $id: String) { draftClaim(clientMutationId: $id, draft: {kind: ILLNESS, description: $text}) {
  clientMutationId claim { id number } errors { code } } }"""
TWO = """mutation ($text: String!, $a: String, $b: String) {
  a: draftClaim(clientMutationId: $a, draft: {kind: ILLNESS, description: $text}) { clientMutationId claim { id } }
  b: draftClaim(clientMutationId: $b, draft: {kind: ILLNESS, description: $text}) { clientMutationId claim { id } } }"""


def test_twenty_at_once_draft_one_claim(world: World, client: Client, text: str) -> None:
    key = new_key()
    answers = run_at_once(lambda one: one.ask(DRAFT, text=text, id=key), client)
    assert count_claims(world.portal, text) == 1
    assert all(body_without_cost(answer) == body_without_cost(answers[0]) for answer in answers)
    assert answers[0]["draftClaim"]["clientMutationId"] == key
    assert sum(map(is_replayed, answers)) == 19


def test_with_other_content_it_is_refused(world: World, client: Client, text: str) -> None:
    key = new_key()
    client.ask(DRAFT, text=text, id=key)
    before = stored_state(world)
    answer = client.ask(DRAFT, text=f"{text} or so", id=key)
    assert (answer.response.status_code, answer.code) == (422, "IDEMPOTENCY_KEY_REUSED")
    assert stored_state(world) == before


@pytest.mark.parametrize("variables", [{}, {"id": None}])
def test_without_one_there_is_no_key(
    variables: dict[str, None], world: World, client: Client, text: str
) -> None:
    for _ in range(2):
        answer = client.ask(DRAFT, text=text, **variables)
        assert answer["draftClaim"]["clientMutationId"] is None
        assert not is_replayed(answer)
    assert count_claims(world.portal, text) == 2


def test_the_header_goes_before(world: World, client: Client, text: str) -> None:
    mark, keys = new_key(), (new_key(), new_key())
    answers = [execute_with_key(client, key, DRAFT, text=text, id=mark) for key in (*keys, *keys)]
    assert [is_replayed(answer) for answer in answers] == [False, False, True, True]
    assert {answer["draftClaim"]["clientMutationId"] for answer in answers} == {mark}
    assert count_claims(world.portal, text) == 2


def test_several_mutations_are_one_operation(world: World, client: Client, text: str) -> None:
    first, second = new_key(), new_key()
    answer = client.ask(TWO, text=text, a=first, b=second)
    assert [answer[name]["clientMutationId"] for name in "ab"] == [first, second]
    assert body_without_cost(client.ask(TWO, text=text, a=first, b=second)) == body_without_cost(
        answer
    )
    for variables in (
        {"a": second, "b": first},
        {"a": first, "b": new_key()},
        {"a": new_key(), "b": second},
    ):
        assert client.ask(TWO, text=text, **variables).code == "IDEMPOTENCY_KEY_REUSED"
    assert client.ask(DRAFT, text=text, id=second).code == "IDEMPOTENCY_KEY_REUSED"
    assert count_claims(world.portal, text) == 2


def test_one_of_two_may_go_without(world: World, client: Client, text: str) -> None:
    key = new_key()
    answers = [client.ask(TWO, text=text, b=key) for _ in range(2)]
    assert body_without_cost(answers[0]) == body_without_cost(answers[1])
    assert count_claims(world.portal, text) == 2


def test_two_mutations_of_an_operation_do_not_share_one(
    world: World, client: Client, text: str
) -> None:
    key = new_key()
    answer = client.ask(TWO, text=text, a=key, b=key)
    assert (answer.data, answer.refusal) == (
        None,
        {"code": "BAD_USER_INPUT", "argument": "clientMutationId"},
    )
    assert count_claims(world.portal, text) == 0


SPELLINGS = {
    "in the document": 'mutation ($text: String!) { draftClaim(clientMutationId: "KEY", draft: DRAFT) { claim { id } } }',
    "by a default": 'mutation ($text: String!, $id: String = "KEY") { draftClaim(clientMutationId: $id, draft: DRAFT) { claim { id } } }',
    "in a fragment": """mutation ($text: String!) { ...F ...F }
      fragment F on Mutation { draftClaim(clientMutationId: "KEY", draft: DRAFT) { claim { id } } }""",
    "said twice": """mutation ($text: String!) { draftClaim(clientMutationId: "KEY", draft: DRAFT) { claim { id } }
      ... on Mutation { draftClaim(clientMutationId: "KEY", draft: DRAFT) { claim { number } } } }""",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_it_is_found_wherever_it_stands(
    spelling: str, world: World, client: Client, text: str
) -> None:
    document = (
        SPELLINGS[spelling]
        .replace("KEY", new_key())
        .replace("DRAFT", "{kind: ILLNESS, description: $text}")
    )
    answers = [client.ask(document, text=text) for _ in range(2)]
    assert [is_replayed(answer) for answer in answers] == [False, True]
    assert answers[0]["draftClaim"]["claim"]["id"]
    assert count_claims(world.portal, text) == 1


@pytest.mark.parametrize("bad", ["", "x" * 256, "é", "a\nb", "a\0b", 7])
def test_a_malformed_one_is_refused(bad: object, world: World, client: Client, text: str) -> None:
    answer = client.ask(DRAFT, text=text, id=bad)
    assert (answer.data, answer.code) == (None, "BAD_USER_INPUT")
    assert count_claims(world.portal, text) == 0


def test_fragments_in_circles_end(client: Client, text: str) -> None:
    document = f'mutation {{ ...A }} fragment A on Mutation {{ ...B signOut(clientMutationId: "{text}") {{ signedOut }} }} fragment B on Mutation {{ ...A }}'
    assert client.ask(document).errors[0]["extensions"]["code"] == "BAD_USER_INPUT"
