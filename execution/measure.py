"""What a document asks for, counted before it is validated: each selection is looked at once, fragments are multiplied.

    depth      fields below fields, the deepest
    aliases    and fields: as many as there are with every fragment written out wherever it is spread
    cost       an object with an ID is 1, and so is each row of a list; what stands below a list counts once for each of its rows

A list has as many rows as its `first` says, or as IDs were given, or the `first` of the field around it; for others,
such as a claim's documents, a few are taken for granted. Introspection is no row of anybody: it costs nothing.

A fragment is counted once, whatever the number of its spreads. Recursion is as deep as one definition's brackets,
which are bounded before the parser sees them (`scanning.py`), and as there are fragments, which are bounded here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

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

from execution.lists import Lists

ASSUMED: Final = 5
"""Rows of a list that has no size of its own."""

MOST: Final = 1_000_000_000
"""Beyond it nothing is counted: products of a short document can have hundreds of digits."""

PAGE: Final = 100
"""Rows of the largest page. Where more are asked for, one more counts: the list itself refuses, with the argument that is at fault."""

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """What a selection set comes to, its fragments written out."""

    depth: int = 0
    aliases: int = 0
    fields: int = 0
    cost: int = 0
    rows: int = 0
    """What each row costs of the lists that take their size from the field around them."""

    def __add__(self, other: Part) -> Part:
        """Both, side by side."""
        return Part(
            max(self.depth, other.depth),
            min(self.aliases + other.aliases, MOST),
            min(self.fields + other.fields, MOST),
            min(self.cost + other.cost, MOST),
            min(self.rows + other.rows, MOST),
        )


@dataclass(frozen=True, slots=True)
class Measure:
    """What one operation of a document comes to, with its variables."""

    depth: int
    aliases: int
    fields: int
    cost: int
    directives: int
    fragments: int
    variables: int
    root: tuple[str, ...]
    """The fields of the root by name, as often as they are asked for."""
    lists: Lists


@dataclass(slots=True)
class Measuring:
    """One operation that is being measured."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    values: Values
    page: int = PAGE
    lists: Lists = field(default_factory=Lists)
    sizes: set[str] = field(default_factory=set)
    """The variables that sizes were read from."""
    directives: int = 0
    known: dict[str, Part | None] = field(default_factory=dict)
    """What each fragment comes to; None while it is looked at: one that contains itself is counted once, and never executed."""

    def selected(self, chosen: SelectionSetNode | None, parent: Any) -> Part:
        """What a selection set comes to on objects of this type."""
        total = Part()
        for node in chosen.selections if chosen is not None else ():
            self.directives += len(node.directives or ())
            total += self._one(node, parent)
        return total

    def _one(self, node: SelectionNode, parent: Any) -> Part:
        if isinstance(node, FieldNode):
            return self._field(node, parent)
        if isinstance(node, InlineFragmentNode):
            condition = node.type_condition
            return self.selected(
                node.selection_set,
                self.schema.get_type(condition.name.value) if condition else parent,
            )
        return self._fragment(node.name.value) if isinstance(node, FragmentSpreadNode) else Part()

    def _fragment(self, name: str) -> Part:
        if name not in self.known and (definition := self.fragments.get(name)) is not None:
            self.known[name] = None
            self.directives += len(definition.directives or ())
            self.known[name] = self.selected(
                definition.selection_set, self.schema.get_type(definition.type_condition.name.value)
            )
        return self.known.get(name) or Part()

    def _field(self, node: FieldNode, parent: Any) -> Part:
        name = node.name.value
        for argument in node.arguments or ():
            self.lists.look(argument.value, argument.name.value)
        found = self._definition(parent, name)
        named = get_named_type(found.type) if found is not None else None
        below = self.selected(node.selection_set, named)
        mine = Part(1 + below.depth, (node.alias is not None) + below.aliases, 1 + below.fields)
        if name.startswith("__"):
            return Part(1, mine.aliases, mine.fields)
        if found is None or is_leaf_type(named):
            return mine
        size = self._size(node, found)
        if not is_list_type(get_nullable_type(found.type)):
            return mine + Part(
                cost=below.cost + _is_row(named) + (ASSUMED if size is None else size) * below.rows
            )
        each = max(1, below.cost + (not _is_edge(named))) + ASSUMED * below.rows
        return mine + (Part(rows=each) if size is None else Part(cost=size * each))

    def _definition(self, parent: Any, name: str) -> GraphQLField | None:
        return (
            self.schema.get_field(parent, name)
            if hasattr(parent, "fields") or name == "__typename"
            else None
        )

    def _size(self, node: FieldNode, found: GraphQLField) -> int | None:
        """How many rows a field asks for; None where it does not say."""
        given = {argument.name.value: argument.value for argument in node.arguments or ()}
        for name, argument in found.args.items():
            if name == "first":
                value = self._value(given.get(name))
                return bounded(argument.default_value if value is None else value, self.page)
            if is_list_type(get_nullable_type(argument.type)) and name == "ids":
                return self._value(given.get(name)) or 0
        return None

    def _value(self, node: Any) -> int | None:
        """The size that an argument says: a number, or how many values there are."""
        if isinstance(node, VariableNode):
            self.sizes.add(node.name.value)
            return counted(self.values.get(node.name.value), self.page)
        if isinstance(node, IntValueNode):
            return bounded(int(node.value[:12]), self.page)
        return len(node.values) if isinstance(node, ListValueNode) else None


def _is_row(kind: Any) -> bool:
    """Whether objects of this type are rows of their own; an amount or a period comes with the row that it is of."""
    return "id" in getattr(kind, "fields", ())


def _is_edge(kind: Any) -> bool:
    """Whether objects of this type only lead to a row, which counts by itself (Relay's edges)."""
    return {"cursor", "node"} <= getattr(kind, "fields", {}).keys()


def counted(value: Any, page: int) -> int | None:
    """A variable's value as a size."""
    if isinstance(value, list):
        return len(value)
    return bounded(value, page) if isinstance(value, int) else None


def bounded(value: Any, page: int) -> int:
    """A size as far as it counts: one row more than a page may have stands for all that are too large."""
    return max(0, min(value, page + 1)) if value is not Undefined and value is not None else ASSUMED
