"""Cache of a document's metrics, by operation and page sizes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)

from execution.metrics_collector import MetricsCollector, variable_size
from execution.operation_metrics import DEFAULT_LIST_SIZE, MAX_COUNT, OperationMetrics, Values


class MetricsCache:
    """Cache of the metrics of one document, for its most recent page sizes."""

    MAX_COUNT: Final = 16

    def __init__(self, schema: GraphQLSchema, node: DocumentNode, page: int) -> None:
        self._schema, self._node, self._page = schema, node, page
        self._sizes: dict[int, tuple[str, ...]] = {}
        self._known: dict[tuple[Any, ...], OperationMetrics] = {}

    def find(
        self, operation: OperationDefinitionNode, variables: Values | None
    ) -> OperationMetrics:
        """Return the metrics of the operation with these variables."""
        values = variables or {}
        key = self._key(operation, values, self._sizes.get(id(operation), ()))
        found = self._known.get(key)
        return (
            found
            if found is not None and id(operation) in self._sizes
            else self._collect(operation, values)
        )

    def _collect(self, operation: OperationDefinitionNode, values: Values) -> OperationMetrics:
        defined = {
            one.name.value: one
            for one in self._node.definitions
            if isinstance(one, FragmentDefinitionNode)
        }
        declared = operation.variable_definitions or ()
        collector = MetricsCollector(
            self._schema, defined, {**self._defaults(declared), **values}, self._page
        )
        root = tuple(_root_fields(operation.selection_set, defined, set()))
        total = collector.selected(
            operation.selection_set, self._schema.get_root_type(operation.operation)
        )
        directives = collector.directives + len(operation.directives or ())
        for one in declared:
            collector.lists.inspect_value(
                one.default_value,
                collector.lists.filled.get(one.variable.name.value, one.variable.name.value),
            )
        cost = max(1, min(total.cost + DEFAULT_LIST_SIZE * total.rows, MAX_COUNT))
        made = OperationMetrics(
            total.depth,
            total.aliases,
            total.fields,
            cost,
            directives,
            len(defined),
            len(declared),
            root,
            collector.lists,
        )
        if len(self._known) >= self.MAX_COUNT:
            self._known.clear()
        names = self._sizes[id(operation)] = tuple(sorted(collector.sizes))
        self._known[self._key(operation, values, names)] = made
        return made

    def _key(
        self, operation: OperationDefinitionNode, values: Values, names: Iterable[str]
    ) -> tuple[Any, ...]:
        return (id(operation), *(variable_size(values.get(name), self._page) for name in names))

    def _defaults(self, declared: Iterable[Any]) -> dict[str, Any]:
        """Return the default values of variables that may be page sizes."""
        read: Callable[[Any], int | None] = MetricsCollector(
            self._schema, {}, {}, self._page
        )._value
        return {
            one.variable.name.value: read(one.default_value)
            for one in declared
            if one.default_value is not None
        }


def _root_fields(
    chosen: SelectionSetNode, fragments: Mapping[str, FragmentDefinitionNode], seen: set[str]
) -> Sequence[str]:
    """Return the names of the root fields; each fragment is visited once."""
    found: list[str] = []
    for node in chosen.selections:
        if isinstance(node, FieldNode):
            found.append(node.name.value)
        elif isinstance(node, InlineFragmentNode):
            found += _root_fields(node.selection_set, fragments, seen)
        elif (
            isinstance(node, FragmentSpreadNode)
            and node.name.value not in seen
            and node.name.value in fragments
        ):
            seen.add(node.name.value)
            found += _root_fields(fragments[node.name.value].selection_set, fragments, seen)
    return found
