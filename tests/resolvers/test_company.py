"""The company one acts for, with its contracts and the two managers at its disposal."""

import pytest

import models
from data.global_id import to_global_id
from models import Line
from tests.support.portal import Client
from tests.support.world import World

COMPANY = """query ($id: ID) { company(id: $id) { id name uid language
  address { street buildingNumber postalCode town country }
  contracts { id number line period { start end } }
  managers { id kind name email phone languages } } }"""
COMPANIES = "{ companies { totalCount edges { node { name } } } }"


def test_a_company_shows_its_address_its_contracts_and_both_managers(world: World) -> None:
    company = world.a.company
    seen = world.client("user").ask(COMPANY)["company"]
    contracts = [world.a.contracts[line] for line in (Line.IJM, Line.LAA, Line.LAAC)]
    managers = [world.a.people[name].manager for name in ("contract manager", "health manager")]
    assert seen == {
        "id": to_global_id(company),
        "name": "Alpha SA",
        "uid": company.uid,
        "language": "FR",
        "address": {
            "street": "Rue du Rhône",
            "buildingNumber": "1",
            "postalCode": "1204",
            "town": "Genève",
            "country": "CH",
        },
        "contracts": [
            {
                "id": to_global_id(row),
                "number": row.number,
                "line": row.line,
                "period": {"start": "2024-01-01", "end": None},
            }
            for row in contracts
        ],
        "managers": [
            {
                "id": to_global_id(row),
                "kind": row.kind,
                "name": row.name,
                "email": row.email,
                "phone": "+41 22 111 22 33",
                "languages": ["FR"],
            }
            for row in managers
        ],
    }


@pytest.mark.parametrize(
    "person", ["user", "user with claims", "administrator", "contract manager", "health manager"]
)
def test_a_signed_in_user_sees_their_own_company(person: str, world: World) -> None:
    client = world.client(person)
    for asked in ({}, {"id": None}, {"id": world.a.id}):
        assert client.ask(COMPANY, **asked)["company"]["id"] == world.a.id
    assert client.ask(COMPANIES)["companies"] == {
        "totalCount": 1,
        "edges": [{"node": {"name": "Alpha SA"}}],
    }


@pytest.mark.parametrize(
    "person", ["administrator with user management", "contract manager", "health manager"]
)
def test_another_company_is_not_found(person: str, world: World) -> None:
    answer = world.client(person).ask(COMPANY, id=world.b.id)
    assert (answer.data, answer.refusal) == ({"company": None}, {"code": "NOT_FOUND"})
    assert answer.errors[0]["message"] == "No such company."


@pytest.mark.parametrize("kind", ["contract", "health"])
def test_a_manager_of_several_companies_names_one(kind: str, world: World) -> None:
    column, client = f"{kind}_manager_id", world.client(f"{kind} manager")
    world.portal.run(
        models.Company.filter(id=world.b.company.id).update(
            **{column: getattr(world.a.company, column)}
        )
    )
    answer = client.ask(COMPANY)
    assert (answer.data, answer.refusal) == (
        {"company": None},
        {"code": "BAD_USER_INPUT", "argument": "id"},
    )
    for company in (world.a, world.b):
        assert client.ask(COMPANY, id=company.id)["company"]["name"] == company.company.name
    names = [edge["node"]["name"] for edge in client.ask(COMPANIES)["companies"]["edges"]]
    assert names == ["Alpha SA", "Beta SA"]


def test_a_manager_without_a_company_finds_none(world: World) -> None:
    client = world.client("health manager")
    other = world.b.company.health_manager_id
    world.portal.run(models.Company.filter(id=world.a.company.id).update(health_manager_id=other))
    answer = client.ask(COMPANY)
    assert (answer.data, answer.refusal) == ({"company": None}, {"code": "NOT_FOUND"})
    assert client.ask(COMPANIES)["companies"] == {"totalCount": 0, "edges": []}


def test_a_fiduciary_sees_the_company_it_acts_for_and_after_switching_the_other(
    world: World,
) -> None:
    """Journey 8: the other one's claims, and only those."""
    claims = {
        company.id: world.claim(name).number for name, company in (("a", world.a), ("b", world.b))
    }
    client, claims_seen = (
        world.client("fiduciary"),
        "{ company { id } claims { edges { node { number } } } }",
    )
    for company in (world.a, world.b, world.a):
        switch = "mutation ($id: ID!) { switchCompany(companyId: $id) { viewer { company { id } } token errors { code } } }"
        assert (
            client.adopt(client.mutate(switch, id=company.id))["viewer"]["company"]["id"]
            == company.id
        )
        answer = client.ask(claims_seen)
        assert (answer["company"]["id"], answer["claims"]["edges"]) == (
            company.id,
            [{"node": {"number": claims[company.id]}}],
        )


def test_a_user_switches_to_their_own_companies_only(world: World) -> None:
    client = world.client("user with claims")
    switch = "mutation ($id: ID!) { switchCompany(companyId: $id) { viewer { role } token errors { code field } } }"
    assert client.payload_of(switch, id=world.b.id) == {
        "viewer": None,
        "token": None,
        "errors": [{"code": "NOT_FOUND", "field": ["companyId"]}],
    }
    assert client.ask(COMPANY)["company"]["id"] == world.a.id


def test_a_company_without_contracts_has_none(world: World) -> None:
    world.portal.run(models.Contract.filter(company_id=world.a.company.id).delete())
    assert world.client("user").ask(COMPANY)["company"]["contracts"] == []


def test_an_anonymous_caller_sees_no_company(world: World, anonymous: Client) -> None:
    for answer in (
        anonymous.ask(COMPANY),
        anonymous.ask(COMPANY, id=world.a.id),
        anonymous.ask(COMPANIES),
    ):
        assert (answer.data, answer.code) == (None, "UNAUTHENTICATED")
