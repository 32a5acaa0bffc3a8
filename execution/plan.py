"""Plan of an operation: its selections, collected by graphql-core, compiled once and reused.

A plan depends on the document and on the variables of its `@skip` and `@include`, on nothing else
of a request. It is cached by the operation's node, in a bounded cache; the selections below a type
are compiled when they are first needed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from contextlib import suppress
from typing import Any, cast

from graphql import (
    GraphQLError,
    GraphQLObjectType,
    OperationDefinitionNode,
    get_named_type,
    is_abstract_type,
    is_leaf_type,
)
from graphql.execution.collect_fields import GroupedFieldSet, collect_subfields
from graphql.execution.executor import Executor

from execution.column import Column, holds_rows, row_kind
from execution.documents import MAX_CACHED_CHARACTERS
from execution.selection import Level, Reads, Selection


class Plan:
    """Compiled selections of one operation."""

    def __init__(
        self, executor: Executor[Any], root: Level, on_growth: Callable[[Plan], None] | None
    ) -> None:
        self.operation = executor.operation
        self.schema = executor.schema
        self.root = root
        self.selections = len(root)
        """Number of compiled selections."""
        self.on_growth = on_growth
        """Callback for each level that is compiled."""

    @property
    def weight(self) -> int:
        """Approximate size in bytes."""
        return 3_000 * self.selections + 100 * document_length(self.operation)

    def is_of(self, executor: Executor[Any]) -> bool:
        """Return True if this plan belongs to the executor's operation.

        An operation's `id` may be reused after it is freed, so the key alone does not tell.
        """
        return self.operation is executor.operation and self.schema is executor.schema

    def below(
        self, executor: Executor[Any], selection: Selection, kind: GraphQLObjectType
    ) -> Level:
        """Return the selections of objects of this type below a selection."""
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
            if self.on_growth is not None:
                self.on_growth(self)
        return found

    def reads(self, executor: Executor[Any], selection: Selection) -> Mapping[Hashable, Reads]:
        """Return the attributes read below a field, for each kind of row it returns or contains."""
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
        """Return each object type that a field can return, with its selections."""
        named = get_named_type(selection.type)
        if is_leaf_type(named):
            return ()
        object_types = (
            executor.schema.get_possible_types(named)
            if is_abstract_type(named)
            else [cast("GraphQLObjectType", named)]
        )
        found = []
        for kind in object_types:
            with suppress(GraphQLError):  # it is an error where such an object is completed
                found.append((kind, self.below(executor, selection, kind)))
        return found

    def _read_of_rows(self, executor: Executor[Any], selections: Iterable[Selection]) -> Reads:
        """Return the attributes that these fields of a row read."""
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
        """Return the attributes that a resolver reads, and those selected of its relations."""
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
    """Compile a collected field set to selections in response order."""
    selections: list[Selection] = []
    for name, details in grouped.items():
        field = executor.schema.get_field(kind, details[0].node.name.value)
        if field is not None:
            selections.append(Selection(name, len(selections), kind, field, details))
    return Level(selections)


def document_length(operation: OperationDefinitionNode) -> int:
    """Return the length of an operation's document in characters."""
    return (
        len(operation.loc.source.body) if operation.loc is not None else MAX_CACHED_CHARACTERS + 1
    )
