"""What an operation selects, compiled once and reused: graphql-core collects the fields, this keeps the result.

A plan depends on the document and on the variables of its `@skip` and `@include`, on nothing else of a request.
It is kept by the operation's node in a bounded cache; selections below a type are compiled when they are first met.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, Final, cast

from graphql import (
    GraphQLError,
    GraphQLObjectType,
    OperationDefinitionNode,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
)
from graphql.execution.collect_fields import GroupedFieldSet, collect_fields, collect_subfields
from graphql.execution.executor import Executor

from execution.column import Column, holds_rows, row_kind
from execution.conditions import conditions_of
from execution.documents import CHARACTERS, DOCUMENTS, LONGEST
from execution.lru_cache import LRUCache
from execution.selection import Level, Reads, Selection

HEAVIEST: Final = 150_000_000
"""What the plans that are kept weigh together, in bytes, near enough: 3,000 for a selection, 100 for a character of its document."""

LARGEST: Final = 15_000_000
"""What a plan weighs that is kept."""

PlanKey = tuple[int, tuple[Any, ...]]


class Plan:
    """The compiled selections of one operation."""

    def __init__(
        self, executor: Executor[Any], root: Level, grown: Callable[[Plan], None] | None
    ) -> None:
        self.operation = executor.operation
        self.schema = executor.schema
        self.root = root
        self.selections = len(root)
        """How many are compiled."""
        self.grown = grown
        """Hears of each level that is compiled."""

    @property
    def weight(self) -> int:
        """About how many bytes it takes."""
        return 3_000 * self.selections + 100 * _length(self.operation)

    def is_of(self, executor: Executor[Any]) -> bool:
        """Whether this is the plan of the executor's operation, not of another one that was at the same place in memory."""
        return self.operation is executor.operation and self.schema is executor.schema

    def below(
        self, executor: Executor[Any], selection: Selection, kind: GraphQLObjectType
    ) -> Level:
        """What is selected of objects of this type behind a selection."""
        found = selection.children.get(kind)
        if found is None:
            schema, fragments, variables = (
                executor.schema,
                executor.fragments,
                executor.variable_values,
            )
            collected = collect_subfields(
                schema,
                fragments,
                variables,
                executor.operation,
                kind,
                selection.details,
                executor.hide_suggestions,
            )
            found = selection.children[kind] = compiled(executor, kind, collected[0])
            self.selections += len(found)
            if self.grown is not None:
                self.grown(self)
        return found

    def reads(self, executor: Executor[Any], selection: Selection) -> Mapping[Hashable, Reads]:
        """Of each kind of row that a field answers, itself or in objects around it, the attributes that are read below."""
        if selection.reads is None:
            found: dict[Hashable, Reads] = {}
            for kind, below in self._objects(executor, selection):
                definition = kind.extensions.get("strawberry-definition")
                row = None if definition is None else row_kind(definition.origin)
                if row is not None:
                    _add(found, row, self._read_of_rows(executor, below))
                if definition is None or holds_rows(definition.origin):
                    for inner in below:
                        for inner_row, read in self.reads(executor, inner).items():
                            _add(found, inner_row, read)
            selection.reads = found
        return selection.reads

    def _objects(
        self, executor: Executor[Any], selection: Selection
    ) -> Iterable[tuple[GraphQLObjectType, Level]]:
        """Each type of object that a field can answer, with what is selected of it."""
        named = get_named_type(selection.type)
        if is_leaf_type(named):
            return ()
        kinds = (
            executor.schema.get_possible_types(named)
            if is_abstract_type(named)
            else [cast("GraphQLObjectType", named)]
        )
        found = []
        for kind in kinds:
            with suppress(GraphQLError):  # it is an error where such an object is completed
                found.append((kind, self.below(executor, selection, kind)))
        return found

    def _read_of_rows(self, executor: Executor[Any], selections: Iterable[Selection]) -> Reads:
        """The attributes that these fields of a row look at."""
        read: frozenset[str] = frozenset()
        for selection in selections:
            column = selection.column
            if selection.attribute is not None:
                found: Reads = frozenset((selection.attribute,))
            elif selection.nodes[0].name.value == "__typename":
                continue
            elif column is not None and column.same:
                found = self._read_of_rows(
                    executor,
                    [inner for _, below in self._objects(executor, selection) for inner in below],
                )
            else:
                found = self._read_by(executor, selection, column) if column is not None else None
            if found is None:
                return None
            read |= found
        return read

    def _read_by(self, executor: Executor[Any], selection: Selection, column: Column) -> Reads:
        """The attributes that a resolver looks at, and those of its relations that are selected below."""
        found = column.reads
        for relation, kind in column.joins if found is not None else ():
            below = self.reads(executor, selection).get(kind, frozenset())
            if below is not None:
                found = (found or frozenset()) | {f"{relation}__{name}" for name in below}
        return found


def _add(found: dict[Hashable, Reads], row: Hashable, read: Reads) -> None:
    known = found.get(row, frozenset())
    found[row] = None if known is None or read is None else known | read


def compiled(executor: Executor[Any], kind: GraphQLObjectType, grouped: GroupedFieldSet) -> Level:
    """The selections of a collected field set, in the order of the answer."""
    selections: list[Selection] = []
    for name, details in grouped.items():
        field = executor.schema.get_field(kind, details[0].node.name.value)
        if field is not None:
            selections.append(Selection(name, len(selections), kind, field, details))
    return Level(selections)


class Plans:
    """The plans of the documents met last, by operation and by the variables that skip and include."""

    def __init__(self, most: int = DOCUMENTS) -> None:
        self.kept: LRUCache[PlanKey, Plan] = LRUCache(most, HEAVIEST)
        self._conditions: LRUCache[int, tuple[OperationDefinitionNode, tuple[str, ...]]] = LRUCache(
            most, CHARACTERS
        )

    def find(self, executor: Executor[Any], root_type: GraphQLObjectType) -> Plan:
        """The plan of the executor's operation; compiled now where it is not kept."""
        operation = executor.operation
        coerced = executor.variable_values.coerced
        key = (id(operation), tuple(coerced.get(name) for name in self._condition_names(executor)))
        plan = self.kept.find(key)
        if plan is None or not plan.is_of(executor):
            schema, fragments, variables = (
                executor.schema,
                executor.fragments,
                executor.variable_values,
            )
            collected = collect_fields(
                schema, fragments, variables, root_type, operation, executor.hide_suggestions
            )
            keeps = _length(operation) <= LONGEST
            plan = Plan(
                executor,
                compiled(executor, root_type, collected[0]),
                partial(self._weigh, key) if keeps else None,
            )
            if keeps:
                self.kept.keep(key, plan, plan.weight)
        return plan

    def _weigh(self, key: PlanKey, plan: Plan) -> None:
        """A plan grows while it is used the first time: fragments make large plans of short documents."""
        if self.kept.find(key) is not plan:
            plan.grown = None
        elif plan.weight > LARGEST:
            self.kept.drop(key)
        else:
            self.kept.keep(key, plan, plan.weight)

    def _condition_names(self, executor: Executor[Any]) -> tuple[str, ...]:
        operation = executor.operation
        known = self._conditions.find(id(operation))
        if known is None or known[0] is not operation:
            nodes = (operation, *executor.fragment_definitions.values())
            known = (
                operation,
                tuple(sorted({name for node in nodes for name in conditions_of(node)})),
            )
            if _length(operation) <= LONGEST:
                self._conditions.keep(id(operation), known, _length(operation))
        return known[1]


def _length(operation: OperationDefinitionNode) -> int:
    """The characters of an operation's document."""
    return len(operation.loc.source.body) if operation.loc is not None else LONGEST + 1
