"""Documents: transferred into a claim whole or not at all, and removed only from a draft."""

import hashlib
import threading

import pytest

import models
from data.global_id import to_global_id
from models import ClaimStatus, DocumentCategory
from tests.support.claim_files import (
    DOCX,
    PDF,
    REMOVE,
    TEXT,
    UPLOAD,
    claim_event_kinds,
    claim_file,
    files_on_disk,
    gone_from_disk,
    nothing_changes,
    picture,
    upload,
)
from tests.support.portal import Portal
from tests.support.world import World, create_world

JPEG, PNG = picture("JPEG"), picture("PNG")


ACCIDENT = {
    "kind": "NON_OCCUPATIONAL_ACCIDENT",
    "insuredFirstName": "Ada",
    "insuredLastName": "Lovelace",
    "insuredAvsNumber": "756.9217.0769.85",
    "eventDate": "2026-03-02",
    "description": "Chute à ski.",
}


DRAFT = "mutation ($draft: ClaimDraft!) { draftClaim(draft: $draft) { claim { id number status } errors { code field } } }"


SUBMIT = "mutation ($id: ID!) { submitClaim(claimId: $id) { claim { id status } errors { code field } } }"


@pytest.fixture(scope="module")
def world(portal: Portal) -> World:
    """One world for all: each test has a claim of its own."""
    return create_world(portal)


def test_documents_of_the_last_tab_and_of_the_claim_file_are_all_in_that_claim(
    world: World,
) -> None:
    """Journey 3: draft, two documents in the last step, submit, a third from the claim file."""
    client = world.client("user with claims")
    drafted = client.mutate(DRAFT, draft=ACCIDENT)["claim"]
    claim = world.portal.run(models.Claim.get(number=drafted["number"]))
    sent = [
        ("Certificat médical.pdf", PDF),
        ("Unfallort – Übersicht.jpg", JPEG),
        ("Rapport.docx", DOCX),
    ]

    first, second = upload(client, claim, sent[0], sent[1])["documents"]
    assert client.mutate(SUBMIT, id=drafted["id"])["claim"]["status"] == "SUBMITTED"
    (third,) = upload(client, claim, sent[2])["documents"]

    seen = claim_file(client, claim)
    assert [document["id"] for document in seen["documents"]] == [
        first["id"],
        second["id"],
        third["id"],
    ]
    for document, (name, content) in zip(seen["documents"], sent, strict=True):
        assert (document["name"], document["size"]) == (name, len(content))
        assert document["sha256"] == hashlib.sha256(content).hexdigest()
        assert client.http.get(document["downloadUrl"]).content == content
    assert [event["kind"] for event in seen["events"]] == [
        "DRAFTED",
        "DOCUMENT_ADDED",
        "DOCUMENT_ADDED",
        "SUBMITTED",
        "DOCUMENT_ADDED",
    ]
    assert [event["message"] for event in seen["events"]] == [
        "",
        sent[0][0],
        sent[1][0],
        "",
        sent[2][0],
    ]


def test_a_document_has_its_sender_and_time(world: World) -> None:
    client, claim = world.client("user with claims"), world.claim()
    (document,) = upload(client, claim, ("rapport.txt", TEXT))["documents"]
    (event,) = claim_file(client, claim)["events"]
    assert document["uploadedBy"] == event["actor"] == world.a.people["user with claims"].user.name
    assert document["uploadedAt"].startswith(event["at"][:10])
    assert document["category"] == "GENERAL"


def test_a_draft_s_document_can_be_removed_and_its_bytes_are_gone(world: World) -> None:
    client, claim = world.client("user with claims"), world.claim(status=ClaimStatus.DRAFT)
    kept, removed = upload(client, claim, ("reste.pdf", PDF), ("va.pdf", TEXT))["documents"]
    before = files_on_disk(world.portal)
    link = claim_file(client, claim)["documents"][1]["downloadUrl"]

    client.mutate(REMOVE, id=removed["id"])

    (gone,) = gone_from_disk(world.portal, before)
    assert gone.parent.parent == world.portal.settings.documents
    assert [document["id"] for document in claim_file(client, claim)["documents"]] == [kept["id"]]
    assert claim_event_kinds(client, claim) == [
        "DOCUMENT_ADDED",
        "DOCUMENT_ADDED",
        "DOCUMENT_REMOVED",
    ]
    assert client.http.get(link).status_code == 404
    assert client.ask(REMOVE, id=removed["id"]).code == "NOT_FOUND"


@pytest.mark.parametrize("status", sorted(set(ClaimStatus) - {ClaimStatus.DRAFT}))
def test_a_submitted_claim_s_documents_stay(status: ClaimStatus, world: World) -> None:
    client, claim = world.client("user with claims"), world.claim(status=status)
    document = world.document(claim)
    with nothing_changes(world):
        payload = client.payload_of(REMOVE, id=to_global_id(document))
    assert [(error["code"], error["field"]) for error in payload["errors"]] == [
        ("NOT_A_DRAFT", ["documentId"])
    ]


@pytest.mark.parametrize("status", sorted(ClaimStatus))
def test_a_document_can_be_transferred_whatever_the_claim_s_status(
    status: ClaimStatus, world: World
) -> None:
    client, claim = world.client("user with claims"), world.claim(status=status)
    assert len(upload(client, claim, ("a.pdf", PDF))["documents"]) == 1
    assert claim_file(client, claim)["status"] == status


def test_a_claim_of_another_company_takes_no_transfer_and_no_removal(world: World) -> None:
    theirs = world.claim("b", status=ClaimStatus.DRAFT)
    document = world.document(theirs)
    client = world.client("administrator with user management")
    with nothing_changes(world):
        assert (
            client.upload(UPLOAD, [("a.pdf", PDF)], claimId=to_global_id(theirs)).code
            == "NOT_FOUND"
        )
        assert client.ask(REMOVE, id=to_global_id(document)).code == "NOT_FOUND"


@pytest.mark.parametrize(
    "person", ["user", "user with invoices", "contract manager", "health manager"]
)
def test_a_refused_transfer_leaves_nothing_behind(person: str, world: World) -> None:
    claim = world.claim()
    with nothing_changes(world):
        answer = world.client(person).upload(UPLOAD, [("a.pdf", PDF)], claimId=to_global_id(claim))
    assert (answer.code, answer.data) == ("FORBIDDEN", {"uploadDocuments": None})


def test_an_employer_sends_a_medical_document_and_may_not_reopen_it(world: World) -> None:
    client, claim = world.client("user with claims"), world.claim()
    upload(client, claim, ("rapport.pdf", PDF), category=DocumentCategory.MEDICAL)
    upload(client, claim, ("plan.pdf", PDF))

    answer = client.ask(
        "query ($id: ID!) { claim(id: $id) { documents { name category downloadUrl } } }",
        id=to_global_id(claim),
    )

    medical, general = answer.data["claim"]["documents"]
    assert (medical["category"], medical["downloadUrl"], general["category"]) == (
        "MEDICAL",
        None,
        "GENERAL",
    )
    assert client.http.get(general["downloadUrl"]).content == PDF
    assert (answer.code, answer.refusal["askWho"]) == ("FORBIDDEN", "HEALTH_MANAGER")
    assert answer.refusal["contact"]["email"] == world.a.people["health manager"].manager.email


def test_the_health_manager_reopens_a_medical_document(world: World) -> None:
    claim = world.claim()
    upload(
        world.client("user with claims"),
        claim,
        ("rapport.pdf", PDF),
        category=DocumentCategory.MEDICAL,
    )
    health_manager = world.client("health manager")
    (document,) = claim_file(health_manager, claim)["documents"]
    assert health_manager.http.get(document["downloadUrl"]).content == PDF


def test_two_transfers_at_once_lose_nothing(world: World) -> None:
    clients, claim, payloads = (
        [world.client("user with claims") for _ in range(4)],
        world.claim(),
        [],
    )
    threads = [
        threading.Thread(
            target=lambda c=c: payloads.append(upload(c, claim, ("a.pdf", PDF), ("b.txt", TEXT)))
        )
        for c in clients
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ids = {document["id"] for payload in payloads for document in payload["documents"]}
    assert {document["id"] for document in claim_file(clients[0], claim)["documents"]} == ids
    assert len(ids) == 8
