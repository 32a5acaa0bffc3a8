"""Keyset pages: each row once whatever changes meanwhile, and cursors valid for their own list only."""

import base64
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

import models
from tests.support.portal import Client, Portal
from tests.support.world import World, create_world

COUNT = 45
PAGE = """query ($first: Int! = 20, $after: String, $orderBy: ClaimOrder! = NEWEST, $filter: ClaimFilter) {
  claims(first: $first, after: $after, orderBy: $orderBy, filter: $filter) {
    edges { cursor node { number } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount } }"""
COMPANIES = "query ($after: String) { companies(first: 2, after: $after) { edges { cursor node { name } } pageInfo { endCursor hasNextPage } } }"
ORDERS = ["NEWEST", "OLDEST", "LATEST_EVENT", "EARLIEST_EVENT"]
START = datetime(2026, 3, 1, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def many(portal: Portal) -> World:
    """A company with 45 claims, many of which share a moment or a day."""
    world = create_world(portal)
    for number in range(COUNT):
        moment = START + timedelta(milliseconds=250 * (number // 4))
        world.claim(
            number=f"N{number}-{uuid4().hex[:12]}",
            created_at=moment,
            event_date=date(2026, 3, 1 + number % 5),
        )
    world.claim("b")
    return world


def page(client: Client, **variables: Any) -> tuple[list[str], dict[str, Any]]:
    found = client.ask(PAGE, **variables)["claims"]
    return [edge["node"]["number"] for edge in found["edges"]], found["pageInfo"]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("size", [4, 7, 45, 100])
def test_going_through_the_pages_meets_each_row_once_and_in_order(
    order: str, size: int, many: World
) -> None:
    client, after, met = many.client("user with claims"), None, []
    whole, _ = page(client, first=100, orderBy=order)
    while True:
        rows, info = page(client, first=size, after=after, orderBy=order)
        assert info["hasPreviousPage"] is (after is not None)
        met.extend(rows)
        after = info["endCursor"]
        if not info["hasNextPage"]:
            break
        assert len(rows) == size
    assert met == whole
    assert len(set(met)) == COUNT


@pytest.mark.parametrize("order", ORDERS)
def test_rows_added_or_removed_meanwhile_move_no_other(order: str, world: World) -> None:
    claims = [
        world.claim(
            created_at=START + timedelta(seconds=n // 3), event_date=date(2026, 3, 1 + n % 4)
        )
        for n in range(COUNT)
    ]
    client, after, met = world.client("user with claims"), None, []
    while True:
        rows, info = page(client, first=10, after=after, orderBy=order)
        met.extend(rows)
        after = info["endCursor"]
        if not info["hasNextPage"]:
            break
        for moment, day in (
            (START - timedelta(days=1), date(2026, 1, 1)),
            (START + timedelta(seconds=7), date(2026, 3, 2)),
        ):
            world.claim(created_at=moment, event_date=day)
            world.claim(created_at=START + timedelta(days=1), event_date=date(2026, 12, 1))
        gone = world.portal.run(models.Claim.get(number=met[-1]))
        world.portal.run(gone.delete())
    assert len(met) == len(set(met))
    assert {claim.number for claim in claims} <= set(met)


def test_the_total_is_that_of_the_whole_list_on_every_page(many: World) -> None:
    client = many.client("user with claims")
    first = client.ask(PAGE, first=10)["claims"]
    second = client.ask(PAGE, first=10, after=first["pageInfo"]["endCursor"])["claims"]
    few = client.ask(PAGE, first=1, filter={"eventTo": "2026-03-01"})["claims"]
    assert (first["totalCount"], second["totalCount"], few["totalCount"]) == (COUNT, COUNT, 9)


def test_a_page_has_its_start_and_end_cursors(many: World) -> None:
    found = many.client("user with claims").ask(PAGE, first=3)["claims"]
    cursors = [edge["cursor"] for edge in found["edges"]]
    assert found["pageInfo"] == {
        "hasNextPage": True,
        "hasPreviousPage": False,
        "startCursor": cursors[0],
        "endCursor": cursors[2],
    }
    assert len(set(cursors)) == 3


def test_each_row_s_own_cursor_leads_behind_it(many: World) -> None:
    client = many.client("user with claims")
    whole = client.ask(PAGE, first=10)["claims"]["edges"]
    for place, edge in enumerate(whole[:-1]):
        assert page(client, first=1, after=edge["cursor"])[0] == [
            whole[place + 1]["node"]["number"]
        ]


def test_an_empty_page_has_page_info(many: World) -> None:
    nothing = {"startCursor": None, "endCursor": None, "hasPreviousPage": False}
    client = many.client("user with claims")
    assert page(client, first=0) == ([], {**nothing, "hasNextPage": True})
    assert page(client, first=20, filter={"text": "there is no such claim"}) == (
        [],
        {**nothing, "hasNextPage": False},
    )


def test_a_page_has_twenty_rows_unless_asked_and_a_hundred_at_most(many: World) -> None:
    client = many.client("user with claims")
    assert len(page(client)[0]) == 20
    assert len(page(client, first=100)[0]) == COUNT


@pytest.mark.parametrize("first", [-1, 101, 100_000, -(2**31), 2**31 - 1])
def test_a_size_that_makes_no_sense_is_refused(first: int, many: World) -> None:
    answer = many.client("user with claims").ask(PAGE, first=first)
    assert (answer.data, answer.refusal) == (
        {"claims": None},
        {"code": "BAD_USER_INPUT", "argument": "first"},
    )


@pytest.mark.parametrize("first", [2**31, 10**30, 1.5, "20", None, True, [20]])
def test_a_size_that_is_no_integer_is_refused(first: Any, many: World) -> None:
    answer = many.client("user with claims").ask(PAGE, first=first)
    assert (answer.data, answer.code) == (None, "BAD_USER_INPUT")


def cursor(*place: Any) -> str:
    """A cursor made by hand."""
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


KEY = "0" * 32
MALFORMED = {
    "nothing": "",
    "white space": " ",
    "no base64": "!!!",
    "letters of another script": "ääää",
    "noise": "AAAA",
    "NUL": "\0",
    "a thousand letters": "A" * 1000,
    "no list": base64.b64encode(b"{}").decode(),
    "too little": cursor("NEWEST", START.isoformat()),
    "too much": cursor("NEWEST", START.isoformat(), KEY, 1),
    "no moment": cursor("NEWEST", "yesterday", KEY),
    "a moment without a zone": cursor("NEWEST", "2026-03-01T08:00:00", KEY),
    "a moment before all time": cursor("NEWEST", "0001-01-01T00:00:00+23:59", KEY),
    "a moment after all time": cursor("NEWEST", "9999-12-31T23:59:59-23:59", KEY),
    "a day": cursor("NEWEST", "2026-03-01", KEY),
    "a number": cursor("NEWEST", 1, KEY),
    "null": cursor("NEWEST", None, KEY),
    "no key": cursor("NEWEST", START.isoformat(), ""),
    "a key that is none": cursor("NEWEST", START.isoformat(), "z" * 32),
    "a key that is null": cursor("NEWEST", START.isoformat(), None),
    "a key that is a list": cursor("NEWEST", START.isoformat(), [KEY]),
    "an order that is none": cursor("newest", START.isoformat(), KEY),
    "an order that is a list": cursor(["NEWEST"], START.isoformat(), KEY),
    "an offset": base64.b64encode(b"arrayconnection:5").decode(),
    "depth": base64.b64encode(b"[" * 50_000).decode(),
    "an endless number": base64.b64encode(b"[" + b"9" * 5_000 + b"]").decode(),
}


@pytest.mark.parametrize("title", MALFORMED)
def test_a_malformed_cursor_is_refused(title: str, many: World) -> None:
    answer = many.client("user with claims").ask(PAGE, after=MALFORMED[title])
    assert (answer.data, answer.refusal) == (
        {"claims": None},
        {"code": "BAD_USER_INPUT", "argument": "after"},
    )
    assert answer.errors[0]["message"] == "This cursor does not belong to this list and sort order."


def test_a_cursor_is_good_for_its_own_order_only(many: World) -> None:
    client = many.client("user with claims")
    given = {order: page(client, first=1, orderBy=order)[1]["endCursor"] for order in ORDERS}
    for order in ORDERS:
        for other in set(ORDERS) - {order}:
            answer = client.ask(PAGE, after=given[other], orderBy=order)
            assert answer.refusal == {"code": "BAD_USER_INPUT", "argument": "after"}


def test_a_cursor_of_another_list_is_refused(many: World) -> None:
    client = many.client("administrator")
    many.invoice()
    _, info = page(client, first=1)
    invoices = client.ask(
        "query ($after: String) { invoices(after: $after) { totalCount } }", after=info["endCursor"]
    )
    assert invoices.refusal == {"code": "BAD_USER_INPUT", "argument": "after"}


def test_a_cursor_of_another_company_pages_the_viewer_s_list_only(many: World) -> None:
    theirs = page(many.client("user with claims", "b"), first=1)[1]["endCursor"]
    own = set(page(many.client("user with claims"), first=100)[0])
    assert set(page(many.client("user with claims"), first=100, after=theirs)[0]) <= own


def test_a_cursor_of_a_row_that_is_gone_still_marks_its_place(world: World) -> None:
    claims = [world.claim(created_at=START + timedelta(seconds=n)) for n in range(3)]
    client = world.client("user with claims")
    _, info = page(client, first=2)
    world.portal.run(claims[1].delete())
    assert page(client, first=2, after=info["endCursor"])[0] == [claims[0].number]


@pytest.fixture(scope="module")
def assigned(portal: Portal) -> World:
    """A health manager of seven companies, some of which share a name."""
    world = create_world(portal)
    for name in ("Zürich AG", "alpha", "Alpha SA", "Élan Sàrl", "x\u00e9\u4e2d SA"):
        other = create_world(portal).a.company
        managed = {"name": name, "health_manager_id": world.a.company.health_manager_id}
        world.portal.run(models.Company.filter(id=other.id).update(**managed))
    return world


def test_a_list_by_name_meets_each_company_once(assigned: World) -> None:
    client, after, met = assigned.client("health manager"), None, []
    while True:
        found = client.ask(COMPANIES, after=after)["companies"]
        met.extend(edge["node"]["name"] for edge in found["edges"])
        after = found["pageInfo"]["endCursor"]
        if not found["pageInfo"]["hasNextPage"]:
            break
    assert sorted(met) == sorted(
        ["Alpha SA", "Zürich AG", "alpha", "Alpha SA", "Élan Sàrl", "xé中 SA"]
    )


@pytest.mark.parametrize("text", ["\ud800", "a\0b", 1, None, ["a"]])
def test_a_malformed_cursor_by_name_is_refused(text: Any, assigned: World) -> None:
    answer = assigned.client("health manager").ask(COMPANIES, after=cursor("NAME", text, KEY))
    assert answer.refusal == {"code": "BAD_USER_INPUT", "argument": "after"}


def test_a_cursor_reveals_only_values_of_its_row(many: World) -> None:
    client = many.client("user with claims")
    edge = client.ask(PAGE, first=1)["claims"]["edges"][0]
    row = many.portal.run(models.Claim.get(number=edge["node"]["number"]))
    order, moment, key = json.loads(base64.urlsafe_b64decode(edge["cursor"] + "=="))
    assert (order, datetime.fromisoformat(moment), key) == ("NEWEST", row.created_at, row.id.hex)
