"""One field of a selection set, compiled: all of it that does not change from request to request."""

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
from execution.shape import Shape, builder

CONSTANT: Final = (str, int, float, Enum, type(None))
"""What nobody can change who gets it as an argument."""

GUARD: Final = "guard"
"""Where a field's `extensions` keep what looks at its arguments first, as the client sent them; it raises what it has against them."""

Reads = frozenset[str] | None
"""Attributes of a row; None for all of them."""


class Selection:
    """One field of a selection set, with all that does not change from request to request."""

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
        self.shape = Shape(field.type)
        self.strawberry: StrawberryField | None = field.extensions.get("strawberry-definition")
        self.column: Column | None = None
        self.attribute: str | None = None
        self.permissions: Sequence[BasePermission] = ()
        """Asked once for all parents, before a column or an attribute is read."""
        if self.strawberry is not None:
            self.column = self.strawberry.metadata.get(METADATA_KEY)
            self.attribute = self.strawberry.python_name if _is_attribute(self.strawberry) else None
            self.permissions = (
                self.column.permissions
                if self.column is not None
                else self.strawberry.metadata.get(PERMISSIONS, ())
            )
        self.constants: dict[str, Any] | None = None
        """The arguments as a resolver gets them, once they are known to be the same in every request."""
        self.guard: Callable[[Any, Mapping[str, Any]], None] | None = field.extensions.get(GUARD)
        self.has_arguments = bool(field.args or self.nodes[0].arguments)
        self.children: dict[GraphQLObjectType, Level] = {}
        self.reads: Mapping[Hashable, Reads] | None = None

    def keep_constants(self, arguments: dict[str, Any]) -> None:
        """Keep arguments that come from no variable and cannot be changed by whoever gets them."""
        if (
            self.guard is None
            and not any(map(_has_variables, self.nodes[0].arguments or ()))
            and all(isinstance(value, CONSTANT) for value in arguments.values())
        ):
            self.constants = arguments


class Level(tuple[Selection, ...]):
    """What is selected of one type of object, in the order of the answer."""

    @cached_property
    def build(self) -> Callable[..., list[dict[str, Any]]]:
        """Makes the objects of the columns of their values."""
        return builder(tuple(selection.name for selection in self))


def _is_attribute(field: StrawberryField) -> bool:
    """Return True if a Strawberry field is a plain attribute of its object, read by `getattr`, with permissions or without."""
    plain = field.is_basic_field or (PERMISSIONS in field.metadata and field.base_resolver is None)
    return plain and field.default_resolver is getattr


def _has_variables(node: Any) -> bool:
    """Whether a variable stands anywhere in an argument."""
    if isinstance(node, VariableNode):
        return True
    below = (
        getattr(node, "value", None),
        *(getattr(node, "values", None) or ()),
        *(getattr(node, "fields", None) or ()),
    )
    return any(_has_variables(inner) for inner in below if isinstance(inner, Node))
