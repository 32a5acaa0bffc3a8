"""IDs of another company, unknown IDs and IDs of a guarded type get equal responses for every argument."""

import json
import re
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    Undefined,
    get_named_type,
)

import models
from data.global_id import NODES, to_global_id
from permissions import Anyone
from tests.support.claim_files import nothing_changes
from tests.support.portal import Portal
from tests.support.rule_table import is_allowed
from tests.support.schema_walk import CORE, NAMED_LIKE, OWN, ROOTS, everything, rule_of
from tests.support.world import World, create_world

PEOPLE = ("administrator with user management", "contract manager", "health manager")
"""Each field is selected by the first permitted persona."""
EMPTY = ("claims", "invoices", "settlements", "users", "securityEvents")
"""Lists that have nothing for such an ID."""
SAID = {"coordinate": '"Mutation.submitClaim"', "kind": "RELAPSE", "files": "[]"}
"""Values of arguments, where any other would not do."""


@pytest.fixture(scope="module")
def both(portal: Portal) -> World:
    """Two companies, each with one of everything."""
    world = create_world(portal)
    for company in ("a", "b"):
        claim = world.claim(company, status=models.ClaimStatus.DRAFT)
        world.document(claim)
        world.settlement(world.claim(company))
        world.invoice(company)
    return world


@pytest.fixture(scope="module")
def foreign(both: World) -> dict[str, str]:
    async def first() -> dict[str, Any]:
        key = both.b.company.id
        return {
            "Company": both.b.company,
            "Claim": await models.Claim.filter(
                company_id=key, status=models.ClaimStatus.DRAFT
            ).get(),
            "Document": await models.Document.filter(claim__company_id=key).get(),
            "Invoice": await models.Invoice.filter(company_id=key).get(),
            "User": both.b.people["user"].user,
        }

    return {name: to_global_id(row) for name, row in both.portal.run(first()).items()}


@pytest.fixture(scope="module")
def missing() -> dict[str, str]:
    return {name: to_global_id(kind()) for name, kind in NODES.items()}


def takes_an_id(kind: Any) -> bool:
    """Return True if an argument is an ID or contains one."""
    named = get_named_type(kind)
    inside = named.fields.values() if isinstance(named, GraphQLInputObjectType) else ()
    return named.name == "ID" or any(takes_an_id(field.type) for field in inside)


def taking_ids() -> list[tuple[str, str]]:
    """The fields of the roots that take an ID that is not good for its owner only."""
    fields = [
        (root, name, field) for root in ROOTS for name, field in CORE.type_map[root].fields.items()
    ]
    return [
        (root, name)
        for root, name, field in fields
        if any(
            takes_an_id(given.type) and f"{name}.{argument}" not in OWN
            for argument, given in field.args.items()
        )
    ]


def said(kind: Any, name: str, place: str, ids: dict[str, str]) -> str:
    """A value as a document says it: its IDs are these."""
    if name in SAID:
        return SAID[name]
    if isinstance(kind, GraphQLNonNull):
        return said(kind.of_type, name, place, ids)
    if isinstance(kind, GraphQLList):
        return f"[{said(kind.of_type, name, place, ids)}]"
    if isinstance(kind, GraphQLInputObjectType):
        return f"{{{arguments(kind.fields, place, ids)}}}"
    if kind.name == "ID":
        return json.dumps(ids[NAMED_LIKE.get(f"{place}.{name}") or NAMED_LIKE.get(name, "Claim")])
    return next(iter(kind.values)) if isinstance(kind, GraphQLEnumType) else '"x"'


def arguments(given: dict[str, Any], place: str, ids: dict[str, str]) -> str:
    """Those that are IDs or have some inside, and those that have to be given."""
    needed = [
        name
        for name, one in given.items()
        if takes_an_id(one.type) or is_required(one) or (place, name) == ("draftClaim", "kind")
    ]
    return ", ".join(f"{name}: {said(given[name].type, name, place, ids)}" for name in needed)


def is_required(one: Any) -> bool:
    return isinstance(one.type, GraphQLNonNull) and one.default_value is Undefined


def asked(root: str, name: str, ids: dict[str, str]) -> str:
    """A document that gives these IDs to the field."""
    field = CORE.type_map[root].fields[name]
    told = (
        "reasons { code message }"
        if name == "access"
        else "errors { code field message }"
        if root == "Mutation"
        else ""
    )
    return f"{ROOTS[root]} {{ {name}({arguments(field.args, name, ids)}) {{ __typename {told} }} }}"


@pytest.mark.parametrize(("root", "name"), taking_ids())
def test_a_foreign_id_is_answered_as_one_that_never_was(
    root: str, name: str, both: World, foreign: dict[str, str], missing: dict[str, str]
) -> None:
    rule = (rule_of(root, name) or Anyone).__name__
    client = both.client(next(person for person in PEOPLE if is_allowed(rule, person)))
    with nothing_changes(both):
        of_b, of_none = (client.ask(asked(root, name, ids)) for ids in (foreign, missing))
    assert (of_b.data, of_b.errors) == (of_none.data, of_none.errors)
    codes = re.findall(r'"code":"(\w+)"', of_b.response.text)
    assert set(codes) == (set() if name in EMPTY else {"NOT_FOUND"})


SORTED = [
    (name, value)
    for name, field in CORE.type_map["Query"].fields.items()
    if "orderBy" in field.args
    and isinstance(kind := get_named_type(field.args["orderBy"].type), GraphQLEnumType)
    for value in kind.values
]


@pytest.mark.parametrize(("name", "order"), SORTED)
def test_no_sort_order_of_a_list_reaches_the_other_company(
    name: str, order: str, both: World, foreign: dict[str, str]
) -> None:
    client = both.client("administrator")
    kind = get_named_type(CORE.type_map["Query"].fields[name].type)
    answer = client.ask(f"{{ {name}(orderBy: {order}, first: 3) {everything(kind, 2)} }}")
    assert answer.data[name]["totalCount"] == (2 if name == "claims" else 1)
    assert not [one for one in foreign.values() if one in answer.response.text]
