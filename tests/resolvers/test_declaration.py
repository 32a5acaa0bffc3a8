"""The declaration: begun with little, completed bit by bit, submitted whole. What is refused changes nothing."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import models
from data.global_id import to_global_id
from models import ClaimKind, ClaimStatus, Line
from tests.support.claim_files import claim_event_kinds, claim_file, nothing_changes
from tests.support.portal import Client, Portal
from tests.support.world import World, create_world

PAYLOAD = """{ claim { id number kind line status cover eventDate eventDatePrecision description companyReference swissdecIncidentId
  declarationRequestId declaredBy submittedAt insured { firstName lastName avsNumber } incapacity { start end degree } earlierClaim { id } }
  errors { code field message } }"""
DRAFT = f"mutation ($draft: ClaimDraft!) {{ draftClaim(draft: $draft) {PAYLOAD} }}"
UPDATE = f"mutation ($id: ID!, $draft: ClaimDraft!) {{ updateClaimDraft(claimId: $id, draft: $draft) {PAYLOAD} }}"
SUBMIT = f"mutation ($id: ID!) {{ submitClaim(claimId: $id) {PAYLOAD} }}"
ACCIDENT = {
    "kind": "OCCUPATIONAL_ACCIDENT",
    "line": "LAA",
    "insuredFirstName": "Ada",
    "insuredLastName": "Lovelace",
    "insuredAvsNumber": "7569217076985",
    "eventDate": "2026-03-02",
    "description": "Coupure à la main gauche.",
}
HISTORY = [
    {"start": "2026-03-02", "end": "2026-03-15", "degree": 100},
    {"start": "2026-03-16", "end": None, "degree": 50},
]
TODAY = datetime.now(ZoneInfo("Europe/Zurich")).date()


@pytest.fixture(scope="module")
def world(portal: Portal) -> World:
    """One world for all: each test has a claim of its own."""
    return create_world(portal)


def problems(payload: Any) -> list[tuple[str, str]]:
    """The code and the dotted path of each problem; nothing else came back."""
    assert payload["claim"] is None
    assert all(error["message"].endswith(".") for error in payload["errors"])
    return [(error["code"], ".".join(error["field"])) for error in payload["errors"]]


def row(world: World, claim: dict[str, Any]) -> models.Claim:
    found: models.Claim = world.portal.run(models.Claim.get(number=claim["number"]))
    return found


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


def test_a_lone_surrogate_is_refused(client: Client, world: World) -> None:
    with nothing_changes(world):
        answer = client.ask(
            'mutation { draftClaim(draft: {kind: ILLNESS, description: "\\ud800"}) { errors { code } } }'
        )
    assert (answer.data, answer.code) == (None, "BAD_USER_INPUT")


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


def test_each_step_is_an_event_with_who_and_when(client: Client, world: World) -> None:
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
    order = (
        'updateClaimDraft(claimId: "{0}", draft: {{description: "{1}"}}) {{ errors {{ code }} }}'
    )
    orders = " ".join(f"o{n}: {order.format(to_global_id(claim), n)}" for n in range(5))
    client.ask(
        f'mutation {{ {orders} last: submitClaim(claimId: "{to_global_id(claim)}") {{ errors {{ code }} }} }}'
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


WRONG: dict[str, tuple[dict[str, Any], list[tuple[str, str]]]] = {
    "no kind": ({"kind": None}, [("REQUIRED", "draft.kind")]),
    "a wrong check digit": (
        {"insuredAvsNumber": "756.9217.0769.84"},
        [("INVALID_AVS_NUMBER", "draft.insuredAvsNumber")],
    ),
    "no AVS number": (
        {"insuredAvsNumber": "x" * 100_000},
        [("INVALID_AVS_NUMBER", "draft.insuredAvsNumber")],
    ),
    "an event tomorrow": (
        {"eventDate": str(TODAY + timedelta(1))},
        [("DATE_IN_FUTURE", "draft.eventDate")],
    ),
    "an event at the end of time": (
        {"eventDate": "9999-12-31"},
        [("DATE_IN_FUTURE", "draft.eventDate")],
    ),
    "a line of illness": ({"line": "IJM"}, [("LINE_DOES_NOT_FIT", "draft.line")]),
    "a first name that is too long": (
        {"insuredFirstName": "x" * 61},
        [("TOO_LONG", "draft.insuredFirstName")],
    ),
    "a last name that is too long": (
        {"insuredLastName": "é" * 61},
        [("TOO_LONG", "draft.insuredLastName")],
    ),
    "a description that is too long": (
        {"description": "x" * 10_001},
        [("TOO_LONG", "draft.description")],
    ),
    "a reference that is too long": (
        {"companyReference": "x" * 61},
        [("TOO_LONG", "draft.companyReference")],
    ),
    "NUL in a name": (
        {"insuredLastName": "a\0b"},
        [("INVALID_CHARACTER", "draft.insuredLastName")],
    ),
    "NUL in the description": (
        {"description": "a\0b"},
        [("INVALID_CHARACTER", "draft.description")],
    ),
    "NUL in a reference": (
        {"swissdecIncidentId": "\0"},
        [("INVALID_CHARACTER", "draft.swissdecIncidentId")],
    ),
    "a bell in a reference": (
        {"declarationRequestId": "a\x07b"},
        [("INVALID_CHARACTER", "draft.declarationRequestId")],
    ),
    "everything at once": (
        {
            "insuredFirstName": "\0",
            "insuredAvsNumber": "1",
            "eventDate": "9999-12-31",
            "line": "IJM",
        },
        [
            ("INVALID_CHARACTER", "draft.insuredFirstName"),
            ("INVALID_AVS_NUMBER", "draft.insuredAvsNumber"),
            ("LINE_DOES_NOT_FIT", "draft.line"),
            ("DATE_IN_FUTURE", "draft.eventDate"),
        ],
    ),
}


@pytest.mark.parametrize("title", WRONG)
def test_payload_errors_name_their_field_and_leave_the_draft_unchanged(
    title: str, client: Client, world: World
) -> None:
    changes, expected = WRONG[title]
    drafted = client.mutate(DRAFT, draft=ACCIDENT)["claim"]
    with nothing_changes(world):
        assert problems(client.payload_of(DRAFT, draft={**ACCIDENT, **changes})) == expected
        if changes.get("kind", "left out") is not None:
            assert problems(client.payload_of(UPDATE, id=drafted["id"], draft=changes)) == expected


def days(*history: tuple[int, int | None, int]) -> list[dict[str, Any]]:
    """A history of incapacity in March 2026."""
    return [
        {"start": f"2026-03-{a:02d}", "end": None if b is None else f"2026-03-{b:02d}", "degree": c}
        for a, b, c in history
    ]


HISTORIES = {
    "a gap": (days((1, 5, 100), (7, None, 50)), "PERIODS_LEAVE_A_GAP", 1),
    "a gap later on": (days((1, 5, 100), (6, 9, 50), (11, None, 20)), "PERIODS_LEAVE_A_GAP", 2),
    "an overlap": (days((1, 5, 100), (5, None, 50)), "PERIODS_OVERLAP", 1),
    "the same day twice": (days((1, 1, 100), (1, 1, 50)), "PERIODS_OVERLAP", 1),
    "a period behind an open one": (days((1, None, 100), (6, None, 50)), "PERIODS_OVERLAP", 1),
    "periods in the wrong order": (days((6, 9, 100), (1, 5, 50)), "PERIODS_OVERLAP", 1),
    "an end before its beginning": (days((5, 1, 100)), "END_BEFORE_START", 0),
    "a degree below nothing": (days((1, 5, -1)), "DEGREE_OUT_OF_RANGE", 0),
    "a degree above all": (days((1, 5, 100), (6, None, 101)), "DEGREE_OUT_OF_RANGE", 1),
}


@pytest.mark.parametrize("title", HISTORIES)
def test_a_history_with_a_fault_is_refused_at_the_period_at_fault(
    title: str, client: Client, world: World
) -> None:
    history, code, place = HISTORIES[title]
    drafted = client.mutate(DRAFT, draft={**ACCIDENT, "incapacity": HISTORY})["claim"]
    with nothing_changes(world):
        payload = client.payload_of(UPDATE, id=drafted["id"], draft={"incapacity": history})
    assert problems(payload) == [(code, f"draft.incapacity.{place}")]


def test_a_history_has_a_hundred_periods_at_most(client: Client, world: World) -> None:
    start = date(2020, 1, 1)
    history = [
        {"start": str(start + timedelta(n)), "end": str(start + timedelta(n)), "degree": n % 101}
        for n in range(101)
    ]
    with nothing_changes(world):
        refusal = client.ask(DRAFT, draft={**ACCIDENT, "incapacity": history}).refusal
    assert refusal == {"code": "BAD_USER_INPUT", "argument": "draft.incapacity"}
    assert (
        client.mutate(DRAFT, draft={**ACCIDENT, "incapacity": history[:100]})["claim"]["incapacity"]
        == history[:100]
    )


def test_a_history_reaches_to_the_end_of_time_without_a_fault_of_ours(client: Client) -> None:
    history = [
        {"start": "2026-03-02", "end": "9999-12-31", "degree": 100},
        {"start": "9999-12-31", "end": None, "degree": 0},
    ]
    assert problems(client.payload_of(DRAFT, draft={**ACCIDENT, "incapacity": history})) == [
        ("PERIODS_OVERLAP", "draft.incapacity.1")
    ]
    assert (
        client.mutate(DRAFT, draft={**ACCIDENT, "incapacity": history[:1]})["claim"]["incapacity"]
        == history[:1]
    )


@pytest.mark.parametrize("kind", sorted(ClaimKind))
@pytest.mark.parametrize("line", sorted(Line))
def test_a_kind_of_claim_falls_under_its_own_lines(
    kind: ClaimKind, line: Line, client: Client, world: World
) -> None:
    payload = client.payload_of(DRAFT, draft={"kind": kind, "line": line})
    if (kind in (ClaimKind.ILLNESS, ClaimKind.MATERNITY)) is (line is Line.IJM) or kind in (
        ClaimKind.RELAPSE,
        ClaimKind.DEATH,
    ):
        assert payload["errors"] == []
    else:
        assert problems(payload) == [("LINE_DOES_NOT_FIT", "draft.line")]


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
        orders = [
            client.ask(DRAFT, draft=ACCIDENT),
            client.ask(UPDATE, id=to_global_id(draft), draft={}),
            client.ask(SUBMIT, id=to_global_id(draft)),
        ]
    assert [(answer.code, list(answer.data.values())) for answer in orders] == [
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


def test_a_name_of_invisible_characters_is_refused(client: Client, world: World) -> None:
    claim = client.mutate(DRAFT, draft={**ACCIDENT, "insuredLastName": "\u200b\u2060"})["claim"]
    with nothing_changes(world):
        assert problems(client.payload_of(SUBMIT, id=claim["id"])) == [
            ("REQUIRED", "draft.insuredLastName")
        ]
