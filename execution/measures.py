"""The measures of one document, kept with it: what its operations come to is found once for each set of page sizes."""

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

from execution.measure import ASSUMED, MOST, Measure, Measuring, Values, counted


class Measures:
    """The measures of one document, for the page sizes that were asked for last."""

    MOST: Final = 16

    def __init__(self, schema: GraphQLSchema, node: DocumentNode, page: int) -> None:
        self._schema, self._node, self._page = schema, node, page
        self._sizes: dict[int, tuple[str, ...]] = {}
        self._known: dict[tuple[Any, ...], Measure] = {}

    def find(self, operation: OperationDefinitionNode, variables: Values | None) -> Measure:
        """What the operation comes to with these variables."""
        values = variables or {}
        key = self._key(operation, values, self._sizes.get(id(operation), ()))
        found = self._known.get(key)
        return (
            found
            if found is not None and id(operation) in self._sizes
            else self._measured(operation, values)
        )

    def _measured(self, operation: OperationDefinitionNode, values: Values) -> Measure:
        defined = {
            one.name.value: one
            for one in self._node.definitions
            if isinstance(one, FragmentDefinitionNode)
        }
        declared = operation.variable_definitions or ()
        measuring = Measuring(
            self._schema, defined, {**self._defaults(declared), **values}, self._page
        )
        root = tuple(_root_fields(operation.selection_set, defined, set()))
        total = measuring.selected(
            operation.selection_set, self._schema.get_root_type(operation.operation)
        )
        directives = measuring.directives + len(operation.directives or ())
        for one in declared:
            measuring.lists.look(
                one.default_value,
                measuring.lists.filled.get(one.variable.name.value, one.variable.name.value),
            )
        cost = max(1, min(total.cost + ASSUMED * total.rows, MOST))
        made = Measure(
            total.depth,
            total.aliases,
            total.fields,
            cost,
            directives,
            len(defined),
            len(declared),
            root,
            measuring.lists,
        )
        if len(self._known) >= self.MOST:
            self._known.clear()
        names = self._sizes[id(operation)] = tuple(sorted(measuring.sizes))
        self._known[self._key(operation, values, names)] = made
        return made

    def _key(
        self, operation: OperationDefinitionNode, values: Values, names: Iterable[str]
    ) -> tuple[Any, ...]:
        return (id(operation), *(counted(values.get(name), self._page) for name in names))

    def _defaults(self, declared: Iterable[Any]) -> dict[str, Any]:
        """The defaults of the variables that may be sizes."""
        read: Callable[[Any], int | None] = Measuring(self._schema, {}, {}, self._page)._value
        return {
            one.variable.name.value: read(one.default_value)
            for one in declared
            if one.default_value is not None
        }


def _root_fields(
    chosen: SelectionSetNode, fragments: Mapping[str, FragmentDefinitionNode], seen: set[str]
) -> Sequence[str]:
    """The names of the root's fields; a fragment is looked into once."""
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
