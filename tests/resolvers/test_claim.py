"""Reading claims: the list with its filters and sort orders, the parts of a claim file, and their viewers."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

import models
from data.global_id import to_global_id
from models import ClaimKind, ClaimStatus, DatePrecision
from tests.support.claim_files import nothing_changes
from tests.support.portal import Client
from tests.support.world import World

LIST = """query ($filter: ClaimFilter, $orderBy: ClaimOrder! = NEWEST) {
  claims(filter: $filter, orderBy: $orderBy, first: 100) { totalCount edges { node { id number } } } }"""
WHOLE = """query ($id: ID!) { claim(id: $id) {
  id number kind line status cover eventDate eventDatePrecision description companyReference swissdecIncidentId declarationRequestId
  declaredBy createdAt submittedAt minor
  insured { firstName lastName avsNumber }
  incapacity { start end degree }
  events { kind status actor message at }
  documents { name claim { id } }
  earlierClaim { id number } } }"""


def numbers(client: Client, **variables: Any) -> list[str]:
    """The numbers of the claims listed."""
    found = client.ask(LIST, **variables)["claims"]
    assert found["totalCount"] == len(found["edges"])
    return [edge["node"]["number"] for edge in found["edges"]]


def periods(world: World, claim: models.Claim, *history: tuple[date, date | None, int]) -> None:
    """The claim's history of incapacity."""
    for start, end, degree in history:
        world.portal.run(
            models.IncapacityPeriod.create(claim=claim, start=start, end=end, degree=degree)
        )


def test_a_claim_file_shows_all_that_is_known(world: World) -> None:
    earlier = world.claim()
    claim = world.claim(
        kind=ClaimKind.RELAPSE,
        earlier_claim=earlier,
        company_reference="RH-7",
        swissdec_incident_id="S-1",
        declaration_request_id="D-1",
    )
    periods(world, claim, (date(2026, 3, 6), None, 50), (date(2026, 3, 2), date(2026, 3, 5), 100))
    world.document(claim, name="rapport.pdf")

    seen = world.client("user with claims").ask(WHOLE, id=to_global_id(claim))["claim"]

    created, submitted = (
        datetime.fromisoformat(seen.pop(name)) for name in ("createdAt", "submittedAt")
    )
    assert (created, submitted) == (claim.created_at, claim.submitted_at)
    assert seen == {
        "id": to_global_id(claim),
        "number": claim.number,
        "kind": "RELAPSE",
        "line": "LAA",
        "status": "SUBMITTED",
        "cover": "UNDECIDED",
        "eventDate": "2026-03-02",
        "eventDatePrecision": "EXACT",
        "description": "Chute à ski.",
        "companyReference": "RH-7",
        "swissdecIncidentId": "S-1",
        "declarationRequestId": "D-1",
        "declaredBy": "Test",
        "minor": False,
        "insured": {"firstName": "Ada", "lastName": "Lovelace", "avsNumber": "756.9217.0769.85"},
        "incapacity": [
            {"start": "2026-03-02", "end": "2026-03-05", "degree": 100},
            {"start": "2026-03-06", "end": None, "degree": 50},
        ],
        "events": [],
        "documents": [{"name": "rapport.pdf", "claim": {"id": to_global_id(claim)}}],
        "earlierClaim": {"id": to_global_id(earlier), "number": earlier.number},
    }


def test_times_are_in_utc(world: World) -> None:
    seen = world.client("user with claims").ask(WHOLE, id=to_global_id(world.claim()))["claim"]
    assert datetime.fromisoformat(seen["createdAt"]).utcoffset() == timedelta(0)


DAY = date(2026, 3, 2)
MINOR: dict[str, tuple[dict[str, Any], list[tuple[int, int | None, int]], bool | None]] = {
    "an accident without incapacity": ({}, [], True),
    "an accident of three days": ({}, [(0, 2, 100)], True),
    "an accident of four days": ({}, [(0, 3, 100)], False),
    "an accident of three days and a return at nothing": ({}, [(0, 2, 50), (3, None, 0)], True),
    "an accident with an open end": ({}, [(0, None, 20)], False),
    "an accident that tells on the fourth day only": ({}, [(0, 2, 0), (3, 3, 10)], False),
    "an accident at work of three days": (
        {"kind": ClaimKind.OCCUPATIONAL_ACCIDENT},
        [(0, 2, 100)],
        True,
    ),
    "an accident whose date is about right": (
        {"event_date_precision": DatePrecision.APPROXIMATE},
        [(0, 2, 100)],
        True,
    ),
    "an accident whose date is being clarified": (
        {"event_date_precision": DatePrecision.CLARIFYING},
        [(0, 2, 100)],
        None,
    ),
    "an occupational disease": ({"kind": ClaimKind.OCCUPATIONAL_DISEASE}, [(0, 2, 100)], False),
    "damage to a tooth": ({"kind": ClaimKind.DENTAL_DAMAGE}, [], False),
    "a relapse": ({"kind": ClaimKind.RELAPSE}, [(0, 0, 100)], False),
    "an illness": ({"kind": ClaimKind.ILLNESS}, [(0, 0, 100)], False),
    "a death whose date is being clarified": (
        {"kind": ClaimKind.DEATH, "event_date_precision": DatePrecision.CLARIFYING},
        [],
        False,
    ),
}


@pytest.mark.parametrize("title", MINOR)
def test_an_accident_of_at_most_three_days_is_minor(title: str, world: World) -> None:
    columns, history, minor = MINOR[title]
    claim = world.claim(event_date=DAY, **columns)
    days = [
        (DAY + timedelta(start), None if end is None else DAY + timedelta(end), degree)
        for start, end, degree in history
    ]
    periods(world, claim, *days)
    assert (
        world.client("user with claims").ask(WHOLE, id=to_global_id(claim))["claim"]["minor"]
        is minor
    )


def test_claims_are_found_by_their_status(world: World) -> None:
    by_status = {status: world.claim(status=status).number for status in ClaimStatus}
    client = world.client("user with claims")
    for status, number in by_status.items():
        assert numbers(client, filter={"status": [status]}) == [number]
    assert set(numbers(client, filter={"status": ["DRAFT", "CLOSED"]})) == {
        by_status[ClaimStatus.DRAFT],
        by_status[ClaimStatus.CLOSED],
    }
    assert numbers(client, filter={"status": []}) == []
    assert (
        len(numbers(client, filter={"status": None}))
        == len(numbers(client, filter={}))
        == len(numbers(client))
        == len(ClaimStatus)
    )


def test_claims_are_found_by_their_kind(world: World) -> None:
    by_kind = {kind: world.claim(kind=kind).number for kind in ClaimKind}
    client = world.client("user with claims")
    for kind, number in by_kind.items():
        assert numbers(client, filter={"kind": [kind]}) == [number]


def test_claims_are_found_by_the_day_of_the_event_both_ends_included(world: World) -> None:
    by_day = {day: world.claim(event_date=date(2026, 3, day)).number for day in (1, 2, 3)}
    client = world.client("user with claims")

    def found(**days: str) -> list[str]:
        return sorted(numbers(client, filter=days))

    assert found(eventFrom="2026-03-02") == sorted([by_day[2], by_day[3]])
    assert found(eventTo="2026-03-02") == sorted([by_day[1], by_day[2]])
    assert found(eventFrom="2026-03-02", eventTo="2026-03-02") == [by_day[2]]
    assert found(eventFrom="2026-03-03", eventTo="2026-03-01") == []
    assert found(eventFrom="0001-01-01", eventTo="9999-12-31") == sorted(by_day.values())


def test_claims_are_found_by_part_of_a_number_a_name_or_the_description(world: World) -> None:
    hit = world.claim(
        number=f"Q7-{world.a.company.id.hex[:12]}",
        insured_first_name="Grace",
        insured_last_name="Hopper-Rey",
        description="Un orteil",
    )
    world.claim()
    client = world.client("user with claims")
    for text in ("q7-", "grace", "RACE", "hopper-rey", "Orteil", " "):
        assert hit.number in numbers(client, filter={"text": text}), text
    for text in ("q7-", "grace", "orteil"):
        assert numbers(client, filter={"text": text}) == [hit.number]
    assert numbers(client, filter={"text": "Grace Orteil"}) == []
    assert len(numbers(client, filter={"text": ""})) == 2


@pytest.mark.parametrize(
    "text", ["%", "_", "\\", "50 %", "a_b", "c\\d", "o'", '"', "--", "é", "漢字", "😀", "*", "?"]
)
def test_a_text_is_searched_letter_by_letter(text: str, world: World) -> None:
    hit = world.claim(description=f"avant {text} après" if text != "é" else "été")
    world.claim(description="50 fois axb cd o", insured_last_name="Plain")
    assert numbers(world.client("user with claims"), filter={"text": text}) == [hit.number]


@pytest.mark.parametrize("text", ["x" * 101, "a\0b", "\0"])
def test_a_text_that_cannot_be_searched_is_refused(text: str, world: World) -> None:
    answer = world.client("user with claims").ask(LIST, filter={"text": text})
    assert answer.refusal == {"code": "BAD_USER_INPUT", "argument": "filter.text"}
    assert answer.data == {"claims": None}
    assert ("100" in answer.errors[0]["message"]) is (len(text) > 100)


@pytest.mark.parametrize(("name", "value"), [("status", "DRAFT"), ("kind", "ILLNESS")])
def test_a_filter_has_a_limit_of_values(name: str, value: str, world: World) -> None:
    client = world.client("user with claims")
    assert client.ask(LIST, filter={name: [value] * 100}).errors == []
    assert client.ask(LIST, filter={name: [value] * 101}).refusal == {
        "code": "BAD_USER_INPUT",
        "argument": f"filter.{name}",
    }


def test_all_conditions_hold_together(world: World) -> None:
    hit = world.claim(
        kind=ClaimKind.ILLNESS,
        status=ClaimStatus.CLOSED,
        description="grippe",
        event_date=date(2026, 1, 5),
    )
    world.claim(
        kind=ClaimKind.ILLNESS,
        status=ClaimStatus.CLOSED,
        description="grippe",
        event_date=date(2026, 1, 4),
    )
    world.claim(
        kind=ClaimKind.ILLNESS,
        status=ClaimStatus.ACCEPTED,
        description="grippe",
        event_date=date(2026, 1, 5),
    )
    conditions = {
        "kind": ["ILLNESS"],
        "status": ["CLOSED"],
        "text": "GRIPPE",
        "eventFrom": "2026-01-05",
    }
    assert numbers(world.client("user with claims"), filter=conditions) == [hit.number]


def test_claims_are_sorted_as_asked(world: World) -> None:
    start = datetime(2026, 3, 1, 8, tzinfo=UTC)
    made = [
        world.claim(created_at=start + timedelta(hours=n), event_date=date(2026, 3, 1 + day)).number
        for n, day in enumerate((2, 0, 1))
    ]
    client = world.client("user with claims")
    assert numbers(client) == numbers(client, orderBy="NEWEST") == made[::-1]
    assert numbers(client, orderBy="OLDEST") == made
    assert numbers(client, orderBy="LATEST_EVENT") == [made[0], made[2], made[1]]
    assert numbers(client, orderBy="EARLIEST_EVENT") == [made[1], made[2], made[0]]


def test_a_user_sees_the_claims_of_their_own_company_only(world: World) -> None:
    own, theirs = world.claim(), world.claim("b")
    client = world.client("user with claims")
    with nothing_changes(world):
        answer = client.ask(WHOLE, id=to_global_id(theirs))
    assert numbers(client) == [own.number]
    assert (answer.code, answer.data, answer.errors[0]["message"]) == (
        "NOT_FOUND",
        {"claim": None},
        "No such claim.",
    )
    assert answer.refusal == {"code": "NOT_FOUND"}


def test_a_relapse_never_shows_an_earlier_claim_of_another_company(world: World) -> None:
    claim = world.claim(kind=ClaimKind.RELAPSE, earlier_claim=world.claim("b"))
    assert (
        world.client("user with claims").ask(WHOLE, id=to_global_id(claim))["claim"]["earlierClaim"]
        is None
    )


def test_the_health_manager_sees_no_drafts(world: World) -> None:
    draft, submitted = world.claim(status=ClaimStatus.DRAFT), world.claim()
    world.document(draft)
    client = world.client("health manager")
    assert numbers(client) == [submitted.number]
    assert numbers(client, filter={"status": ["DRAFT"]}) == []
    assert client.ask(WHOLE, id=to_global_id(draft)).code == "NOT_FOUND"
    assert sorted(numbers(world.client("user with claims"))) == sorted(
        [draft.number, submitted.number]
    )


def test_the_health_manager_sees_the_companies_assigned_and_no_others(world: World) -> None:
    own, theirs = world.claim(), world.claim("b")
    client = world.client("health manager")
    assert numbers(client) == numbers(client, filter={"companyId": world.a.id}) == [own.number]
    assert numbers(client, filter={"companyId": world.b.id}) == []
    assert client.ask(WHOLE, id=to_global_id(theirs)).code == "NOT_FOUND"
    world.portal.run(
        models.Company.filter(id=world.b.company.id).update(
            health_manager_id=world.a.company.health_manager_id
        )
    )
    assert sorted(numbers(client)) == sorted([own.number, theirs.number])
    assert numbers(client, filter={"companyId": world.b.id}) == [theirs.number]


def test_the_contract_manager_sees_no_claims(world: World) -> None:
    claim = world.claim()
    client = world.client("contract manager")
    for answer in (client.ask(LIST), client.ask(WHOLE, id=to_global_id(claim))):
        assert (answer.code, answer.refusal["access"], list(answer.data.values())) == (
            "FORBIDDEN",
            "CLAIMS",
            [None],
        )


def test_a_user_without_the_access_learns_whom_to_ask(world: World) -> None:
    world.claim()
    answer = world.client("user with invoices").ask(LIST)
    administrators = {
        world.a.people[name].user.email
        for name in ("administrator", "administrator with user management")
    }
    assert (answer.data, answer.code, answer.refusal["askWho"]) == (
        {"claims": None},
        "FORBIDDEN",
        "ADMINISTRATOR",
    )
    assert answer.refusal["contact"]["email"] in administrators


def test_an_anonymous_caller_is_asked_to_sign_in(world: World, anonymous: Client) -> None:
    answer = anonymous.ask(WHOLE, id=to_global_id(world.claim()))
    assert (answer.data, answer.code, answer.refusal["askWho"]) == (
        None,
        "UNAUTHENTICATED",
        "HOTLINE",
    )
