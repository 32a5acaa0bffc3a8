"""Rollback of an operation: nothing stays, nothing is sent, and the next attempt executes it."""

import asyncio
from typing import Any

import pytest

from data.global_id import to_global_id
from models import ClaimStatus, IdempotencyRecord
from pipeline.idempotency import replay
from tests.support.claim_files import (
    PDF,
    REMOVE,
    UPLOAD,
    files_on_disk,
    gone_from_disk,
    stored_state,
)
from tests.support.idempotency import (
    DRAFT,
    break_before_the_commit,
    count_claims,
    execute_with_key,
    new_key,
    run_at_once,
    upload_with_key,
)
from tests.support.portal import Client, Mailbox, Portal
from tests.support.users import ADD_USER, new_user
from tests.support.world import World
from transport.fast_path import FastPath

FAULTS = {
    "a fault of ours": (None, "INTERNAL_SERVER_ERROR"),
    "too late": (TimeoutError(), "UNAVAILABLE"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_an_uncommitted_operation_is_executed_by_the_next_attempt(
    fault: str, world: World, client: Client, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, before, rows = new_key(), stored_state(world), kept_answers(world)
    raised, code = FAULTS[fault]
    mend = break_before_the_commit(monkeypatch, raised)
    answer = execute_with_key(client, key, DRAFT, description=text)
    assert (answer.code, answer.data) == (code, None)
    assert (stored_state(world), kept_answers(world)) == (before, rows)
    mend()
    assert execute_with_key(client, key, DRAFT, description=text)["draftClaim"]["claim"]
    assert count_claims(world.portal, text) == 1


def test_an_operation_past_its_deadline_is_rolled_back_for_all_who_wait_for_it(
    world: World, client: Client, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, before, keep = new_key(), stored_state(world), replay.keep

    async def endless(*arguments: Any) -> None:
        await keep(*arguments)
        await asyncio.sleep(60)

    with monkeypatch.context() as patch:
        schema = schema_of(world.portal)
        patch.setattr(schema, "limits", schema.limits.model_copy(update={"execution_seconds": 0.5}))
        patch.setattr(replay, "keep", endless)
        answers = run_at_once(
            lambda one: execute_with_key(one, key, DRAFT, description=text), client, 12
        )
        assert {(answer.code, answer.response.json().get("data")) for answer in answers} == {
            ("UNAVAILABLE", None)
        }
        assert stored_state(world) == before
    assert execute_with_key(client, key, DRAFT, description=text)["draftClaim"]["claim"]
    assert count_claims(world.portal, text) == 1


def schema_of(portal: Portal) -> Any:
    (door,) = (one for one in portal.app.user_middleware if one.cls is FastPath)
    return door.kwargs["endpoint"]._endpoint.schema  # type: ignore[attr-defined]


def kept_answers(world: World) -> set[str]:
    return {row.name for row in world.portal.run(IdempotencyRecord.all())}


def test_a_transfer_that_was_not_committed_leaves_no_bytes(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim, key, before = to_global_id(world.claim()), new_key(), stored_state(world)
    mend = break_before_the_commit(monkeypatch)
    assert (
        upload_with_key(client, key, UPLOAD, [("a.pdf", PDF)], claimId=claim).code
        == "INTERNAL_SERVER_ERROR"
    )
    assert stored_state(world) == before
    mend()
    assert (
        len(
            upload_with_key(client, key, UPLOAD, [("a.pdf", PDF)], claimId=claim)[
                "uploadDocuments"
            ]["documents"]
        )
        == 1
    )


def test_files_are_received_before_anything_else_is_changed(world: World, client: Client) -> None:
    claim, before = to_global_id(world.claim()), files_on_disk(world.portal)
    draft = "d: draftClaim(draft: {kind: ILLNESS}) { claim { id } }"
    document = UPLOAD.replace("uploadDocuments", f"{draft} uploadDocuments", 1)
    answer = upload_with_key(client, new_key(), document, [("a.pdf", PDF)], claimId=claim)
    assert (answer.refusal["limit"], answer.data["uploadDocuments"]) == ("first", None)
    assert files_on_disk(world.portal) == before


def test_bytes_go_only_when_it_is_certain_that_they_do(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = to_global_id(world.document(world.claim(status=ClaimStatus.DRAFT)))
    key, before, files = new_key(), stored_state(world), files_on_disk(world.portal)
    mend = break_before_the_commit(monkeypatch)
    assert execute_with_key(client, key, REMOVE, id=document).code == "INTERNAL_SERVER_ERROR"
    assert stored_state(world) == before
    mend()
    answers = run_at_once(lambda one: execute_with_key(one, key, REMOVE, id=document), client)
    assert all(answer["removeDocument"]["claim"] for answer in answers)
    assert len(gone_from_disk(world.portal, files)) == 1


def test_no_message_is_sent_for_an_uncommitted_operation(
    world: World, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    administrator, new, key = (
        world.client("administrator with user management"),
        new_user(),
        new_key(),
    )
    mend = break_before_the_commit(monkeypatch)
    assert execute_with_key(administrator, key, ADD_USER, user=new).code == "INTERNAL_SERVER_ERROR"
    mend()
    execute_with_key(administrator, key, ADD_USER, user=new)
    mailbox.newest(new["email"])
    assert len(mailbox.to(new["email"])) == 1


def test_one_mutation_that_fails_rolls_back_its_whole_operation(
    world: World, client: Client, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim, key, before = (
        to_global_id(world.claim(status=ClaimStatus.DRAFT)),
        new_key(),
        stored_state(world),
    )
    document = f"""mutation ($claim: ID!) {{ a: draftClaim(draft: {{kind: ILLNESS, description: "{text}"}}) {{ claim {{ id }} }}
      b: updateClaimDraft(claimId: $claim, draft: {{description: "{text}"}}) {{ claim {{ id }} }} }}"""
    with monkeypatch.context() as patch:
        patch.setattr("resolvers.declaration.apply_draft", broken_at(2))
        answer = execute_with_key(client, key, document, claim=claim)
    assert (answer.data, [error["path"] for error in answer.errors]) == (None, [["b"]])
    assert stored_state(world) == before
    assert execute_with_key(client, key, document, claim=claim)["b"]["claim"]["id"] == claim
    assert count_claims(world.portal, text) == 2


def broken_at(call: int) -> Any:
    """`fill`, which breaks when it is called for the n-th time."""
    from resolvers.draft import apply_draft  # noqa: PLC0415 - before it is replaced

    calls = iter(range(1, call + 1))

    async def broken(*arguments: Any) -> None:
        if next(calls) == call:
            raise RuntimeError("a fault of ours")
        await apply_draft(*arguments)

    return broken
