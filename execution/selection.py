"""Compiled field of a selection set: all of it that is the same in every request."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from enum import Enum
from functools import cached_property
from typing import Any, Final

from graphql import (
    FieldNode,
    GraphQLField,
    GraphQLObjectType,
    GraphQLOutputType,
    Node,
    VariableNode,
    get_named_type,
)
from graphql.execution.collect_fields import FieldDetailsList
from strawberry.permission import BasePermission
from strawberry.types.field import StrawberryField

from execution.column import METADATA_KEY, PERMISSIONS, Column
from execution.leaves import Leaf, leaf_of
from execution.output_type import OutputType, object_builder

CONSTANT: Final = (str, int, float, Enum, type(None))
"""Types of immutable argument values, which are safe to share between requests."""

GUARD: Final = "guard"
"""Key of a field's `extensions` for a check of its arguments as sent by the client.

The check raises an error if it rejects them.
"""

Reads = frozenset[str] | None
"""Attributes read of a row; None means all of them."""


class Selection:
    """Field of a selection set, with all that is the same in every request."""

    def __init__(
        self,
        name: str,
        ordinal: int,
        parent_type: GraphQLObjectType,
        field: GraphQLField,
        details: FieldDetailsList,
    ) -> None:
        self.name = name
        self.ordinal = ordinal
        self.parent_type = parent_type
        self.field = field
        self.details = details
        self.nodes: list[FieldNode] = [detail.node for detail in details]
        self.type: GraphQLOutputType = field.type
        self.leaf: Leaf | None = leaf_of(get_named_type(field.type))
        self.output_type = OutputType(field.type)
        self.strawberry: StrawberryField | None = field.extensions.get("strawberry-definition")
        self.column: Column | None = None
        self.attribute: str | None = None
        self.permissions: Sequence[BasePermission] = ()
        """Permissions checked once for all parents, before a column or an attribute is read."""
        if self.strawberry is not None:
            self.column = self.strawberry.metadata.get(METADATA_KEY)
            self.attribute = self.strawberry.python_name if _is_attribute(self.strawberry) else None
            self.permissions = (
                self.column.permissions
                if self.column is not None
                else self.strawberry.metadata.get(PERMISSIONS, ())
            )
        self.constants: dict[str, Any] | None = None
        """Converted arguments, once they are known to be the same in every request."""
        self.guard: Callable[[Any, Mapping[str, Any]], None] | None = field.extensions.get(GUARD)
        self.has_arguments = bool(field.args or self.nodes[0].arguments)
        self.children: dict[GraphQLObjectType, Level] = {}
        self.reads: Mapping[Hashable, Reads] | None = None

    def keep_constants(self, arguments: dict[str, Any]) -> None:
        """Store arguments that use no variable and are immutable."""
        if (
            self.guard is None
            and not any(map(_has_variables, self.nodes[0].arguments or ()))
            and all(isinstance(value, CONSTANT) for value in arguments.values())
        ):
            self.constants = arguments


class Level(tuple[Selection, ...]):
    """Selections of one object type, in response order."""

    @cached_property
    def build(self) -> Callable[..., list[dict[str, Any]]]:
        """Builder of the level's objects from their columns of values."""
        return object_builder(tuple(selection.name for selection in self))


def _is_attribute(field: StrawberryField) -> bool:
    """Return True if a Strawberry field is a plain attribute, with or without permissions."""
    plain = field.is_basic_field or (PERMISSIONS in field.metadata and field.base_resolver is None)
    return plain and field.default_resolver is getattr


def _has_variables(node: Any) -> bool:
    """Return True if an argument contains a variable."""
    if isinstance(node, VariableNode):
        return True
    below = (
        getattr(node, "value", None),
        *(getattr(node, "values", None) or ()),
        *(getattr(node, "fields", None) or ()),
    )
    return any(_has_variables(inner) for inner in below if isinstance(inner, Node))
