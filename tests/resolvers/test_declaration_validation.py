"""Validation of a draft: each fault with its code and field, and the draft unchanged."""

from datetime import date, timedelta
from typing import Any

import pytest

from models import ClaimKind, Line
from tests.support.claim_files import nothing_changes
from tests.support.declarations import ACCIDENT, DRAFT, HISTORY, SUBMIT, TODAY, UPDATE, problems
from tests.support.portal import Client, Portal
from tests.support.world import World, create_world


@pytest.fixture(scope="module")
def world(portal: Portal) -> World:
    """One world for all: each test has a claim of its own."""
    return create_world(portal)


def test_a_lone_surrogate_is_refused(client: Client, world: World) -> None:
    with nothing_changes(world):
        answer = client.ask(
            'mutation { draftClaim(draft: {kind: ILLNESS, description: "\\ud800"}) { errors { code } } }'
        )
    assert (answer.data, answer.code) == (None, "BAD_USER_INPUT")


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


def test_a_name_of_invisible_characters_is_refused(client: Client, world: World) -> None:
    claim = client.mutate(DRAFT, draft={**ACCIDENT, "insuredLastName": "\u200b\u2060"})["claim"]
    with nothing_changes(world):
        assert problems(client.payload_of(SUBMIT, id=claim["id"])) == [
            ("REQUIRED", "draft.insuredLastName")
        ]
