"""Nothing of another company, by any road: fields, IDs, cursors, filters, orders, errors."""

import json
import re
import threading
from typing import Any

import pytest
from graphql import get_named_type, is_required_argument
from tortoise import Model

import models
from data.global_id import NODES, to_global_id
from permissions import LOCKS
from permissions.persona import ANONYMOUS, PERSONAS
from permissions.reach import COMPANY_PATHS
from tests.support.portal import Portal
from tests.support.schema_walk import CORE, document_along, everything
from tests.support.truth_table import ROOT, assert_complete
from tests.support.world import World, create_world

PEOPLE_OF_A = tuple(name for name in PERSONAS if name != ANONYMOUS)
MUTATIONS_WITH_IDS = [
    name
    for name, field in CORE.type_map["Mutation"].fields.items()
    if any(get_named_type(argument.type).name == "ID" for argument in field.args.values())
]
KEPT = (*COMPANY_PATHS, models.User, models.Manager, models.FactorReset)


@pytest.fixture(scope="module")
def both(portal: Portal) -> World:
    """Two companies, each with one of everything."""
    world = create_world(portal)
    for company in ("a", "b"):
        claim = world.claim(company, description=f"secret of {company}")
        world.document(claim, name=f"secret-of-{company}.pdf")
        world.settlement(claim)
        world.invoice(company)
        world.security_event(company)
        world.factor_reset(company)
        world.claim(company, status=models.ClaimStatus.DRAFT)
    return world


@pytest.fixture(scope="module")
def rows_of_b(both: World) -> dict[str, list[Any]]:
    return {model.__name__: found for model, found in both.portal.run(_rows(both)).items()}


async def _rows(world: World) -> dict[type[Model], list[Any]]:
    company = world.b.company
    found: dict[type[Model], list[Any]] = {}
    for model, path in COMPANY_PATHS.items():
        found[model] = await model.filter(**{f"{path}_id" if path else "id": company.id})
    people = [person for name, person in world.b.people.items() if name != "fiduciary"]
    found[models.FactorReset] = await models.FactorReset.filter(
        user_id__in=[person.user.id for person in people]
    )
    found[models.User] = [await models.User.get(id=person.user.id) for person in people]
    found[models.Manager] = [
        await models.Manager.get(id=key)
        for key in (company.contract_manager_id, company.health_manager_id)
    ]
    return found


def secrets_of(rows: dict[str, list[Any]]) -> set[str]:
    """Values of the other company's rows alone: keys, numbers, names and addresses."""
    columns = ("number", "uid", "email", "identifier", "storage_key")
    texts = {
        str(getattr(row, column))
        for found in rows.values()
        for row in found
        for column in columns
        if getattr(row, column, None)
    }
    ids = {to_global_id(row) for name in NODES for row in rows[name]}
    return (
        texts
        | ids
        | {row.pk.hex for found in rows.values() for row in found}
        | {"secret of b", "secret-of-b"}
    )


def test_the_table_of_reach_is_complete() -> None:
    shown = {
        kind
        for kind in vars(models).values()
        if isinstance(kind, type) and issubclass(kind, Model) and kind in LOCKS
    }
    assert shown == set(LOCKS)
    rows = [model.__name__ for model in KEPT]
    needed = [model.__name__ for model in LOCKS]
    assert_complete(
        str(ROOT / "permissions" / "reach.py"),
        "COMPANY_PATHS",
        rows,
        needed,
        "models.{}: …,  # the path to its company".format,
    )


def test_the_other_company_has_one_of_everything(rows_of_b: dict[str, list[Any]]) -> None:
    parts = {"IncapacityPeriod", "ClaimEvent"}  # reached through their claim only
    assert all(rows for name, rows in rows_of_b.items() if name not in parts)


@pytest.mark.parametrize("persona", PEOPLE_OF_A)
def test_no_field_shows_the_other_company(
    persona: str, both: World, rows_of_b: dict[str, list[Any]]
) -> None:
    client, own = both.client(persona), 0
    for name, field in CORE.type_map["Query"].fields.items():
        if any(map(is_required_argument, field.args.values())):
            continue
        answer = client.ask(f"{{ {name}{everything(get_named_type(field.type), 5)} }}")
        own += both.a.company.name in answer.response.text
        assert_silent(answer.response.text, rows_of_b)
    assert own, "the sweep saw nothing at all"


@pytest.mark.parametrize("persona", PEOPLE_OF_A)
def test_no_id_finds_the_other_company(
    persona: str, both: World, rows_of_b: dict[str, list[Any]]
) -> None:
    client = both.client(persona)
    selections = " ".join(f"... on {name} {{ __typename }}" for name in NODES)
    for name in NODES:
        for row in rows_of_b[name]:
            answer = client.ask(
                f"query ($id: ID!) {{ node(id: $id) {{ id {selections} }} }}", id=to_global_id(row)
            )
            assert answer.data == {"node": None}
            assert answer.code == (
                "NOT_FOUND" if LOCKS[NODES[name]].allows(PERSONAS[persona]) else "FORBIDDEN"
            )
        ids = [to_global_id(row) for row in rows_of_b[name]]
        answer = client.ask("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=ids)
        assert answer.data == {"nodes": [None] * len(ids)}


RESET_AT = re.compile(rb'"resetAt":"[^"]*"')
"""Return the moment at which a bucket is full again."""


def test_a_foreign_id_and_a_missing_one_get_equal_responses(
    both: World, rows_of_b: dict[str, list[Any]]
) -> None:
    client = both.client("administrator with user management")
    for name, document in {
        "Claim": "query ($id: ID!) { claim(id: $id) { id } }",
        "Invoice": "query ($id: ID!) { invoice(id: $id) { id } }",
        "Company": "query ($id: ID!) { company(id: $id) { id } }",
    }.items():
        missing = client.ask(document, id=to_global_id(NODES[name]()))
        foreign = client.ask(document, id=to_global_id(rows_of_b[name][0]))
        assert RESET_AT.sub(b"", foreign.response.content) == RESET_AT.sub(
            b"", missing.response.content
        )


def test_filters_and_counts_see_nothing_of_the_other_company(
    both: World, rows_of_b: dict[str, list[Any]]
) -> None:
    company, claim = to_global_id(both.b.company), to_global_id(rows_of_b["Claim"][0])
    client = both.client("administrator")
    answer = client.ask(
        """query ($company: ID!, $claim: ID!, $number: String!) {
          claims(filter: { companyId: $company }) { totalCount }
          named: claims(filter: { text: $number }) { totalCount }
          invoices(filter: { companyId: $company }) { totalCount }
          settlements(filter: { claimId: $claim }) { totalCount }
        }""",
        company=company,
        claim=claim,
        number=rows_of_b["Claim"][0].number,
    )
    assert [
        answer[name]["totalCount"] for name in ("claims", "named", "invoices", "settlements")
    ] == [0, 0, 0, 0]


def test_a_cursor_of_the_other_company_leads_nowhere_new(both: World) -> None:
    page = "query ($after: String) { claims(first: 1, after: $after) { edges { cursor node { number } } } }"
    cursor = both.client("administrator", "b").ask(page)["claims"]["edges"][0]["cursor"]
    answer = both.client("administrator").ask(page, after=cursor)
    own = {row.number for row in both.portal.run(_claims(both.a.company))}
    assert {edge["node"]["number"] for edge in answer["claims"]["edges"]} <= own


async def _claims(company: models.Company) -> list[models.Claim]:
    return await models.Claim.filter(company=company)


@pytest.mark.parametrize("persona", PEOPLE_OF_A)
@pytest.mark.parametrize("mutation", MUTATIONS_WITH_IDS)
def test_no_mutation_touches_the_other_company(
    mutation: str, persona: str, both: World, rows_of_b: dict[str, list[Any]]
) -> None:
    variables: dict[str, Any] = {}
    ids = {name: to_global_id(rows[0]) for name, rows in rows_of_b.items() if name in NODES}
    document = document_along([("Mutation", mutation)], variables, ids)
    before = both.portal.run(_snapshot(both))
    answer = both.client(persona).ask(document, **variables)
    assert answer.errors or mutation == "switchCompany"
    assert {error["extensions"]["code"] for error in answer.errors} <= {"NOT_FOUND", "FORBIDDEN"}
    assert_silent(answer.response.text, rows_of_b)
    assert both.portal.run(_snapshot(both)) == before, (
        f"{mutation} changed something of the other company"
    )


async def _snapshot(world: World) -> dict[str, list[Any]]:
    rows = await _rows(world)
    return {
        model.__name__: sorted((sorted(map(str, dict(row).items())) for row in found), key=str)
        for model, found in rows.items()
    }


def assert_silent(text: str, rows: dict[str, list[Any]]) -> None:
    leaked = {secret for secret in secrets_of(rows) if secret in text}
    assert not leaked


def test_the_fiduciary_sees_the_company_acted_for_and_only_that(both: World) -> None:
    client = both.client("fiduciary")
    numbers = "{ claims(first: 100) { edges { node { number } } } }"
    of_a = {edge["node"]["number"] for edge in client.ask(numbers)["claims"]["edges"]}
    client.adopt(
        client.mutate(
            "mutation ($id: ID!) { switchCompany(companyId: $id) { token errors { code } } }",
            id=to_global_id(both.b.company),
        )
    )
    of_b = {edge["node"]["number"] for edge in client.ask(numbers)["claims"]["edges"]}
    assert of_a == {row.number for row in both.portal.run(_claims(both.a.company))}
    assert of_b == {row.number for row in both.portal.run(_claims(both.b.company))}


def test_two_companies_asking_at_once_share_no_loader(both: World) -> None:
    document = "{ claims(first: 100) { edges { node { description documents { name } } } } }"
    clients = [both.client("administrator", name) for name in ("a", "b")]
    texts: list[set[str]] = [set(), set()]

    def ask(index: int) -> None:
        texts[index] = {json.dumps(clients[index].ask(document).data) for _ in range(20)}

    threads = [threading.Thread(target=ask, args=(index,)) for index in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(found) for found in texts] == [1, 1]
    assert "secret-of-b" not in texts[0].pop()
    assert "secret-of-a" not in texts[1].pop()
