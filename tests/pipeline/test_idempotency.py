"""An operation with an idempotency key is executed once, however often it is sent, and refused with other content."""

from collections.abc import Callable
from typing import Any

import pytest
from graphql import get_named_type

import models
from data.global_id import to_global_id
from tests.support.claim_files import (
    PDF,
    TEXT,
    UPLOAD,
    claim_event_kinds,
    files_on_disk,
    stored_state,
    temporary_files,
)
from tests.support.idempotency import (
    DRAFT,
    HEADER,
    body_without_cost,
    count_claims,
    execute_with_key,
    is_replayed,
    new_key,
    run_at_once,
    upload_with_key,
)
from tests.support.portal import Answer, Client, Mailbox
from tests.support.schema_walk import CORE
from tests.support.statements import recorded_statements
from tests.support.users import ADD_USER, new_user
from tests.support.world import World

MUTATIONS = sorted(CORE.type_map["Mutation"].fields)


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_every_mutation_takes_a_client_mutation_id_and_returns_it(mutation: str) -> None:
    field = CORE.type_map["Mutation"].fields[mutation]
    payload = get_named_type(field.type)
    assert (
        str(field.args["clientMutationId"].type)
        == str(payload.fields["clientMutationId"].type)
        == "String"
    )


def test_a_mutation_costs_no_more_for_its_client_mutation_id(client: Client, text: str) -> None:
    plain = client.ask(DRAFT, description=text)
    marked = client.ask(
        DRAFT.replace("draftClaim(", f'draftClaim(clientMutationId: "{text}", ').replace(
            "claim {", "clientMutationId claim {", 1
        ),
        description=text,
    )
    costs = [
        answer.response.json()["extensions"]["cost"]["requested"] for answer in (plain, marked)
    ]
    assert costs[0] == costs[1]
    assert marked["draftClaim"]["clientMutationId"] == text


def test_twenty_at_once_draft_one_claim(world: World, client: Client, text: str) -> None:
    key = new_key()
    answers = run_at_once(lambda one: execute_with_key(one, key, DRAFT, description=text), client)
    assert count_claims(world.portal, text) == 1
    assert len({answer["draftClaim"]["claim"]["number"] for answer in answers}) == 1
    assert sorted(map(is_replayed, answers)) == [False] + [True] * 19
    assert all(body_without_cost(answer) == body_without_cost(answers[0]) for answer in answers)


def test_twenty_at_once_transfer_one_document(world: World, client: Client) -> None:
    claim, key, before, open_before = (
        world.claim(),
        new_key(),
        files_on_disk(world.portal),
        temporary_files(),
    )
    answers = run_at_once(
        lambda one: upload_with_key(
            one, key, UPLOAD, [("a.pdf", PDF)], claimId=to_global_id(claim)
        ),
        client,
    )
    (identifier,) = {answer["uploadDocuments"]["documents"][0]["id"] for answer in answers}
    assert world.portal.run(models.Document.filter(claim_id=claim.id).count()) == 1
    assert claim_event_kinds(client, claim) == ["DOCUMENT_ADDED"]
    assert len(files_on_disk(world.portal) - before) == 1
    assert temporary_files() == open_before
    assert identifier


def test_twenty_at_once_mail_one_invitation(world: World, mailbox: Mailbox) -> None:
    administrator, new, key = (
        world.client("administrator with user management"),
        new_user(),
        new_key(),
    )
    answers = run_at_once(lambda one: execute_with_key(one, key, ADD_USER, user=new), administrator)
    assert len({answer["addUser"]["user"]["id"] for answer in answers}) == 1
    mailbox.newest(new["email"])
    assert len(mailbox.to(new["email"])) == 1


def test_without_a_key_and_under_another_one_it_is_done_again(
    world: World, client: Client, text: str
) -> None:
    for ask in (
        client.ask,
        client.ask,
        lambda *a, **v: execute_with_key(client, new_key(), *a, **v),
        lambda *a, **v: execute_with_key(client, new_key(), *a, **v),
    ):
        answer = ask(DRAFT, description=text)
        assert answer["draftClaim"]["claim"]
        assert not is_replayed(answer)
    assert count_claims(world.portal, text) == 4


def test_without_a_key_no_statement_is_added(world: World, client: Client, text: str) -> None:
    with recorded_statements() as statements:
        client.mutate(DRAFT, description=text)
    assert statements
    assert not any("kept_answer" in statement for statement in statements)


OTHERS: dict[str, Callable[[str], dict[str, Any]]] = {
    "other variables": lambda text: {"query": DRAFT, "variables": {"description": f"{text} or so"}},
    "another document": lambda text: {
        "query": DRAFT + " # the same",
        "variables": {"description": text},
    },
    "another operation": lambda text: {
        "query": f"{DRAFT.replace('mutation', 'mutation A')} {DRAFT.replace('mutation', 'mutation B')}",
        "variables": {"description": text},
        "operationName": "B",
    },
}


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("accept", ["application/json", "application/graphql-response+json"])
def test_a_key_with_other_content_is_refused(
    accept: str, other: str, world: World, client: Client, text: str
) -> None:
    key, body = new_key(), OTHERS[other](text)
    first = (
        {**body, "operationName": "A"}
        if "operationName" in body
        else {"query": DRAFT, "variables": {"description": text}}
    )
    headers = {HEADER: key, "Accept": accept}
    assert client.http.post("/graphql", json=first, headers=headers).status_code == 200
    before = stored_state(world)
    answer = Answer(client.http.post("/graphql", json=body, headers=headers))
    assert (answer.response.status_code, answer.code, answer.data) == (
        422,
        "IDEMPOTENCY_KEY_REUSED",
        None,
    )
    assert answer.response.headers["content-type"].startswith(accept)
    assert stored_state(world) == before


def test_variables_in_another_order_are_the_same_content(
    world: World, client: Client, text: str
) -> None:
    document = "mutation ($a: String!, $b: ClaimKind!) { draftClaim(draft: {kind: $b, description: $a}) { claim { id } } }"
    key = new_key()
    first = execute_with_key(client, key, document, a=text, b="ILLNESS")
    assert body_without_cost(
        execute_with_key(client, key, document, b="ILLNESS", a=text)
    ) == body_without_cost(first)
    assert count_claims(world.portal, text) == 1


@pytest.mark.parametrize("other", [("a.pdf", PDF + b" "), ("b.pdf", PDF)])
def test_a_key_with_another_file_is_refused(
    other: tuple[str, bytes], world: World, client: Client
) -> None:
    claim, key = to_global_id(world.claim()), new_key()
    first = upload_with_key(client, key, UPLOAD, [("a.pdf", PDF)], claimId=claim)
    before = stored_state(world)
    assert (
        upload_with_key(client, key, UPLOAD, [other], claimId=claim).code
        == "IDEMPOTENCY_KEY_REUSED"
    )
    assert body_without_cost(
        upload_with_key(client, key, UPLOAD, [("a.pdf", PDF)], claimId=claim)
    ) == body_without_cost(first)
    assert stored_state(world) == before


def test_files_are_compared_by_all_their_bytes(world: World, client: Client) -> None:
    claim, key = to_global_id(world.claim()), new_key()
    large = TEXT.ljust(world.portal.settings.max_file_bytes)
    assert upload_with_key(client, key, UPLOAD, [("a.txt", large)], claimId=claim)[
        "uploadDocuments"
    ]["documents"]
    changed = large[:-1] + b"."
    assert (
        upload_with_key(client, key, UPLOAD, [("a.txt", changed)], claimId=claim).code
        == "IDEMPOTENCY_KEY_REUSED"
    )
