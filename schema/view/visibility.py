"""Visibility of the schema to a viewer: fields that the rules allow, and types on their paths."""

from collections.abc import Iterator
from functools import cached_property

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_required_argument,
    is_required_input_field,
)

from permissions import Anyone, Rule, Viewer
from schema.input_rules import rule_of_field, rule_of_input
from schema.locks import Composite, lock_of_type

InputDefinition = GraphQLArgument | GraphQLInputField


class Visibility:
    """The visible part of the schema, for a viewer, or for everybody if `everything` is True."""

    def __init__(
        self,
        schema: GraphQLSchema,
        viewer: Viewer | None,
        *,
        everything: bool,
        without_deprecated: bool,
    ) -> None:
        self._schema = schema
        self._viewer = viewer
        self._everything = everything
        self._without_deprecated = without_deprecated

    def shows_field(self, kind: GraphQLNamedType, name: str) -> bool:
        """Return True if a field of an object type or interface is visible."""
        assert isinstance(kind, Composite)
        return name in self._fields(kind, self._reachable_composites)

    def shows_input(self, definition: InputDefinition) -> bool:
        """Return True if an argument or input field is visible."""
        required = (
            is_required_argument(definition)
            if isinstance(definition, GraphQLArgument)
            else is_required_input_field(definition)
        )
        return (
            self._allows(rule_of_input(definition))
            and self._shows_deprecation(definition.deprecation_reason)
        ) or required

    def shows_value(self, deprecation_reason: str | None) -> bool:
        """Return True if an enum value is visible."""
        return self._shows_deprecation(deprecation_reason)

    @cached_property
    def types(self) -> frozenset[str]:
        """Names of the types on a path from a root type or a directive."""
        roots = [
            kind
            for kind in (self._schema.query_type, self._schema.mutation_type)
            if kind is not None and kind.name in self._reachable_composites
        ]
        inputs = [
            argument
            for directive in self._schema.directives
            for argument in directive.args.values()
        ]
        waiting: list[GraphQLNamedType] = [*roots, *(get_named_type(one.type) for one in inputs)]
        found: set[str] = set()
        while waiting:
            kind = waiting.pop()
            if kind.name not in found:
                found.add(kind.name)
                waiting += self._next(kind)
        return frozenset(found)

    def _next(self, kind: GraphQLNamedType) -> Iterator[GraphQLNamedType]:
        if isinstance(kind, GraphQLInputObjectType):
            yield from (
                get_named_type(field.type)
                for field in kind.fields.values()
                if self.shows_input(field)
            )
        elif isinstance(kind, Composite):
            for name in self._fields(kind, self._reachable_composites):
                field = kind.fields[name]
                yield get_named_type(field.type)
                yield from (
                    get_named_type(argument.type)
                    for argument in field.args.values()
                    if self.shows_input(argument)
                )
            if isinstance(kind, GraphQLInterfaceType):
                yield from (
                    one
                    for one in self._schema.get_possible_types(kind)
                    if one.name in self._reachable_composites and self._allows_type(one)
                )

    @cached_property
    def _reachable_composites(self) -> frozenset[str]:
        """Object types and interfaces with a visible field.

        A field whose type has none is dropped too, until nothing changes.
        """
        kinds = [kind for kind in self._schema.type_map.values() if isinstance(kind, Composite)]
        reachable = frozenset(kind.name for kind in kinds)
        while True:
            left = frozenset(
                kind.name
                for kind in kinds
                if kind.name in reachable and self._fields(kind, reachable)
            )
            if left == reachable:
                return reachable
            reachable = left

    def _fields(self, kind: Composite, reachable: frozenset[str]) -> list[str]:
        return [name for name, field in kind.fields.items() if self._shows(field, reachable)]

    def _shows(self, field: GraphQLField, reachable: frozenset[str]) -> bool:
        kind = get_named_type(field.type)
        leads_somewhere = not isinstance(kind, Composite) or (
            kind.name in reachable and self._allows_type(kind)
        )
        return (
            leads_somewhere
            and self._allows(rule_of_field(field))
            and self._shows_deprecation(field.deprecation_reason)
        )

    def _allows_type(self, kind: GraphQLNamedType) -> bool:
        return not isinstance(kind, GraphQLObjectType) or self._allows(lock_of_type(kind))

    def _allows(self, rule: type[Rule] | None) -> bool:
        return self._everything or (rule or Anyone).allows(self._viewer)

    def _shows_deprecation(self, deprecation_reason: str | None) -> bool:
        return not self._without_deprecated or deprecation_reason is None
