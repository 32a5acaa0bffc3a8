"""Settlements (décomptes): viewers, filters, and lines that add up to the amount."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

import models
from data.global_id import to_global_id
from models import SettlementStatus
from tests.support.portal import Client
from tests.support.world import World

LIST = """query ($filter: SettlementFilter, $first: Int! = 100, $after: String) {
  settlements(filter: $filter, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    edges { node { id number status amount { amount currency } issuedAt period { start end } claim { number }
      lines { kind days degree amount { amount } } } } } }"""
NUMBERS = """query ($filter: SettlementFilter, $first: Int! = 100, $after: String) {
  settlements(filter: $filter, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } edges { node { number } } } }"""
BY_CLAIM = "query ($id: ID!) { claim(id: $id) { number settlements { number } } }"


@pytest.fixture
def client(world: World) -> Client:
    """Client of a user who sees settlements, and claims, so that they are found by their claim."""
    return world.client("administrator")


def numbers(client: Client, **variables: Any) -> list[str]:
    return [
        edge["node"]["number"] for edge in client.ask(NUMBERS, **variables)["settlements"]["edges"]
    ]


def settlement(world: World, claim: models.Claim, **columns: Any) -> models.Settlement:
    """A settlement without lines."""
    default: dict[str, Any] = {
        "claim": claim,
        "number": uuid4().hex[:30],
        "status": SettlementStatus.PROVISIONAL,
        "period_start": date(2026, 3, 4),
        "period_end": date(2026, 3, 31),
        "amount": 1,
        "issued_at": datetime.now(UTC),
    }
    made: models.Settlement = world.portal.run(models.Settlement.create(**{**default, **columns}))
    return made


def test_a_settlement_shows_its_lines_and_they_make_up_its_amount(world: World) -> None:
    claim = world.claim()
    made = world.settlement(claim)
    (edge,) = world.client("administrator").ask(LIST)["settlements"]["edges"]
    node = edge["node"]
    assert datetime.fromisoformat(node.pop("issuedAt")) == made.issued_at
    assert sum(Decimal(line["amount"]["amount"]) for line in node["lines"]) == Decimal(
        node["amount"]["amount"]
    )
    assert node == {
        "id": to_global_id(made),
        "number": made.number,
        "status": "FINAL",
        "amount": {"amount": "5000.00", "currency": "CHF"},
        "period": {"start": "2026-03-04", "end": "2026-03-31"},
        "claim": {"number": claim.number},
        "lines": [
            {"kind": "DAILY_ALLOWANCE", "days": 28, "degree": 100, "amount": {"amount": "5200.00"}},
            {
                "kind": "HOSPITAL_DEDUCTION",
                "days": None,
                "degree": None,
                "amount": {"amount": "-200.00"},
            },
        ],
    }


def test_settlements_are_found_by_their_claim_and_status(client: Client, world: World) -> None:
    claim, other = world.claim(), world.claim()
    provisional, final = (
        settlement(world, claim),
        settlement(world, claim, status=SettlementStatus.FINAL),
    )
    apart = settlement(world, other)
    assert sorted(numbers(client, filter={"claimId": to_global_id(claim)})) == sorted(
        [provisional.number, final.number]
    )
    assert numbers(client, filter={"status": "FINAL"}) == [final.number]
    assert numbers(client, filter={"claimId": to_global_id(other), "status": "PROVISIONAL"}) == [
        apart.number
    ]
    assert numbers(client, filter={"claimId": to_global_id(other), "status": "FINAL"}) == []
    assert (
        len(numbers(client, filter={}))
        == len(numbers(client, filter={"claimId": None, "status": None}))
        == 3
    )


def test_settlements_come_newest_first_page_by_page(client: Client, world: World) -> None:
    claim, start = world.claim(), datetime(2026, 3, 1, tzinfo=UTC)
    made = [settlement(world, claim, issued_at=start + timedelta(days=n // 2)) for n in range(9)]
    after, met = None, []
    while True:
        found = client.ask(NUMBERS, first=2, after=after)["settlements"]
        met.extend(edge["node"]["number"] for edge in found["edges"])
        after = found["pageInfo"]["endCursor"]
        if not found["pageInfo"]["hasNextPage"]:
            break
    days = {row.number: row.issued_at for row in made}
    assert (set(met), len(met), found["totalCount"]) == (set(days), 9, 9)
    assert [days[number] for number in met] == sorted(days.values(), reverse=True)


def test_a_claim_lists_its_settlements_oldest_first(world: World) -> None:
    claim, start = world.claim(), datetime(2026, 3, 1, tzinfo=UTC)
    late, early = (
        settlement(world, claim, issued_at=start + timedelta(1)),
        settlement(world, claim, issued_at=start),
    )
    settlement(world, world.claim())
    found = world.client("administrator").ask(BY_CLAIM, id=to_global_id(claim))["claim"]
    assert found["settlements"] == [{"number": early.number}, {"number": late.number}]


def test_a_user_with_claims_only_sees_no_settlement(world: World) -> None:
    claim = world.claim()
    world.settlement(claim)
    client = world.client("user with claims")
    within = client.ask(BY_CLAIM, id=to_global_id(claim))
    assert within.data == {"claim": {"number": claim.number, "settlements": None}}
    for answer in (within, client.ask(NUMBERS)):
        assert (answer.code, answer.refusal["access"], answer.refusal["askWho"]) == (
            "FORBIDDEN",
            "SETTLEMENTS",
            "ADMINISTRATOR",
        )


def test_a_user_with_settlements_only_does_not_see_their_claim(world: World) -> None:
    made = world.settlement(world.claim())
    answer = world.client("user with settlements").ask(LIST)
    (edge,) = answer.data["settlements"]["edges"]
    assert (edge["node"]["number"], edge["node"]["claim"]) == (made.number, None)
    assert (answer.code, answer.refusal["access"]) == ("FORBIDDEN", "CLAIMS")


def test_a_user_sees_the_settlements_of_their_own_company_only(
    client: Client, world: World
) -> None:
    own, theirs = world.settlement(world.claim()), world.settlement(world.claim("b"))
    assert numbers(client) == [own.number]
    assert (
        numbers(
            client,
            filter={
                "claimId": to_global_id(world.portal.run(models.Claim.get(id=theirs.claim_id)))
            },
        )
        == []
    )


def test_the_health_manager_sees_the_settlements_of_the_companies_assigned(world: World) -> None:
    own, theirs = world.settlement(world.claim()), world.settlement(world.claim("b"))
    assert numbers(world.client("health manager")) == [own.number]
    assert numbers(world.client("health manager", "b")) == [theirs.number]


@pytest.mark.parametrize("person", ["user", "user with invoices", "contract manager"])
def test_a_user_without_the_access_sees_no_settlement(person: str, world: World) -> None:
    world.settlement(world.claim())
    answer = world.client(person).ask(NUMBERS)
    assert (answer.data, answer.code, answer.refusal["access"]) == (
        {"settlements": None},
        "FORBIDDEN",
        "SETTLEMENTS",
    )


def test_a_malformed_claim_id_is_refused(client: Client, world: World) -> None:
    for text in ("x", world.a.id):
        assert client.ask(NUMBERS, filter={"claimId": text}).refusal == {
            "code": "BAD_USER_INPUT",
            "argument": "filter.claimId",
        }
