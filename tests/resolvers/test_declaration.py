"""Declarations: drafted, updated and submitted by the company; a refusal changes nothing."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

import models
from data.global_id import to_global_id
from models import ClaimKind, ClaimStatus, Line
from tests.support.claim_files import claim_event_kinds, claim_file, nothing_changes
from tests.support.declarations import (
    ACCIDENT,
    DRAFT,
    HISTORY,
    SUBMIT,
    TODAY,
    UPDATE,
    problems,
    row,
)
from tests.support.portal import Client, Portal
from tests.support.world import World, create_world


@pytest.fixture(scope="module")
def world(portal: Portal) -> World:
    """One world for all: each test has a claim of its own."""
    return create_world(portal)


def test_a_declaration_may_begin_with_its_kind_alone_and_gets_its_number_at_once(
    client: Client, world: World
) -> None:
    claim = client.mutate(DRAFT, draft={"kind": "ILLNESS"})["claim"]
    assert claim["number"].startswith(f"{TODAY.year}-")
    assert (claim["status"], claim["cover"], claim["line"]) == ("DRAFT", "UNDECIDED", "IJM")
    assert (claim["eventDate"], claim["eventDatePrecision"]) == (str(TODAY), "CLARIFYING")
    assert (claim["declaredBy"], claim["submittedAt"]) == (
        world.a.people["user with claims"].user.name,
        None,
    )
    assert claim["insured"] == {"firstName": "", "lastName": "", "avsNumber": ""}


@pytest.mark.parametrize("kind", sorted(ClaimKind))
def test_a_declaration_without_a_line_falls_under_the_compulsory_one_that_its_kind_allows(
    kind: ClaimKind, client: Client
) -> None:
    line = "IJM" if kind in (ClaimKind.ILLNESS, ClaimKind.MATERNITY) else "LAA"
    assert client.mutate(DRAFT, draft={"kind": kind})["claim"]["line"] == line


def test_a_whole_declaration_is_kept_as_it_was_given(client: Client, world: World) -> None:
    more = {
        "companyReference": " RH-7 ",
        "swissdecIncidentId": "S-1",
        "declarationRequestId": "D-1",
        "eventDatePrecision": "APPROXIMATE",
    }
    claim = client.mutate(DRAFT, draft={**ACCIDENT, **more, "incapacity": HISTORY})["claim"]
    assert claim["insured"] == {
        "firstName": "Ada",
        "lastName": "Lovelace",
        "avsNumber": "756.9217.0769.85",
    }
    assert (claim["eventDate"], claim["eventDatePrecision"], claim["companyReference"]) == (
        "2026-03-02",
        "APPROXIMATE",
        "RH-7",
    )
    assert (claim["swissdecIncidentId"], claim["declarationRequestId"]) == ("S-1", "D-1")
    assert (claim["incapacity"], claim["description"]) == (HISTORY, ACCIDENT["description"])
    assert row(world, claim).company_id == world.a.company.id


def test_each_step_is_an_event_with_actor_and_time(client: Client, world: World) -> None:
    before = datetime.now(UTC)
    claim = row(world, client.mutate(DRAFT, draft=ACCIDENT)["claim"])
    client.mutate(UPDATE, id=to_global_id(claim), draft={"description": "Coupure."})
    world.sign_in_as(world.a.people["administrator"]).mutate(SUBMIT, id=to_global_id(claim))
    seen = claim_file(client, claim)
    events = [(event["kind"], event["status"], event["actor"]) for event in seen["events"]]
    user, administrator = (
        world.a.people[name].user.name for name in ("user with claims", "administrator")
    )
    assert events == [
        ("DRAFTED", "DRAFT", user),
        ("UPDATED", "DRAFT", user),
        ("SUBMITTED", "SUBMITTED", administrator),
    ]
    times = [datetime.fromisoformat(event["at"]) for event in seen["events"]]
    assert [before, *times] == sorted([before, *times])
    assert before <= datetime.fromisoformat(seen["submittedAt"]) <= datetime.now(UTC)


def test_several_mutations_of_one_request_keep_their_order_in_the_history(
    client: Client, world: World
) -> None:
    claim = world.claim(status=ClaimStatus.DRAFT)
    mutation = (
        'updateClaimDraft(claimId: "{0}", draft: {{description: "{1}"}}) {{ errors {{ code }} }}'
    )
    mutations = " ".join(f"o{n}: {mutation.format(to_global_id(claim), n)}" for n in range(5))
    client.ask(
        f'mutation {{ {mutations} last: submitClaim(claimId: "{to_global_id(claim)}") {{ errors {{ code }} }} }}'
    )
    assert claim_event_kinds(client, claim) == ["UPDATED"] * 5 + ["SUBMITTED"]
    assert row(world, {"number": claim.number}).description == "4"


def test_an_update_keeps_what_is_left_out(client: Client, world: World) -> None:
    full = {
        **ACCIDENT,
        "incapacity": HISTORY,
        "companyReference": "RH-7",
        "eventDatePrecision": "APPROXIMATE",
    }
    drafted = client.mutate(DRAFT, draft=full)["claim"]
    assert client.mutate(UPDATE, id=drafted["id"], draft={})["claim"] == drafted
    assert client.mutate(UPDATE, id=drafted["id"], draft=dict.fromkeys(full))["claim"] == drafted
    changed = client.mutate(
        UPDATE, id=drafted["id"], draft={"insuredLastName": "Byron", "incapacity": HISTORY[:1]}
    )["claim"]
    assert changed == {
        **drafted,
        "insured": {**drafted["insured"], "lastName": "Byron"},
        "incapacity": HISTORY[:1],
    }


def test_an_update_can_empty_what_was_given(client: Client) -> None:
    drafted = client.mutate(
        DRAFT, draft={**ACCIDENT, "incapacity": HISTORY, "companyReference": "RH-7"}
    )["claim"]
    empty = {
        "insuredFirstName": "",
        "insuredAvsNumber": " ",
        "description": "",
        "companyReference": "",
        "incapacity": [],
    }
    changed = client.mutate(UPDATE, id=drafted["id"], draft=empty)["claim"]
    assert changed["insured"] == {"firstName": "", "lastName": "Lovelace", "avsNumber": ""}
    assert (changed["description"], changed["companyReference"], changed["incapacity"]) == (
        "",
        None,
        [],
    )


def test_a_date_that_becomes_known_is_exact_unless_said_otherwise(client: Client) -> None:
    drafted = client.mutate(DRAFT, draft={"kind": "ILLNESS"})["claim"]
    changed = client.mutate(UPDATE, id=drafted["id"], draft={"eventDate": "2026-03-02"})["claim"]
    assert (drafted["eventDatePrecision"], changed["eventDatePrecision"]) == ("CLARIFYING", "EXACT")


def test_a_relapse_points_at_an_earlier_claim_of_the_same_company(
    client: Client, world: World
) -> None:
    earlier, theirs, other = world.claim(), world.claim("b"), {**ACCIDENT, "kind": "RELAPSE"}
    drafted = client.mutate(DRAFT, draft=other)["claim"]
    with nothing_changes(world):
        assert problems(client.payload_of(SUBMIT, id=drafted["id"])) == [
            ("REQUIRED", "draft.earlierClaimId")
        ]
        for text in (to_global_id(theirs), drafted["id"]):
            payload = client.payload_of(UPDATE, id=drafted["id"], draft={"earlierClaimId": text})
            assert problems(payload) == [("NOT_FOUND", "draft.earlierClaimId")]
        for text in ("x", world.a.id):
            answer = client.ask(UPDATE, id=drafted["id"], draft={"earlierClaimId": text})
            assert answer.refusal == {"code": "BAD_USER_INPUT", "argument": "draft.earlierClaimId"}
    client.mutate(UPDATE, id=drafted["id"], draft={"earlierClaimId": to_global_id(earlier)})
    assert client.mutate(SUBMIT, id=drafted["id"])["claim"]["earlierClaim"] == {
        "id": to_global_id(earlier)
    }


def test_a_declaration_is_submitted_only_when_nothing_is_missing(
    client: Client, world: World
) -> None:
    drafted = client.mutate(DRAFT, draft={"kind": "ILLNESS"})["claim"]
    missing = [
        ("REQUIRED", f"draft.{name}")
        for name in ("insuredFirstName", "insuredLastName", "insuredAvsNumber", "description")
    ]
    with nothing_changes(world):
        assert problems(client.payload_of(SUBMIT, id=drafted["id"])) == missing


@pytest.mark.parametrize(
    ("day", "covered"),
    [("2025-12-31", False), ("2026-01-01", True), ("2026-03-31", True), ("2026-04-01", False)],
)
def test_a_declaration_needs_a_contract_on_that_day(
    day: str, covered: bool, client: Client, world: World
) -> None:
    world.portal.run(
        models.Contract.filter(id=world.a.contracts[Line.LAAC].id).update(
            start=date(2026, 1, 1), end=date(2026, 3, 31)
        )
    )
    drafted = client.mutate(DRAFT, draft={**ACCIDENT, "line": "LAAC", "eventDate": day})["claim"]
    if covered:
        assert client.mutate(SUBMIT, id=drafted["id"])["claim"]["status"] == "SUBMITTED"
        return
    with nothing_changes(world):
        assert problems(client.payload_of(SUBMIT, id=drafted["id"])) == [
            ("NO_CONTRACT", "draft.line")
        ]


@pytest.mark.parametrize("status", sorted(set(ClaimStatus) - {ClaimStatus.DRAFT}))
def test_a_submitted_declaration_cannot_be_changed(
    status: ClaimStatus, client: Client, world: World
) -> None:
    claim = world.claim(status=status)
    with nothing_changes(world):
        assert problems(
            client.payload_of(UPDATE, id=to_global_id(claim), draft={"description": "Autre."})
        ) == [("NOT_A_DRAFT", "claimId")]
        assert problems(client.payload_of(SUBMIT, id=to_global_id(claim))) == [
            ("NOT_A_DRAFT", "claimId")
        ]


def test_a_declaration_of_another_company_is_neither_changed_nor_submitted(
    client: Client, world: World
) -> None:
    theirs = world.claim("b", status=ClaimStatus.DRAFT)
    with nothing_changes(world):
        assert client.ask(UPDATE, id=to_global_id(theirs), draft={"description": "x"}).refusal == {
            "code": "NOT_FOUND"
        }
        assert client.ask(SUBMIT, id=to_global_id(theirs)).refusal == {"code": "NOT_FOUND"}


@pytest.mark.parametrize(
    "person", ["user", "user with invoices", "contract manager", "health manager"]
)
def test_a_refused_declaration_leaves_nothing_behind(person: str, world: World) -> None:
    draft, client = world.claim(status=ClaimStatus.DRAFT), world.client(person)
    with nothing_changes(world):
        answers = [
            client.ask(DRAFT, draft=ACCIDENT),
            client.ask(UPDATE, id=to_global_id(draft), draft={}),
            client.ask(SUBMIT, id=to_global_id(draft)),
        ]
    assert [(answer.code, list(answer.data.values())) for answer in answers] == [
        ("FORBIDDEN", [None])
    ] * 3


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"status": ClaimStatus.DRAFT}, "NOT_SUBMITTED"),
        ({"event_date": date(2026, 3, 3)}, "NOT_EARLIER"),
    ],
)
def test_a_relapse_follows_a_claim_that_is_submitted_and_earlier(
    changes: dict[str, Any], code: str, client: Client, world: World
) -> None:
    earlier = to_global_id(world.claim(**changes))
    claim = client.mutate(DRAFT, draft={**ACCIDENT, "kind": "RELAPSE", "earlierClaimId": earlier})[
        "claim"
    ]
    with nothing_changes(world):
        assert problems(client.payload_of(SUBMIT, id=claim["id"])) == [
            (code, "draft.earlierClaimId")
        ]


def test_only_a_relapse_has_an_earlier_claim(client: Client, world: World) -> None:
    earlier = to_global_id(world.claim())
    claim = client.mutate(DRAFT, draft={**ACCIDENT, "kind": "RELAPSE", "earlierClaimId": earlier})[
        "claim"
    ]
    assert claim["earlierClaim"] == {"id": earlier}
    assert (
        client.mutate(UPDATE, id=claim["id"], draft={"kind": "DENTAL_DAMAGE"})["claim"][
            "earlierClaim"
        ]
        is None
    )
    refused = client.payload_of(UPDATE, id=claim["id"], draft={"earlierClaimId": earlier})
    assert problems(refused) == [("ONLY_FOR_RELAPSE", "draft.earlierClaimId")]
