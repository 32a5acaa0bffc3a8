"""The tables by which the tests write documents have what the schema has."""

from collections.abc import Iterator
from typing import Any

from graphql import (
    GraphQLInputObjectType,
    GraphQLScalarType,
    get_named_type,
    is_required_argument,
    is_required_input_field,
)

from tests.support import schema_walk
from tests.support.schema_walk import CORE, EXAMPLES, NAMED_LIKE, OWN, ROOTS
from tests.support.truth_table import assert_complete


def inputs() -> Iterator[tuple[str, str, Any, bool]]:
    """Each argument of the roots and each input field: the field it is of, its name, its type, whether it is required."""
    for root in ROOTS:
        for field, definition in CORE.type_map[root].fields.items():
            yield from (
                (field, name, get_named_type(one.type), is_required_argument(one))
                for name, one in definition.args.items()
            )
    for kind in CORE.type_map.values():
        if isinstance(kind, GraphQLInputObjectType):
            yield from (
                (kind.name, name, get_named_type(one.type), is_required_input_field(one))
                for name, one in kind.fields.items()
            )


def test_every_id_that_is_given_has_its_type() -> None:
    needed = (
        {f"{field}.{name}" for field, name, kind, _ in inputs() if kind.name == "ID"}
        - OWN
        - {"access.id"}
    )
    known = {
        coordinate
        for coordinate in needed
        if coordinate in NAMED_LIKE or coordinate.partition(".")[2] in NAMED_LIKE
    }
    row = '"{}": "the type that it names", or the argument alone where it is of one type everywhere'.format
    assert_complete(schema_walk.__file__, "NAMED_LIKE", known, needed, row)


def test_every_required_scalar_has_an_example() -> None:
    needed = {
        kind.name
        for _, _, kind, required in inputs()
        if required and isinstance(kind, GraphQLScalarType)
    } - {"ID", "Upload"}
    assert_complete(
        schema_walk.__file__, "EXAMPLES", set(EXAMPLES) & needed, needed, '"{}": a value,'.format
    )
