"""Handling of a claim by the health manager: every permitted transition, and no other."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

import models
from data.global_id import to_global_id
from models import ClaimEventKind, ClaimStatus, CoverDecision
from tests.support.claim_files import claim_event_kinds, claim_file, nothing_changes
from tests.support.portal import Client, Portal
from tests.support.world import World, create_world

S, E = ClaimStatus, ClaimEventKind
MUTATIONS = {
    "registerClaim": (S.REGISTERED, E.REGISTERED),
    "reviewClaim": (S.IN_REVIEW, E.REVIEW_STARTED),
    "requestInformation": (S.INFORMATION_REQUESTED, E.INFORMATION_REQUESTED),
    "acceptClaim": (S.ACCEPTED, E.ACCEPTED),
    "refuseClaim": (S.REFUSED, E.REFUSED),
    "closeClaim": (S.CLOSED, E.CLOSED),
    "reopenClaim": (S.REOPENED, E.REOPENED),
}
"""The health manager's mutations: what the claim becomes, and what is noted."""
SAYING = {"requestInformation", "refuseClaim", "reopenClaim", "provideInformation"}
LIFE = {
    S.SUBMITTED: {"registerClaim"},
    S.REGISTERED: {"reviewClaim"},
    S.IN_REVIEW: {"requestInformation", "acceptClaim", "refuseClaim"},
    S.INFORMATION_REQUESTED: {"reviewClaim"},
    S.ACCEPTED: {"closeClaim"},
    S.REFUSED: {"closeClaim", "reopenClaim"},
    S.CLOSED: {"reopenClaim"},
    S.REOPENED: {"reviewClaim"},
}
"""The lifecycle as the health manager walks it."""
STEPS = [(status, mutation) for status, mutations in LIFE.items() for mutation in sorted(mutations)]
MISSTEPS = [(status, sorted(set(MUTATIONS) - mutations)) for status, mutations in LIFE.items()]


@pytest.fixture(scope="module")
def world(portal: Portal) -> World:
    """One world for all: each test has a claim of its own."""
    return create_world(portal)


def document(mutation: str) -> str:
    told = (", $message: String!", ", message: $message") if mutation in SAYING else ("", "")
    return f"mutation ($id: ID!{told[0]}) {{ {mutation}(claimId: $id{told[1]}) {{ claim {{ status cover }} errors {{ code field message }} }} }}"


def variables(
    mutation: str, claim: models.Claim, message: str = "Il manque le rapport."
) -> dict[str, Any]:
    return {"id": to_global_id(claim), **({"message": message} if mutation in SAYING else {})}


def refused(client: Client, mutation: str, claim: models.Claim) -> list[tuple[str, list[str]]]:
    payload = client.payload_of(document(mutation), **variables(mutation, claim))
    assert payload["claim"] is None
    return [(error["code"], error["field"]) for error in payload["errors"]]


def test_the_mutations_cover_exactly_the_lifecycle() -> None:
    """DRAFT → SUBMITTED is the company's own step; all others of the table are the health manager's."""
    walked = {(status, MUTATIONS[mutation][0]) for status, mutation in STEPS}
    table = {
        (status, following)
        for status, all_following in models.TRANSITIONS.items()
        for following in all_following
    }
    assert walked | {(S.DRAFT, S.SUBMITTED)} == table
    assert set(LIFE) | {S.DRAFT} == set(models.TRANSITIONS) == set(ClaimStatus)


@pytest.mark.parametrize(("status", "mutation"), STEPS)
def test_a_step_that_is_allowed_is_taken_and_noted(
    status: ClaimStatus, mutation: str, world: World
) -> None:
    claim, health_manager, before = (
        world.claim(status=status),
        world.client("health manager"),
        datetime.now(UTC),
    )

    moved = health_manager.mutate(document(mutation), **variables(mutation, claim))["claim"]

    expected, kind = MUTATIONS[mutation]
    seen = claim_file(world.client("user with claims"), claim)
    (event,) = seen["events"]
    at = datetime.fromisoformat(event.pop("at"))
    assert moved["status"] == seen["status"] == expected
    assert event == {
        "kind": kind,
        "status": expected,
        "actor": world.a.people["health manager"].manager.name,
        "message": "Il manque le rapport." if mutation in SAYING else "",
    }
    assert before <= at <= datetime.now(UTC)


@pytest.mark.parametrize(("status", "mutations"), MISSTEPS)
def test_a_step_that_is_not_allowed_leaves_nothing(
    status: ClaimStatus, mutations: list[str], world: World
) -> None:
    claim, health_manager = world.claim(status=status), world.client("health manager")
    with nothing_changes(world):
        for mutation in mutations:
            assert refused(health_manager, mutation, claim) == [
                ("STATUS_DOES_NOT_ALLOW", ["claimId"])
            ], mutation


def test_a_draft_is_not_found_by_the_health_manager(world: World) -> None:
    draft, health_manager = world.claim(status=S.DRAFT), world.client("health manager")
    with nothing_changes(world):
        for mutation in MUTATIONS:
            answer = health_manager.ask(document(mutation), **variables(mutation, draft))
            assert (answer.data, answer.refusal) == ({mutation: None}, {"code": "NOT_FOUND"})


def test_a_claim_goes_through_its_whole_life(world: World) -> None:
    """Asked and answered, refused, reopened, accepted and closed."""
    claim, health_manager, client = (
        world.claim(),
        world.client("health manager"),
        world.client("user with claims"),
    )
    for mutation in ("registerClaim", "reviewClaim", "requestInformation"):
        health_manager.mutate(document(mutation), **variables(mutation, claim))
    client.mutate(
        document("provideInformation"),
        **variables("provideInformation", claim, "Voici le rapport."),
    )
    steps = (
        "refuseClaim",
        "reopenClaim",
        "reviewClaim",
        "acceptClaim",
        "closeClaim",
        "reopenClaim",
    )
    covers = [
        health_manager.mutate(document(step), **variables(step, claim))["claim"]["cover"]
        for step in steps
    ]
    assert covers == ["DECLINED", "UNDECIDED", "UNDECIDED", "ACCEPTED", "ACCEPTED", "UNDECIDED"]
    assert claim_event_kinds(client, claim) == [
        *(
            "REGISTERED",
            "REVIEW_STARTED",
            "INFORMATION_REQUESTED",
            "INFORMATION_PROVIDED",
            "REFUSED",
        ),
        *("REOPENED", "REVIEW_STARTED", "ACCEPTED", "CLOSED", "REOPENED"),
    ]


def test_several_steps_of_one_request_keep_their_order_in_the_history(world: World) -> None:
    claim, health_manager = world.claim(), world.client("health manager")
    steps = ("registerClaim", "reviewClaim", "acceptClaim", "closeClaim")
    mutations = (
        f'{step}(claimId: "{to_global_id(claim)}") {{ errors {{ code }} }}' for step in steps
    )
    health_manager.ask(f"mutation {{ {' '.join(mutations)} }}")
    assert claim_event_kinds(health_manager, claim) == [MUTATIONS[step][1] for step in steps]


def test_the_decision_on_cover_is_a_field_of_its_own(world: World) -> None:
    claim, health_manager = (
        world.claim(status=S.REFUSED, cover=CoverDecision.DECLINED),
        world.client("health manager"),
    )
    assert health_manager.mutate(document("closeClaim"), id=to_global_id(claim))["claim"] == {
        "status": "CLOSED",
        "cover": "DECLINED",
    }


def test_the_company_answers_only_a_request_for_information(world: World) -> None:
    client = world.client("user with claims")
    for status in sorted(set(ClaimStatus) - {S.INFORMATION_REQUESTED}):
        claim = world.claim(status=status)
        with nothing_changes(world):
            assert refused(client, "provideInformation", claim) == [
                ("STATUS_DOES_NOT_ALLOW", ["claimId"])
            ]
    claim = world.claim(status=S.INFORMATION_REQUESTED)
    client.mutate(
        document("provideInformation"), **variables("provideInformation", claim, " Voici.\n")
    )
    (event,) = claim_file(client, claim)["events"]
    assert (event["kind"], event["message"], event["actor"]) == (
        "INFORMATION_PROVIDED",
        "Voici.",
        world.a.people["user with claims"].user.name,
    )


MESSAGES = {
    "": "REQUIRED",
    " \n\t": "REQUIRED",
    "x" * 4_001: "TOO_LONG",
    "a\0b": "INVALID_CHARACTER",
    "a\x1b[2J": "INVALID_CHARACTER",
}


@pytest.mark.parametrize("message", MESSAGES)
def test_a_message_must_have_a_text(message: str, world: World) -> None:
    claim, health_manager = world.claim(status=S.IN_REVIEW), world.client("health manager")
    with nothing_changes(world):
        payload = health_manager.payload_of(
            document("refuseClaim"), **variables("refuseClaim", claim, message)
        )
    assert [(error["code"], error["field"]) for error in payload["errors"]] == [
        (MESSAGES[message], ["message"])
    ]


def test_a_message_of_four_thousand_letters_is_kept_whole(world: World) -> None:
    claim, message = world.claim(status=S.IN_REVIEW), "é" * 4_000
    world.client("health manager").mutate(
        document("requestInformation"), **variables("requestInformation", claim, message)
    )
    assert claim_file(world.client("user with claims"), claim)["events"][0]["message"] == message


def test_a_health_manager_handles_the_companies_assigned_and_no_others(world: World) -> None:
    theirs, health_manager = world.claim("b"), world.client("health manager")
    with nothing_changes(world):
        for mutation in MUTATIONS:
            assert health_manager.ask(
                document(mutation), **variables(mutation, theirs)
            ).refusal == {"code": "NOT_FOUND"}
        for mutation in MUTATIONS:
            missing = models.Claim(id=models.Claim().id)
            assert health_manager.ask(
                document(mutation), **variables(mutation, missing)
            ).refusal == {"code": "NOT_FOUND"}


@pytest.mark.parametrize(
    "person", ["user", "user with claims", "administrator with user management", "contract manager"]
)
def test_only_the_health_manager_handles_a_claim(person: str, world: World) -> None:
    claim, client = world.claim(), world.client(person)
    with nothing_changes(world):
        for mutation in MUTATIONS:
            answer = client.ask(document(mutation), **variables(mutation, claim))
            assert (answer.data, answer.code, answer.refusal["askWho"]) == (
                {mutation: None},
                "FORBIDDEN",
                asked_of(person),
            )


def asked_of(person: str) -> str:
    """A company's people are sent to the health manager; the contract manager acts for no company."""
    return "HOTLINE" if person == "contract manager" else "HEALTH_MANAGER"


def test_the_health_manager_does_not_answer_for_the_company(world: World) -> None:
    claim = world.claim(status=S.INFORMATION_REQUESTED)
    with nothing_changes(world):
        answer = world.client("health manager").ask(
            document("provideInformation"), **variables("provideInformation", claim)
        )
    assert (answer.data, answer.code) == ({"provideInformation": None}, "FORBIDDEN")


def test_the_same_step_by_several_at_once_is_taken_once(world: World) -> None:
    claim, clients = world.claim(), [world.client("health manager") for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        payloads = list(
            threads.map(
                lambda client: client.payload_of(document("registerClaim"), id=to_global_id(claim)),
                clients,
            )
        )
    assert sorted(len(payload["errors"]) for payload in payloads) == [0, 1, 1, 1]
    assert claim_event_kinds(clients[0], claim) == ["REGISTERED"]


def test_the_same_step_twice_in_one_request_is_taken_once(world: World) -> None:
    claim, health_manager = world.claim(), world.client("health manager")
    step = f'registerClaim(claimId: "{to_global_id(claim)}") {{ errors {{ code }} }}'
    answer = health_manager.ask(f"mutation {{ a: {step} b: {step} }}")
    assert (answer["a"]["errors"], answer["b"]["errors"]) == (
        [],
        [{"code": "STATUS_DOES_NOT_ALLOW"}],
    )
    assert claim_event_kinds(health_manager, claim) == ["REGISTERED"]
