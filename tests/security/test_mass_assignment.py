"""Mass assignment: no input sets a column that is not among its fields."""

import re
from typing import Any

import pytest
from graphql import GraphQLInputObjectType, get_named_type

import models
from permissions.reach import COMPANY_PATHS
from tests.support.claim_files import nothing_changes
from tests.support.portal import Client, Portal
from tests.support.schema_walk import CORE, ROOTS, document_along, example
from tests.support.world import World, create_world

MODELS = (*COMPANY_PATHS, models.User, models.Manager, models.Session)
COLUMNS = sorted(
    {
        re.sub("_([a-z])", lambda letter: letter[1].upper(), column)
        for model in MODELS
        for column in model._meta.fields_map
    }
)
"""All columns and relations that there are, as the API would call them: role, accesses, companyId, status, passwordHash and so on."""
ORDERS = sorted(CORE.type_map["Mutation"].fields)


def inputs() -> list[tuple[str, str, str, str]]:
    """Each field of the roots that takes an input object: the root, the field, the argument, and the input below it where there is one."""
    found = []
    for root in ROOTS:
        for name, field in CORE.type_map[root].fields.items():
            for argument, given in field.args.items():
                kind = get_named_type(given.type)
                if isinstance(kind, GraphQLInputObjectType):
                    below = [
                        key
                        for key, one in kind.fields.items()
                        if isinstance(get_named_type(one.type), GraphQLInputObjectType)
                    ]
                    found += [(root, name, argument, inner) for inner in ("", *below)]
    return found


@pytest.fixture(scope="module")
def world(portal: Portal) -> World:
    """One world for all: nothing in it changes."""
    made = create_world(portal)
    made.claim(status=models.ClaimStatus.DRAFT)
    return made


def asker(world: World, name: str) -> Client:
    """Client of a persona who may call the mutation."""
    return world.client(
        "contract manager"
        if name == "changePersonalInformation"
        else "administrator with user management"
    )


def assert_unknown(client: Client, document: str, column: str, **variables: Any) -> None:
    answer = client.ask(document, **variables)
    assert (answer.data, answer.code) == (None, "BAD_USER_INPUT"), column
    assert (
        f"'{column}'" in answer.errors[0]["message"] or f'"{column}"' in answer.errors[0]["message"]
    )


@pytest.mark.parametrize(("root", "name", "argument", "inner"), inputs())
def test_an_input_takes_no_column_that_it_does_not_have(
    root: str, name: str, argument: str, inner: str, world: World
) -> None:
    client, variables = asker(world, name), dict[str, Any]()
    document = document_along([(root, name)], variables)
    kind: Any = get_named_type(CORE.type_map[root].fields[name].args[argument].type)
    if f"${argument}" not in document:
        document = f"query (${argument}: {kind.name}) {{ {name}({argument}: ${argument}) {{ __typename }} }}"
    inside = get_named_type(kind.fields[inner].type) if inner else kind
    strays = [column for column in COLUMNS if column not in inside.fields]
    assert {"id", "companyId", "role", "accesses", "status"} & set(strays)
    with nothing_changes(world):
        for column in strays:
            given = {**(example(inside, inner) or {}), column: "ADMINISTRATOR"}
            whole = {**(example(kind, argument) or {}), inner: [given]} if inner else given
            assert_unknown(client, document, column, **{**variables, argument: whole})


@pytest.mark.parametrize("name", ORDERS)
def test_a_mutation_takes_no_column_that_it_does_not_have(name: str, world: World) -> None:
    client, args = asker(world, name), CORE.type_map["Mutation"].fields[name].args
    with nothing_changes(world):
        for column in (
            "id",
            "role",
            "accesses",
            "companyId",
            "userId",
            "status",
            "managerId",
            "membership",
        ):
            if column not in args:
                answer = client.ask(
                    f'mutation {{ {name}({column}: "ADMINISTRATOR") {{ __typename }} }}'
                )
                assert (answer.data, {error["extensions"]["code"] for error in answer.errors}) == (
                    None,
                    {"BAD_USER_INPUT"},
                )
                assert any(f"'{column}'" in error["message"] for error in answer.errors), (
                    answer.errors
                )
