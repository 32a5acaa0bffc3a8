"""Audience of claims and invoices: `visibleTo` lists exactly the users who get the row through HTTP."""

from typing import Any

import pytest

import models
from data.global_id import to_global_id
from models import ClaimStatus, UserStatus
from tests.support.portal import Client
from tests.support.statements import recorded_statements
from tests.support.world import Person, World

VISIBLE_TO = "visibleTo { users { id } managers { id } }"
CLAIMS = f"{{ claims(first: 30) {{ edges {{ node {{ id {VISIBLE_TO} }} }} }} }}"
INVOICES = f"{{ invoices(first: 30) {{ edges {{ node {{ id {VISIBLE_TO} }} }} }} }}"
NODE = "query ($id: ID!) { node(id: $id) { id } }"
ADMINISTRATORS = ("administrator", "administrator with user management")
MOST = 2
"""SQL statements for the users, and as many for the managers: those who could see it, and what they reach."""


def audiences(client: Client, document: str) -> dict[str, Any]:
    """Return the users in `visibleTo` of each row of a list, by the row's ID."""
    (page,) = (
        client.ask(document)[name]
        for name in ("claims", "invoices")
        if name in document.split("(")[0]
    )
    return {edge["node"]["id"]: edge["node"]["visibleTo"] for edge in page["edges"]}


def everybody(world: World) -> list[Person]:
    return [*world.a.people.values(), *world.b.people.values()]


def who_gets(world: World, row_id: str) -> tuple[list[str], list[str]]:
    """The IDs of the users, and of the managers, to whom the portal itself gives this object."""
    clients = [(person, world.sign_in_as(person)) for person in everybody(world)]
    getting = [
        person
        for person, client in clients
        if client.ask(NODE, id=row_id).data == {"node": {"id": row_id}}
    ]
    users = sorted(person.id for person in getting if person.manager is None)
    return users, sorted(
        to_global_id(person.manager) for person in getting if person.manager is not None
    )


def listed(audience: Any) -> tuple[list[str], list[str]]:
    return sorted(user["id"] for user in audience["users"]), sorted(
        manager["id"] for manager in audience["managers"]
    )


@pytest.mark.parametrize("asker", ADMINISTRATORS)
def test_a_claim_is_visible_to_those_who_get_it(asker: str, world: World) -> None:
    claims = [
        to_global_id(world.claim(status=status))
        for status in (ClaimStatus.SUBMITTED, ClaimStatus.DRAFT, ClaimStatus.CLOSED)
    ]
    world.claim("b")
    told = audiences(world.client(asker), CLAIMS)
    assert told.keys() == set(claims)
    for claim in claims:
        assert listed(told[claim]) == who_gets(world, claim)
    draft, health = told[claims[1]], to_global_id(world.a.people["health manager"].manager)
    assert draft["managers"] == [], "a draft is nobody's but the company's"
    assert told[claims[0]]["managers"] == [{"id": health}]
    names = ("user with claims", "fiduciary", *ADMINISTRATORS)
    assert listed(draft)[0] == sorted(world.a.people[name].id for name in names)


@pytest.mark.parametrize("asker", [*ADMINISTRATORS, "contract manager"])
def test_an_invoice_is_visible_to_those_who_get_it(asker: str, world: World) -> None:
    invoices = [to_global_id(world.invoice()) for _ in range(2)]
    world.invoice("b")
    told = audiences(world.client(asker), INVOICES)
    assert told.keys() == set(invoices)
    for invoice in invoices:
        assert listed(told[invoice]) == who_gets(world, invoice)
    assert listed(told[invoices[0]])[1] == [
        to_global_id(world.a.people["contract manager"].manager)
    ]


def test_of_two_companies_each_invoice_is_visible_to_its_own(world: World) -> None:
    manager = world.a.people["contract manager"]
    world.portal.run(
        models.Company.filter(id=world.b.company.id).update(contract_manager_id=manager.manager.id)
    )
    invoices = [to_global_id(world.invoice(company)) for company in ("a", "b")]
    told = audiences(world.sign_in_as(manager), INVOICES)
    assert told.keys() == set(invoices)
    for invoice in invoices:
        assert listed(told[invoice]) == who_gets(world, invoice)
    assert not set(listed(told[invoices[0]])[0]) & set(listed(told[invoices[1]])[0])


@pytest.mark.parametrize("status", [UserStatus.SUSPENDED, UserStatus.INVITED])
def test_users_who_cannot_sign_in_are_in_no_audience(status: UserStatus, world: World) -> None:
    claim = to_global_id(world.claim())
    gone = [world.a.people["user with claims"], world.a.people["health manager"]]
    for person in gone:
        world.portal.run(models.User.filter(id=person.user.id).update(status=status))
    told = audiences(world.client("administrator"), CLAIMS)[claim]
    assert listed(told) == who_gets(world, claim)
    assert gone[0].id not in listed(told)[0]
    assert told["managers"] == []


def test_an_access_opened_or_closed_shows_at_once(world: World) -> None:
    claim, person = to_global_id(world.claim()), world.a.people["user"]
    client = world.client("administrator with user management")
    change = "mutation ($user: ID!, $accesses: [Access!]!) { changeAccesses(userId: $user, accesses: $accesses) { errors { code } } }"
    for accesses in (["CLAIMS"], []):
        client.mutate(change, user=person.id, accesses=accesses)
        told = listed(audiences(client, CLAIMS)[claim])
        assert (person.id in told[0]) is bool(accesses)
        assert told == who_gets(world, claim)


@pytest.mark.parametrize(
    ("persona", "document", "field"),
    [
        ("user with claims", CLAIMS, "claims"),
        ("fiduciary", CLAIMS, "claims"),
        ("health manager", CLAIMS, "claims"),
        ("user with invoices", INVOICES, "invoices"),
    ],
)
def test_a_user_who_is_no_administrator_learns_whom_to_ask_and_keeps_the_page(
    persona: str, document: str, field: str, world: World
) -> None:
    world.claim()
    world.invoice()
    answer = world.client(persona).ask(document)
    assert answer.code == "FORBIDDEN"
    assert answer.refusal["askWho"] == (
        "HOTLINE" if persona == "health manager" else "ADMINISTRATOR"
    ), "the insurer's have no administrator"
    assert answer.refusal["contact"]["phone"]
    assert answer.data is not None
    assert [edge["node"]["visibleTo"] for edge in answer.data[field]["edges"]] == [None]


@pytest.mark.parametrize("persona", [*ADMINISTRATORS, "contract manager"])
def test_no_audience_of_another_company_is_shown(persona: str, world: World) -> None:
    foreign = to_global_id(world.invoice("b"))
    document = f"query ($id: ID!) {{ node(id: $id) {{ ... on Invoice {{ {VISIBLE_TO} }} }} }}"
    assert world.client(persona).ask(document, id=foreign).code == "NOT_FOUND"


@pytest.mark.parametrize(
    "field", ["users(first: 10) { id firstName email }", "userCount", "managers { id name email }"]
)
@pytest.mark.parametrize("claims", [1, 50])
def test_a_page_takes_two_statements_more(claims: int, field: str, world: World) -> None:
    for number in range(claims):
        world.claim(status=ClaimStatus.DRAFT if number % 2 else ClaimStatus.SUBMITTED)
    client = world.client("administrator")
    page = "{ claims(first: 50) { edges { node { id %s } } } }"
    with recorded_statements() as without:
        client.ask(page % "")
    with recorded_statements() as statements:
        answer = client.ask(page % f"visibleTo {{ {field} }}")
    assert len(answer["claims"]["edges"]) == claims
    assert all(len(edge["node"]["visibleTo"]) for edge in answer["claims"]["edges"])
    assert len(statements) - len(without) == MOST, "\n".join(statements)
    assert not any(
        secret in sql for sql in statements for secret in ("password_hash", "totp_secret")
    )


def test_readers_are_sorted_by_last_name(world: World) -> None:
    world.claim()
    document = "{ claims { edges { node { visibleTo { users { lastName firstName status can { remove { allowed } } } managers { name kind } } } } } }"
    (edge,) = world.client("administrator with user management").ask(document)["claims"]["edges"]
    names = [user["lastName"] for user in edge["node"]["visibleTo"]["users"]]
    assert names == sorted(names)
    assert {user["status"] for user in edge["node"]["visibleTo"]["users"]} == {"ACTIVE"}
    assert [manager["kind"] for manager in edge["node"]["visibleTo"]["managers"]] == ["HEALTH"]


def test_a_company_without_readers_has_an_empty_audience(world: World) -> None:
    invoice = to_global_id(world.invoice())
    contract = world.client("contract manager")
    world.portal.run(models.Membership.filter(company_id=world.a.company.id).update(accesses=""))
    assert audiences(contract, INVOICES)[invoice]["users"] == []
    world.portal.run(models.Membership.filter(company_id=world.a.company.id).delete())
    assert audiences(contract, INVOICES)[invoice]["users"] == []


def test_so_many_readers_are_listed_and_all_are_counted(world: World) -> None:
    world.claim()
    document = "query ($first: Int!) { claims { edges { node { visibleTo { users(first: $first) { lastName } userCount } } } } }"
    client = world.client("administrator")
    shown = {
        first: client.ask(document, first=first)["claims"]["edges"][0]["node"]["visibleTo"]
        for first in (0, 2, 40)
    }
    everybody = [user["lastName"] for user in shown[40]["users"]]
    assert [len(shown[first]["users"]) for first in (0, 2)] == [0, 2]
    assert [user["lastName"] for user in shown[2]["users"]] == everybody[:2]
    assert {visible["userCount"] for visible in shown.values()} == {len(everybody)} == {4}


@pytest.mark.parametrize("first", [-1, 101])
def test_a_size_that_makes_no_sense_is_refused_where_it_stands(first: int, world: World) -> None:
    claim = world.claim()
    document = f'{{ claim(id: "{to_global_id(claim)}") {{ id visibleTo {{ users(first: {first}) {{ id }} }} }} }}'
    answer = world.client("administrator").ask(document)
    assert answer.refusal == {"code": "BAD_USER_INPUT", "argument": "first"}
    assert answer.data == {"claim": {"id": to_global_id(claim), "visibleTo": None}}


def test_readers_cost_as_many_as_are_asked_for(world: World) -> None:
    client = world.client("administrator")
    page = "{ claims(first: 50) { edges { node { visibleTo { users%s { id } } } } } }"
    assert (
        client.ask(page % "(first: 10)").response.json()["extensions"]["cost"]["requested"] == 550
    )
    for first in ("", "(first: 100)"):
        assert client.ask(page % first).refusal["limit"] == "cost"
