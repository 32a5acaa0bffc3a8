"""An operation with a key is carried out once, whoever sends it however often, and refused with other content."""

from collections.abc import Callable
from typing import Any

import pytest
from graphql import get_named_type

import models
from data.global_id import to_global_id
from tests.keyed import (
    DRAFT,
    HEADER,
    at_once,
    drafts_of,
    is_replayed,
    new_key,
    told,
    under,
    upload_under,
)
from tests.paperwork import PDF, TEXT, UPLOAD, files_on_disk, happened, kept, temporary_files
from tests.portal import Answer, Client, Mailbox
from tests.schema_walk import CORE
from tests.test_dashboard import counted
from tests.test_invitation import ADD, somebody
from tests.world import World

ORDERS = sorted(CORE.type_map["Mutation"].fields)


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_takes_a_client_mutation_id_and_says_it_again(order: str) -> None:
    field = CORE.type_map["Mutation"].fields[order]
    payload = get_named_type(field.type)
    assert (
        str(field.args["clientMutationId"].type)
        == str(payload.fields["clientMutationId"].type)
        == "String"
    )


def test_an_order_costs_no_more_for_its_client_mutation_id(client: Client, text: str) -> None:
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
    answers = at_once(lambda one: under(one, key, DRAFT, description=text), client)
    assert drafts_of(world.portal, text) == 1
    assert len({answer["draftClaim"]["claim"]["number"] for answer in answers}) == 1
    assert sorted(map(is_replayed, answers)) == [False] + [True] * 19
    assert all(told(answer) == told(answers[0]) for answer in answers)


def test_twenty_at_once_transfer_one_document(world: World, client: Client) -> None:
    claim, key, before, open_before = (
        world.claim(),
        new_key(),
        files_on_disk(world.portal),
        temporary_files(),
    )
    answers = at_once(
        lambda one: upload_under(one, key, UPLOAD, [("a.pdf", PDF)], claimId=to_global_id(claim)),
        client,
    )
    (identifier,) = {answer["uploadDocuments"]["documents"][0]["id"] for answer in answers}
    assert world.portal.run(models.Document.filter(claim_id=claim.id).count()) == 1
    assert happened(client, claim) == ["DOCUMENT_ADDED"]
    assert len(files_on_disk(world.portal) - before) == 1
    assert temporary_files() == open_before
    assert identifier


def test_twenty_at_once_mail_one_invitation(world: World, mailbox: Mailbox) -> None:
    administrator, new, key = (
        world.client("administrator with user management"),
        somebody(),
        new_key(),
    )
    answers = at_once(lambda one: under(one, key, ADD, user=new), administrator)
    assert len({answer["addUser"]["user"]["id"] for answer in answers}) == 1
    mailbox.newest(new["email"])
    assert len(mailbox.to(new["email"])) == 1


def test_without_a_key_and_under_another_one_it_is_done_again(
    world: World, client: Client, text: str
) -> None:
    for ask in (
        client.ask,
        client.ask,
        lambda *a, **v: under(client, new_key(), *a, **v),
        lambda *a, **v: under(client, new_key(), *a, **v),
    ):
        answer = ask(DRAFT, description=text)
        assert answer["draftClaim"]["claim"]
        assert not is_replayed(answer)
    assert drafts_of(world.portal, text) == 4


def test_without_a_key_no_statement_is_added(world: World, client: Client, text: str) -> None:
    with counted() as statements:
        client.order(DRAFT, description=text)
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
    before = kept(world)
    answer = Answer(client.http.post("/graphql", json=body, headers=headers))
    assert (answer.response.status_code, answer.code, answer.data) == (
        422,
        "IDEMPOTENCY_KEY_REUSED",
        None,
    )
    assert answer.response.headers["content-type"].startswith(accept)
    assert kept(world) == before


def test_variables_in_another_order_are_the_same_content(
    world: World, client: Client, text: str
) -> None:
    document = "mutation ($a: String!, $b: ClaimKind!) { draftClaim(draft: {kind: $b, description: $a}) { claim { id } } }"
    key = new_key()
    first = under(client, key, document, a=text, b="ILLNESS")
    assert told(under(client, key, document, b="ILLNESS", a=text)) == told(first)
    assert drafts_of(world.portal, text) == 1


@pytest.mark.parametrize("other", [("a.pdf", PDF + b" "), ("b.pdf", PDF)])
def test_a_key_with_another_file_is_refused(
    other: tuple[str, bytes], world: World, client: Client
) -> None:
    claim, key = to_global_id(world.claim()), new_key()
    first = upload_under(client, key, UPLOAD, [("a.pdf", PDF)], claimId=claim)
    before = kept(world)
    assert (
        upload_under(client, key, UPLOAD, [other], claimId=claim).code == "IDEMPOTENCY_KEY_REUSED"
    )
    assert told(upload_under(client, key, UPLOAD, [("a.pdf", PDF)], claimId=claim)) == told(first)
    assert kept(world) == before


def test_files_are_told_apart_by_all_their_bytes(world: World, client: Client) -> None:
    claim, key = to_global_id(world.claim()), new_key()
    large = TEXT.ljust(world.portal.settings.max_file_bytes)
    assert upload_under(client, key, UPLOAD, [("a.txt", large)], claimId=claim)["uploadDocuments"][
        "documents"
    ]
    changed = large[:-1] + b"."
    assert (
        upload_under(client, key, UPLOAD, [("a.txt", changed)], claimId=claim).code
        == "IDEMPOTENCY_KEY_REUSED"
    )
