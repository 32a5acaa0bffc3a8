"""Replay of a response: unchanged, and only under the permissions that it was made for."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import models
from data.global_id import to_global_id
from models import Access, ClaimStatus, IdempotencyRecord, Role
from tests.support.claim_files import stored_state
from tests.support.idempotency import (
    DRAFT,
    body_without_cost,
    count_claims,
    execute_with_key,
    is_replayed,
    new_key,
)
from tests.support.portal import Client
from tests.support.step_up import age_session
from tests.support.world import World

WRONG = 'mutation { draftClaim(draft: {kind: ILLNESS, insuredAvsNumber: "1"}) { claim { id } errors { code field message } } }'


def test_payload_errors_are_replayed(client: Client) -> None:
    key = new_key()
    first, second = execute_with_key(client, key, WRONG), execute_with_key(client, key, WRONG)
    assert first["draftClaim"]["errors"][0]["code"] == "INVALID_AVS_NUMBER"
    assert (
        body_without_cost(first),
        is_replayed(first),
        body_without_cost(second),
        is_replayed(second),
    ) == (
        body_without_cost(second),
        False,
        body_without_cost(first),
        True,
    )


def test_a_refusal_is_replayed_to_the_letter(world: World, text: str) -> None:
    key, client = new_key(), world.client("user with invoices")
    first, second = (
        execute_with_key(client, key, DRAFT, description=text),
        execute_with_key(client, key, DRAFT, description=text),
    )
    assert (first.code, first.data, is_replayed(second)) == (
        "FORBIDDEN",
        {"draftClaim": None},
        True,
    )
    assert first.errors[0]["locations"]
    assert body_without_cost(second) == body_without_cost(first)


@pytest.mark.parametrize(
    "document",
    ["mutation { nothing }", "mutation ($a: ID!) { submitClaim(claimId: $a) { claim { id } } }"],
)
def test_a_response_without_execution_is_not_kept(
    document: str, world: World, client: Client, text: str
) -> None:
    key = new_key()
    assert execute_with_key(client, key, document).code == "BAD_USER_INPUT"
    assert execute_with_key(client, key, DRAFT, description=text)["draftClaim"]["claim"]


def test_the_answer_stays_in_its_language_and_tells_its_own_cost(client: Client) -> None:
    key = new_key()
    client.http.headers["Accept-Language"] = "de"
    first = execute_with_key(client, key, WRONG)
    client.http.headers["Accept-Language"] = "it"
    second = execute_with_key(client, key, WRONG)
    assert body_without_cost(second) == body_without_cost(first)
    assert second.response.headers["content-language"] == "de"
    assert set(second.response.json()["extensions"]["cost"]) == set(
        first.response.json()["extensions"]["cost"]
    )


@pytest.mark.parametrize(
    "change",
    [
        {"accesses": [Access.CLAIMS, Access.INVOICES]},
        {"role": Role.ADMINISTRATOR},
        {"accesses": []},
    ],
)
def test_changed_permissions_get_no_replay_and_execute_nothing(
    change: dict[str, Any], world: World, client: Client, text: str
) -> None:
    key, membership = new_key(), world.a.people["user with claims"].memberships[0]
    first = execute_with_key(client, key, DRAFT, description=text)
    world.portal.run(models.Membership.filter(id=membership.id).update(**change))
    before = stored_state(world)
    answer = execute_with_key(client, key, DRAFT, description=text)
    assert (answer.response.status_code, answer.code, answer.data) == (
        409,
        "IDEMPOTENCY_RIGHTS_CHANGED",
        None,
    )
    assert stored_state(world) == before
    world.portal.run(
        models.Membership.filter(id=membership.id).update(role=Role.USER, accesses=[Access.CLAIMS])
    )
    assert body_without_cost(
        execute_with_key(client, key, DRAFT, description=text)
    ) == body_without_cost(first)


def test_a_step_up_refusal_is_not_replayed(world: World) -> None:
    client, key, other = (
        world.client("administrator with user management"),
        new_key(),
        world.a.people["user with claims"],
    )
    document = "mutation ($id: ID!) { changeAccesses(userId: $id, accesses: [CLAIMS]) { user { id } errors { code } } }"
    age_session(world, client)
    assert execute_with_key(client, key, document, id=other.id).code == "STEP_UP_REQUIRED"
    age_session(world, client, -16)
    first = execute_with_key(client, key, document, id=other.id)
    assert (first["changeAccesses"]["user"]["id"], is_replayed(first)) == (other.id, False)
    age_session(world, client)
    assert execute_with_key(client, key, document, id=other.id).code == "STEP_UP_REQUIRED"
    age_session(world, client, -16)
    assert body_without_cost(
        execute_with_key(client, key, document, id=other.id)
    ) == body_without_cost(first)


def test_a_key_belongs_to_the_user_across_sessions(world: World, client: Client, text: str) -> None:
    key = new_key()
    first = execute_with_key(client, key, DRAFT, description=text)
    elsewhere = execute_with_key(world.client("user with claims"), key, DRAFT, description=text)
    assert (body_without_cost(elsewhere), is_replayed(elsewhere)) == (
        body_without_cost(first),
        True,
    )
    others = [world.client("administrator"), world.client("user with claims", "b")]
    numbers = {
        execute_with_key(other, key, DRAFT, description=text)["draftClaim"]["claim"]["number"]
        for other in others
    }
    assert len(numbers | {first["draftClaim"]["claim"]["number"]}) == 3
    assert count_claims(world.portal, text) == 3


def test_a_manager_who_lost_a_company_gets_no_replay(world: World) -> None:
    client, claim, key = (
        world.client("health manager"),
        world.claim(status=ClaimStatus.SUBMITTED),
        new_key(),
    )
    register = "mutation ($id: ID!) { registerClaim(claimId: $id) { claim { number description } errors { code } } }"
    assert execute_with_key(client, key, register, id=to_global_id(claim))["registerClaim"]["claim"]
    other = world.b.people["health manager"].manager
    world.portal.run(
        models.Company.filter(id=world.a.company.id).update(health_manager_id=other.id)
    )
    answer = execute_with_key(client, key, register, id=to_global_id(claim))
    assert (answer.response.status_code, answer.code, answer.data) == (
        409,
        "IDEMPOTENCY_RIGHTS_CHANGED",
        None,
    )


def test_a_manager_with_an_additional_company_gets_the_replay(world: World) -> None:
    client, claim, key = (
        world.client("health manager"),
        world.claim(status=ClaimStatus.SUBMITTED),
        new_key(),
    )
    register = (
        "mutation ($id: ID!) { registerClaim(claimId: $id) { claim { number } errors { code } } }"
    )
    first = execute_with_key(client, key, register, id=to_global_id(claim))
    manager = world.a.people["health manager"].manager
    world.portal.run(
        models.Company.filter(id=world.b.company.id).update(health_manager_id=manager.id)
    )
    again = execute_with_key(client, key, register, id=to_global_id(claim))
    assert (body_without_cost(again), is_replayed(again)) == (body_without_cost(first), True)


def test_a_long_answer_takes_little_room(world: World, client: Client) -> None:
    key, long = new_key(), "x" * 2_000
    first = execute_with_key(client, key, DRAFT, description=long)
    assert first["draftClaim"]["claim"]["description"] == long
    (kept,) = world.portal.run(models.IdempotencyRecord.all().order_by("-expires_at").limit(1))
    assert len(kept.sealed) < 1_000
    assert body_without_cost(
        execute_with_key(client, key, DRAFT, description=long)
    ) == body_without_cost(first)


def test_an_answer_is_kept_for_a_day_and_then_forgotten(
    world: World, client: Client, text: str
) -> None:
    key = new_key()
    execute_with_key(client, key, DRAFT, description=text)
    pass_time(world, hours=23, minutes=59)
    assert is_replayed(execute_with_key(client, key, DRAFT, description=text))
    pass_time(world, minutes=2)
    assert not is_replayed(execute_with_key(client, key, DRAFT, description=text))
    assert count_claims(world.portal, text) == 2


def test_expired_responses_are_removed_by_the_next_operation(
    world: World, client: Client, text: str
) -> None:
    execute_with_key(client, new_key(), DRAFT, description=text)
    pass_time(world, hours=25)
    assert world.portal.run(IdempotencyRecord.filter(expires_at__lte=datetime.now(UTC)).exists())
    execute_with_key(client, new_key(), DRAFT, description=text)
    client.ask("{ viewer { role } }")  # by now what follows the answer has begun
    wait_until(
        lambda: (
            not world.portal.run(
                IdempotencyRecord.filter(expires_at__lte=datetime.now(UTC)).exists()
            )
        )
    )


def pass_time(world: World, **lapse: float) -> None:
    """As if all answers had been kept for so much longer."""

    async def shift() -> None:
        for row in await IdempotencyRecord.all():
            await IdempotencyRecord.filter(name=row.name).update(
                expires_at=row.expires_at - timedelta(**lapse)
            )

    world.portal.run(shift())


def wait_until(holds: Callable[[], bool]) -> None:
    until = datetime.now(UTC) + timedelta(seconds=10)
    while not holds():
        assert datetime.now(UTC) < until, "it does not come true"
