"""Collector of the metrics of one operation, with every fragment expanded.

A fragment is visited once, however often it is spread. Recursion is bounded by the nesting of one
definition, which is limited before parsing (`token_scan.py`), and by the number of fragments.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    SelectionNode,
    SelectionSetNode,
    Undefined,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_list_type,
)

from execution.list_arguments import ListArguments
from execution.operation_metrics import (
    DEFAULT_LIST_SIZE,
    MAX_PAGE_SIZE,
    SelectionMetrics,
    Values,
)


@dataclass(slots=True)
class MetricsCollector:
    """Collector of the metrics of one operation."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    values: Values
    page: int = MAX_PAGE_SIZE
    lists: ListArguments = field(default_factory=ListArguments)
    sizes: set[str] = field(default_factory=set)
    """Variables that page sizes were read from."""
    directives: int = 0
    known: dict[str, SelectionMetrics | None] = field(default_factory=dict)
    """Metrics of each fragment; None while it is being visited.

    A fragment that contains itself counts once; validation rejects it before it is executed.
    """

    def selected(self, chosen: SelectionSetNode | None, parent: Any) -> SelectionMetrics:
        """Return the metrics of a selection set on objects of this type."""
        total = SelectionMetrics()
        for node in chosen.selections if chosen is not None else ():
            self.directives += len(node.directives or ())
            total += self._one(node, parent)
        return total

    def _one(self, node: SelectionNode, parent: Any) -> SelectionMetrics:
        if isinstance(node, FieldNode):
            return self._field(node, parent)
        if isinstance(node, InlineFragmentNode):
            condition = node.type_condition
            return self.selected(
                node.selection_set,
                self.schema.get_type(condition.name.value) if condition else parent,
            )
        return (
            self._fragment(node.name.value)
            if isinstance(node, FragmentSpreadNode)
            else SelectionMetrics()
        )

    def _fragment(self, name: str) -> SelectionMetrics:
        if name not in self.known and (definition := self.fragments.get(name)) is not None:
            self.known[name] = None
            self.directives += len(definition.directives or ())
            self.known[name] = self.selected(
                definition.selection_set, self.schema.get_type(definition.type_condition.name.value)
            )
        return self.known.get(name) or SelectionMetrics()

    def _field(self, node: FieldNode, parent: Any) -> SelectionMetrics:
        name = node.name.value
        for argument in node.arguments or ():
            self.lists.inspect_value(argument.value, argument.name.value)
        found = self._definition(parent, name)
        named = get_named_type(found.type) if found is not None else None
        below = self.selected(node.selection_set, named)
        mine = SelectionMetrics(
            1 + below.depth, (node.alias is not None) + below.aliases, 1 + below.fields
        )
        if name.startswith("__"):
            return SelectionMetrics(1, mine.aliases, mine.fields)
        if found is None or is_leaf_type(named):
            return mine
        size = self._size(node, found)
        if not is_list_type(get_nullable_type(found.type)):
            return mine + SelectionMetrics(
                cost=below.cost
                + _is_row(named)
                + (DEFAULT_LIST_SIZE if size is None else size) * below.rows
            )
        each = max(1, below.cost + (not _is_edge(named))) + DEFAULT_LIST_SIZE * below.rows
        return mine + (
            SelectionMetrics(rows=each) if size is None else SelectionMetrics(cost=size * each)
        )

    def _definition(self, parent: Any, name: str) -> GraphQLField | None:
        return (
            self.schema.get_field(parent, name)
            if hasattr(parent, "fields") or name == "__typename"
            else None
        )

    def _size(self, node: FieldNode, found: GraphQLField) -> int | None:
        """Return the number of rows that a field requests, or None if it has no size."""
        given = {argument.name.value: argument.value for argument in node.arguments or ()}
        for name, argument in found.args.items():
            if name == "first":
                value = self._value(given.get(name))
                return capped_size(argument.default_value if value is None else value, self.page)
            if is_list_type(get_nullable_type(argument.type)) and name == "ids":
                return self._value(given.get(name)) or 0
        return None

    def _value(self, node: Any) -> int | None:
        """Return the size given by an argument: a number, or the length of a list."""
        if isinstance(node, VariableNode):
            self.sizes.add(node.name.value)
            return variable_size(self.values.get(node.name.value), self.page)
        if isinstance(node, IntValueNode):
            return capped_size(int(node.value[:12]), self.page)
        return len(node.values) if isinstance(node, ListValueNode) else None


def _is_row(kind: Any) -> bool:
    """Return True if objects of this type are rows; an amount or period is part of its row."""
    return "id" in getattr(kind, "fields", ())


def _is_edge(kind: Any) -> bool:
    """Return True for Relay edges, whose node counts as the row."""
    return {"cursor", "node"} <= getattr(kind, "fields", {}).keys()


def variable_size(value: Any, page: int) -> int | None:
    """Return a variable's value as a size."""
    if isinstance(value, list):
        return len(value)
    return capped_size(value, page) if isinstance(value, int) else None


def capped_size(value: Any, page: int) -> int:
    """Cap a size at one above the largest page, which stands for all larger ones."""
    return (
        max(0, min(value, page + 1))
        if value is not Undefined and value is not None
        else DEFAULT_LIST_SIZE
    )
