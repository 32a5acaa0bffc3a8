"""The same operations on this executor and on graphql-core's own: the same data and the same errors.

Rows are bad now and then: an exception, a null where none may be, a value that is not of its type. graphql-core
runs without waiting, so that its errors come in depth-first order; this executor runs the same rows twice, without
waiting and with rows that must be awaited, and must answer the same each time.
"""

import asyncio
from collections.abc import Generator, Iterator, Mapping
from random import Random
from typing import Any

import strawberry
from graphql import (
    ExecutionResult,
    GraphQLEnumType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    build_schema,
    execute,
    is_abstract_type,
    parse,
    validate,
)
from graphql.execution.executor import Executor
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from execution import BreadthFirstExecutor, Column
from execution.column import METADATA_KEY
from execution.response_paths import ListItemPaths, ResponsePaths
from tests.execution.operations import Writer

SCHEMA = build_schema("""
  enum Colour { RED GREEN BLUE }
  interface Named { name: String  sure: String!  friend: Named  friends(first: Int = 2, colour: Colour): [Named!] }
  type Cat implements Named {
    name: String  sure: String!  friend: Named  friends(first: Int = 2, colour: Colour): [Named!]
    lives: Int!  colour: Colour  toys: [[Toy!]]!  owner: Person!
  }
  type Person implements Named {
    name: String  sure: String!  friend: Named  friends(first: Int = 2, colour: Colour): [Named!]
    age: Int  size: Float  admitted: Boolean!  pets: [Pet]!  colours: [Colour!]!  self: Person!
  }
  type Toy { id: ID!  label: String!  owner: Cat  matrix: [[[Int!]!]] }
  union Pet = Cat | Toy
  input Filter { text: String  colours: [Colour!]  size: Float = 1.5 }
  type Query { cat: Cat  person: Person!  pet: Pet  named: [Named!]!  toys(filter: Filter, first: Int!): [Toy]  colour: Colour!  matrix: [[Int]!] }
  type Mutation { rename(name: String!): Person  paint(colour: Colour!): Cat! }
""")
BAD = 0.06
"""Probability of a bad value."""


class Later:
    """A value that has to be awaited, as often as one likes."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __await__(self) -> Generator[Any, Any, Any]:
        yield from asyncio.sleep(0).__await__()
        if isinstance(self.value, Exception):
            raise self.value
        return self.value


class Row(Mapping[str, Any]):
    """A random object of a type. Each field's value follows from the seed alone, so two executors meet the same."""

    def __init__(self, kind: GraphQLObjectType, seed: str, *, patient: bool) -> None:
        self.kind, self.seed, self.patient = kind, seed, patient

    def __getitem__(self, name: str) -> Any:
        if name == "__typename":
            return self.kind.name
        return self.value(self.kind.fields[name].type, Random(f"{self.seed}.{name}"))

    def __iter__(self) -> Iterator[str]:
        return iter(self.kind.fields)

    def __len__(self) -> int:
        return len(self.kind.fields)

    def __repr__(self) -> str:
        return f"<{self.kind}>"

    def value(self, kind: Any, chance: Random) -> Any:
        """A random value of a type; where rows are patient, some values have to be awaited."""
        waits = chance.random() < 0.3
        value = self.bare(kind, chance)
        return Later(value) if waits and self.patient else value

    def bare(self, kind: Any, chance: Random) -> Any:
        roll = chance.random()
        if roll < BAD:
            return chance.choice(
                (
                    None,
                    ValueError(f"bad row {chance.randrange(10**6)}"),
                    10**20,
                    {"__typename": "Nothing"},
                    "out of type",
                )
            )
        if isinstance(kind, GraphQLNonNull):
            return self.bare(kind.of_type, chance)
        if roll < 2 * BAD:
            return None
        if isinstance(kind, GraphQLList):
            return [self.value(kind.of_type, chance) for _ in range(chance.randint(0, 3))]
        if is_abstract_type(kind):
            kind = chance.choice(list(SCHEMA.get_possible_types(kind)))
        if isinstance(kind, GraphQLObjectType):
            return Row(kind, str(chance.random()), patient=self.patient)
        if isinstance(kind, GraphQLEnumType):
            return chance.choice(list(kind.values))
        return {"String": "text", "Int": 42, "Float": 0.25, "Boolean": True, "ID": "id"}[kind.name]


def answers(result: ExecutionResult) -> tuple[Any, list[str]]:
    """Return the comparable part of a result: data with the order of its keys, errors in any order."""
    return repr(result.data), sorted(str(error.formatted) for error in result.errors or ())


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**63), st.sampled_from(["query", "query", "query", "mutation"]))
def test_both_executors_answer_the_same(number: int, kind: str) -> None:
    chance = Random(number)
    writer = Writer(SCHEMA, chance, depth=4)
    document = parse(writer.operation(kind))
    assume(not validate(SCHEMA, document))
    root_type = SCHEMA.query_type if kind == "query" else SCHEMA.mutation_type
    assert root_type is not None
    seed = str(chance.random())
    shared = {"variable_values": writer.variables}
    expected = execute(
        SCHEMA, document, Row(root_type, seed, patient=False), executor_class=Executor, **shared
    )
    at_once = execute(
        SCHEMA,
        document,
        Row(root_type, seed, patient=False),
        executor_class=BreadthFirstExecutor,
        **shared,
    )
    assert isinstance(expected, ExecutionResult)
    assert isinstance(at_once, ExecutionResult)
    assert answers(at_once) == answers(expected)

    async def awaited() -> ExecutionResult:
        result = execute(
            SCHEMA,
            document,
            Row(root_type, seed, patient=True),
            executor_class=BreadthFirstExecutor,
            **shared,
        )
        return result if isinstance(result, ExecutionResult) else await result

    assert answers(asyncio.run(awaited())) == answers(expected)


def test_the_same_document_with_other_variables_is_another_plan() -> None:
    document = parse(
        "query ($a: Boolean!, $b: Boolean!) { colour @skip(if: $a) person { name @include(if: $b) sure } }"
    )
    root = {"colour": "RED", "person": {"name": "Ada", "sure": "yes"}}
    for a in (True, False):
        for b in (True, False):
            variables = {"a": a, "b": b}
            expected = execute(SCHEMA, document, root, variable_values=variables)
            assert (
                execute(
                    SCHEMA,
                    document,
                    root,
                    variable_values=variables,
                    executor_class=BreadthFirstExecutor,
                )
                == expected
            )


def test_a_directive_whose_variable_is_null_is_an_error_of_the_field_around_it() -> None:
    document = parse(
        "query ($skip: Boolean = true) { one: cat { name @skip(if: $skip) } two: cat { name } }"
    )
    root = {"cat": {"name": "Ada"}}
    expected = execute(
        SCHEMA, document, root, variable_values={"skip": None}, executor_class=Executor
    )
    result = execute(
        SCHEMA, document, root, variable_values={"skip": None}, executor_class=BreadthFirstExecutor
    )
    assert isinstance(expected, ExecutionResult)
    assert isinstance(result, ExecutionResult)
    assert expected.data == {"one": None, "two": {"name": "Ada"}}
    assert answers(result) == answers(expected)


def test_the_place_of_an_item_is_found_among_lists_of_any_length() -> None:
    lengths = [0, 3, 0, 0, 2, 1, 0]
    items = ListItemPaths(ResponsePaths(None, None), lengths)
    assert [items.locate(index) for index in range(6)] == [
        (0, 1),
        (1, 1),
        (2, 1),
        (0, 4),
        (1, 4),
        (0, 5),
    ]


def test_mutations_run_serially() -> None:
    seen: list[str] = []

    def act(name: str, ticks: int) -> Any:
        async def go(info: Any, **arguments: Any) -> dict[str, Any]:
            seen.append(f"{name} begins")
            for _ in range(ticks):
                await asyncio.sleep(0)
            seen.append(f"{name} ends")
            return {
                "__typename": "Person",
                "name": lambda info: seen.append(f"{name} is read") or name,
            }

        return go

    async def go() -> ExecutionResult:
        document = parse(
            'mutation { first: rename(name: "a") { name } paint(colour: RED) { name } }'
        )
        result = execute(
            SCHEMA,
            document,
            {"rename": act("rename", 5), "paint": act("paint", 0)},
            executor_class=BreadthFirstExecutor,
        )
        return await result  # type: ignore[misc]

    result = asyncio.run(go())
    assert result.data == {"first": {"name": "rename"}, "paint": {"name": "paint"}}
    assert seen == [
        "rename begins",
        "rename ends",
        "rename is read",
        "paint begins",
        "paint ends",
        "paint is read",
    ]


def test_a_column_of_the_wrong_length_is_an_error_of_each_parent() -> None:
    """A resolver that loses a parent must not shift its answers to others."""

    @strawberry.type
    class Item:
        name: str
        size: int | None = strawberry.field(
            resolver=lambda: None,
            graphql_type=int | None,
            metadata={METADATA_KEY: Column(lambda items: [1], takes_info=False)},
        )

    @strawberry.type
    class Query:
        @strawberry.field
        def items(self) -> list[Item]:
            return [Item(name="a"), Item(name="b")]

    api = strawberry.Schema(Query, execution_context_class=BreadthFirstExecutor)
    result = asyncio.run(api.execute("{ items { name size } }"))
    assert result.data == {"items": [{"name": "a", "size": None}, {"name": "b", "size": None}]}
    assert [error.message for error in result.errors or ()] == [
        "Item.size answered 1 results for 2 parents."
    ] * 2
