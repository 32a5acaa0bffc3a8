"""Every road from every root to every guarded type, walked as every persona through HTTP, against the truth table.

A road is a path of fields that meets each type once. Where a rule on it refuses the persona, nothing may be at its end.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from graphql import GraphQLInterfaceType, GraphQLObjectType, get_named_type, is_required_argument

import models
from data.global_id import NODES, to_global_id
from permissions import Anyone
from permissions.persona import ANONYMOUS
from tests.support.portal import Client, Portal
from tests.support.roads import Road, count_ends, implies, roads_from
from tests.support.rule_table import PERSONA_NAMES, is_allowed
from tests.support.schema_walk import API, CORE, document_along, rule_of
from tests.support.truth_table import assert_complete
from tests.support.world import World, create_world

AT_ONCE = 4
"""Roads in one document."""
WALKED: Counter[str] = Counter()


@pytest.fixture(scope="module")
def filled_world(portal: Portal) -> World:
    """A company with one of everything."""
    world = create_world(portal)
    claim = world.claim(kind=models.ClaimKind.RELAPSE, earlier_claim=world.claim())
    world.document(claim)
    world.settlement(claim)
    world.invoice()
    world.security_event()
    world.factor_reset()
    return world


@pytest.fixture(scope="module")
def ids(filled_world: World) -> dict[str, str]:
    async def first() -> dict[str, Any]:
        company = filled_world.a.company
        paths = {
            "Company": "id",
            "Document": "claim__company_id",
            "Settlement": "claim__company_id",
        }
        owned = [name for name in NODES if name not in ("Manager", "User", "FactorReset")]
        rows = {
            name: await NODES[name].filter(**{paths.get(name, "company_id"): company.id}).first()
            for name in owned
        }
        rows["Manager"] = await models.Manager.get(id=company.contract_manager_id)
        rows["User"] = filled_world.a.people["user"].user
        rows["FactorReset"] = await models.FactorReset.get(user_id=rows["User"].id)
        return rows

    return {name: to_global_id(row) for name, row in filled_world.portal.run(first()).items()}


def roads(ids: dict[str, str]) -> Iterator[Road]:
    """Return all roads from the queries to guarded types."""
    for name, field in CORE.type_map["Query"].fields.items():
        kind = get_named_type(field.type)
        rules = frozenset({rule_of("Query", name) or Anyone})
        if isinstance(kind, GraphQLInterfaceType):
            for possible in CORE.get_possible_types(kind):
                given = (
                    f'id: "{ids[possible.name]}"'
                    if name == "node"
                    else f'ids: ["{ids[possible.name]}"]'
                )
                yield from roads_from(
                    (f"{name}({given})", f"... on {possible.name}"), rules, possible, frozenset()
                )
        elif isinstance(kind, GraphQLObjectType):
            yield from roads_from((f"{name}{_arguments(name, ids)}",), rules, kind, frozenset())


def _arguments(name: str, ids: dict[str, str]) -> str:
    args = CORE.type_map["Query"].fields[name].args
    given = {"first": "1"} if "first" in args else {}
    if "id" in args and name in ("claim", "invoice", "company"):
        given["id"] = f'"{ids[name.title()]}"'
    given |= {
        key: f'"{value}"'
        for key, value in {"coordinate": "Query"}.items()
        if key in args and is_required_argument(args[key])
    }
    given |= {"topic": "PLATFORM_USE"} if "topic" in args else {}
    return f"({', '.join(f'{key}: {value}' for key, value in given.items())})" if given else ""


@pytest.mark.parametrize("persona", PERSONA_NAMES)
def test_every_road_to_a_guarded_type_is_open_to_the_personas_of_the_table(
    persona: str, filled_world: World, ids: dict[str, str]
) -> None:
    client = filled_world.client(persona)
    found = list(roads(ids))
    assert {road.end for road in found} >= {
        model.__name__
        for model in (models.Claim, models.Document, models.Invoice, models.SettlementLine)
    }
    assert len(found) > 150
    for at in range(0, len(found), AT_ONCE):
        some = {f"r{number}": road for number, road in enumerate(found[at : at + AT_ONCE])}
        answer = client.ask(
            f"{{ {' '.join(road.written(alias) for alias, road in some.items())} }}"
        )
        if answer.errors:  # an answer tells three errors at most, so each road is walked alone
            for alias, road in some.items():
                walk(client, persona, alias, road)
        else:
            assert answer.data is not None
            for alias, road in some.items():
                check(persona, road, answer.data[alias], [])
    print(
        f"{persona}: {len(found)} roads to guarded types, {WALKED[persona]} with something at their end"
    )
    assert persona in (ANONYMOUS, "user") or WALKED[persona] > 20


def walk(client: Client, persona: str, alias: str, road: Road) -> None:
    answer = client.ask(f"{{ {road.written(alias)} }}")
    check(
        persona,
        road,
        (answer.data or {}).get(alias),
        [error["extensions"]["code"] for error in answer.errors],
    )


def check(persona: str, road: Road, value: Any, codes: list[str]) -> None:
    refused = {"FORBIDDEN", "UNAUTHENTICATED"} & set(codes)
    assert "INTERNAL_SERVER_ERROR" not in codes, road
    if road.is_open_to(persona):
        assert not refused, (persona, road)
    else:
        assert not count_ends(value, road.end), (
            f"{persona} gets to {road.end} by {' > '.join(road.steps)}"
        )
    WALKED[persona] += bool(count_ends(value, road.end))


@pytest.mark.parametrize("persona", PERSONA_NAMES)
def test_no_payload_leads_to_a_type_that_is_refused(persona: str, filled_world: World) -> None:
    """Mutations are called with unknown IDs: a refusal gives no payload, all other calls give their errors."""
    client = filled_world.client(persona)
    for name in CORE.type_map["Mutation"].fields:
        rule = rule_of("Mutation", name) or Anyone
        if is_allowed(rule.__name__, persona):
            continue
        variables: dict[str, Any] = {}
        answer = client.ask(document_along([("Mutation", name)], variables), **variables)
        assert not (answer.data or {}).get(name)
        assert answer.errors, name


LOOKED_AT = {
    "ClaimFilter.status": "Claim.status",
    "ClaimFilter.kind": "Claim.kind",
    "ClaimFilter.text": "InsuredPerson.lastName",
    "ClaimFilter.eventFrom": "Claim.eventDate",
    "ClaimFilter.eventTo": "Claim.eventDate",
    "ClaimFilter.companyId": "Claim.company",
    "InvoiceFilter.status": "Invoice.status",
    "InvoiceFilter.periodFrom": "Invoice.period",
    "InvoiceFilter.periodTo": "Invoice.period",
    "InvoiceFilter.companyId": "Invoice.company",
    "SettlementFilter.claimId": "Settlement.claim",
    "SettlementFilter.status": "Settlement.status",
    "Query.users(access:)": "Membership.accesses",
    "Query.users(companyId:)": "Membership.company",
    "Query.securityEvents(userId:)": "SecurityEvent.user",
    "ClaimOrder.NEWEST": "Claim.createdAt",
    "ClaimOrder.OLDEST": "Claim.createdAt",
    "ClaimOrder.LATEST_EVENT": "Claim.eventDate",
    "ClaimOrder.EARLIEST_EVENT": "Claim.eventDate",
    "InvoiceOrder.LATEST_PERIOD": "Invoice.period",
    "InvoiceOrder.EARLIEST_PERIOD": "Invoice.period",
    "InvoiceOrder.DUE_FIRST": "Invoice.dueDate",
}
"""Fields that each filter and sort order reads: without their permission, either would leak them."""


def lists_asked_by(coordinate: str) -> list[str]:
    """The lists that a filter's field, an order's member or an argument belongs to."""
    kind = coordinate.partition(".")[0]
    if kind == "Query":
        return [coordinate.partition("(")[0]]
    fields = CORE.type_map["Query"].fields
    return [
        f"Query.{name}"
        for name, field in fields.items()
        if any(get_named_type(one.type).name == kind for one in field.args.values())
    ]


@pytest.mark.parametrize("coordinate", LOOKED_AT)
def test_filtering_and_sorting_need_the_permission_of_the_field(coordinate: str) -> None:
    assert lists_asked_by(coordinate)
    for asked in lists_asked_by(coordinate):
        rules = frozenset(API.locks.of(asked)) | frozenset(API.locks.of(coordinate))
        for needed in API.locks.of(LOOKED_AT[coordinate]):
            assert implies(rules, needed), (
                f"{coordinate} tells of {LOOKED_AT[coordinate]} to whom may not see it"
            )


def test_the_table_of_filters_and_orders_is_complete() -> None:
    expected = set()
    for name, field in CORE.type_map["Query"].fields.items():
        if not get_named_type(field.type).name.endswith("Connection"):
            continue
        for argument, definition in field.args.items():
            kind = get_named_type(definition.type)
            if argument in ("first", "after"):
                continue
            members = getattr(kind, "fields", None) or (
                getattr(kind, "values", None) if argument == "orderBy" else None
            )
            expected |= (
                {f"{kind.name}.{member}" for member in members}
                if members
                else {f"Query.{name}({argument}:)"}
            )
    assert_complete(
        __file__,
        "LOOKED_AT",
        LOOKED_AT,
        expected,
        '"{}": "…",  # the coordinate of the field that it looks at'.format,
    )
