"""Columns of a statement: those that the selection reads and no others."""

import pytest
from graphql import (
    FieldNode,
    GraphQLNamedType,
    GraphQLObjectType,
    NameNode,
    get_named_type,
    is_leaf_type,
)
from graphql.execution.collect_fields import FieldDetails

import models
from data.conditions import Conditions
from execution.selection import Selection
from schema.locks import lock_of_type
from tests.support.schema_walk import API, object_types
from tests.support.statements import recorded_statements
from tests.support.truth_table import assert_complete
from tests.support.world import World

ROADS = {
    "Company": "{ company { %s } }",
    "Contract": "{ company { contracts { %s } } }",
    "Manager": "{ company { managers { %s } } }",
    "User": "{ viewer { user { %s } } }",
    "Membership": "{ viewer { user { memberships { %s } } } }",
    "Claim": "{ claims { edges { node { %s } } } }",
    "IncapacityPeriod": "{ claims { edges { node { incapacity { %s } } } } }",
    "ClaimEvent": "{ claims { edges { node { events { %s } } } } }",
    "Document": "{ claims { edges { node { documents { %s } } } } }",
    "Settlement": "{ settlements { edges { node { %s } } } }",
    "SettlementLine": "{ settlements { edges { node { lines { %s } } } } }",
    "Invoice": "{ invoices { edges { node { %s } } } }",
    "SecurityEvent": "{ securityEvents { edges { node { %s } } } }",
    "FactorReset": "{ factorResets { %s } }",
}
"""One road to each type of row."""


def fields() -> list[tuple[str, str]]:
    """Each field of each type of row, with something below it where it has to have it."""
    return [(name, one) for name in ROADS for one in alone(API._schema.type_map[name])]


def alone(kind: GraphQLNamedType) -> list[str]:
    """Each field of a type, with one leaf below it; where there is none, with each field below it in turn."""
    assert isinstance(kind, GraphQLObjectType)
    found = []
    for name, field in kind.fields.items():
        named = get_named_type(field.type)
        if is_leaf_type(named):
            found.append(name)
        else:
            found += [
                f"{name} {{ {below} }}"
                for below in ([leaf(named)] if leaf(named) else alone(named))
            ]
    return found


def leaf(kind: GraphQLNamedType) -> str | None:
    """A leaf of a type that is no key, so that it has to be fetched for its own sake."""
    assert isinstance(kind, GraphQLObjectType)
    return next(
        (
            name
            for name, field in kind.fields.items()
            if is_leaf_type(get_named_type(field.type)) and name != "id"
        ),
        None,
    )


def test_the_table_of_roads_is_complete() -> None:
    types_of_rows = {kind.name for kind in object_types() if lock_of_type(kind) is not None}
    assert_complete(
        __file__,
        "ROADS",
        ROADS,
        types_of_rows,
        lambda name: f'"{name}": "{{ … {{ %s }} }}",  # a road from Query to {name}',
    )


@pytest.mark.parametrize(
    ("kind", "field"),
    fields(),
    ids=lambda value: "-".join(value.replace("{", "").replace("}", "").split()),
)
def test_every_field_alone_finds_the_columns_that_it_reads(
    world: World, kind: str, field: str
) -> None:
    claim = world.claim()
    world.document(claim)
    world.settlement(claim)
    world.invoice()
    world.security_event()
    world.factor_reset()
    client = world.client(
        "contract manager" if kind == "FactorReset" else "administrator with user management"
    )
    answer = client.ask(ROADS[kind] % field)
    codes = [error["extensions"]["code"] for error in answer.errors]
    assert "INTERNAL_SERVER_ERROR" not in codes, answer.errors
    assert set(codes) <= {"FORBIDDEN"}


def test_only_what_is_selected_is_fetched(world: World) -> None:
    world.document(world.claim())
    client = world.client("administrator")
    with recorded_statements() as statements:
        client.ask("{ claims { edges { node { number documents { name } } } } }")
    claims, documents = (
        next(sql for sql in statements if f'FROM "{table}"' in sql)
        for table in ("claim", "document")
    )
    assert '"number"' in claims
    assert '"name"' in documents
    assert not any(
        f'"{column}"' in claims
        for column in ("description", "insured_avs_number", "declared_by", "earlier_claim_id")
    )
    assert not any(
        f'"{column}"' in documents for column in ("sha256", "storage_key", "uploaded_by", "size")
    )


def test_the_insured_person_is_fetched_column_by_column(world: World) -> None:
    world.claim()
    client = world.client("administrator")
    with recorded_statements() as statements:
        client.ask("{ claims { edges { node { insured { lastName } } } } }")
    (claims,) = (sql for sql in statements if 'FROM "claim"' in sql)
    assert '"insured_last_name"' in claims
    assert '"insured_avs_number"' not in claims


def test_a_secret_of_a_user_is_never_fetched_for_an_answer(world: World) -> None:
    client = world.client("administrator with user management")
    with recorded_statements() as statements:
        client.ask(
            "{ viewer { user { firstName lastName email memberships { role accesses } } } users { edges { node { id phone } } } }"
        )
    assert statements
    assert not any(
        secret in sql for sql in statements for secret in ("password_hash", "totp_secret")
    )


def test_every_field_of_a_row_declares_its_columns() -> None:
    """A field that does not is given the whole row, AVS number and description among its columns."""
    unsaid = []
    for kind in object_types():
        for name, field in kind.fields.items() if lock_of_type(kind) is not None else ():
            selection = Selection(
                name, 0, kind, field, [FieldDetails(FieldNode(name=NameNode(value=name)), None)]
            )
            column = selection.column
            if selection.attribute is None and (
                column is None or (column.reads is None and not column.same)
            ):
                unsaid.append(f"{kind.name}.{name}")
    assert not unsaid, (
        f"declare with `column(…)`, or the resolver with `@reads(…)`: {', '.join(unsaid)}"
    )


@pytest.mark.parametrize(
    ("asked", "fetched"),
    [
        ("claims { edges { node { number } } totalCount }", False),
        ("claims { edges { node { number } } pageInfo { __typename } }", True),
        ("claims { pageInfo { endCursor } }", True),
        ("claims { edges { cursor } }", True),
        ("claims { ...page } } fragment page on ClaimConnection { edges { at: cursor }", True),
    ],
)
def test_the_sort_columns_are_fetched_for_a_cursor(world: World, asked: str, fetched: bool) -> None:
    world.claim()
    with recorded_statements() as statements:
        answer = world.client("administrator").ask(f"{{ {asked} }}")
    assert answer["claims"]
    (claims,) = (sql for sql in statements if 'FROM "claim"' in sql and "COUNT(" not in sql)
    assert ('"created_at" "created_at"' in claims) is fetched


def test_the_managers_come_with_their_company_column_by_column(world: World) -> None:
    client = world.client("administrator")
    with recorded_statements() as statements:
        managers = client.ask(f"{{ company {{ managers {{ name }} }} # {world.a.id}\n}}")[
            "company"
        ]["managers"]
    assert len(managers) == 2
    _, company = statements
    assert 'FROM "company"' in company
    assert '"contract_manager__name"' in company
    assert "email" not in company


def test_the_user_is_read_with_the_session(world: World) -> None:
    client = world.client("administrator")
    with recorded_statements() as statements:
        assert client.ask("{ viewer { user { id firstName email language status } } }")["viewer"][
            "user"
        ]["firstName"]
    assert len(statements) == 1


def test_conditions_that_differ_have_shapes_that_differ() -> None:
    one, several = Conditions(models.Claim), Conditions(models.Claim)
    one.add_comparison("status", models.ClaimStatus.DRAFT)
    several.add_in("status", [models.ClaimStatus.DRAFT])
    assert one.cache_key != several.cache_key
    assert list(one.values) != list(several.values)
