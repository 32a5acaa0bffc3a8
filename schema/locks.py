"""Rules in force at each schema coordinate, on every path that leads there.

They are computed from the rules that are enforced. A field has the rule of its declaration, and
those of its type. A type of rows has its model's lock. A type that is only a part of others (an
address, a page, a payload) has the rules that every path to it shares.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import cast

from graphql import (
    GraphQLError,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    resolve_schema_coordinate,
)
from tortoise import Model

from execution.column import row_kind
from permissions import LOCKS, RULES, Anyone, Rule, SignedIn
from schema.input_rules import rule_of_field, rule_of_input

Rules = frozenset[type[Rule]]
Composite = GraphQLObjectType | GraphQLInterfaceType


class Locks:
    """The locks of a schema."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._schema = schema

    def of(self, coordinate: str) -> tuple[type[Rule], ...]:
        """Return the rules at a schema coordinate, without those that others imply.

        Raises `LookupError` if there is no such coordinate.
        """
        try:
            found = resolve_schema_coordinate(self._schema, coordinate)
        except (GraphQLError, TypeError):  # TypeError: no such type, field or argument
            found = None
        if found is None:
            raise LookupError(coordinate)
        kind, field = getattr(found, "type", None), getattr(found, "field", None)
        rules = self._of_type(kind) | {rule_of_field(field)}
        for definition in (
            getattr(found, "field_argument", None),
            getattr(found, "input_field", None),
        ):
            if definition is not None:
                rules |= {rule_of_input(definition) or Anyone}
        return strictest(rules)

    @cached_property
    def declared(self) -> Sequence[tuple[str, type[Rule]]]:
        """Rules of the declared types, fields, arguments and input fields, by coordinate."""
        return sorted(self._declared(), key=lambda pair: pair[0])

    @cached_property
    def in_force(self) -> Sequence[tuple[str, tuple[type[Rule], ...]]]:
        """All rules in force at each coordinate that is declared with one."""
        return [(coordinate, self.of(coordinate)) for coordinate, _ in self.declared]

    def _declared(self) -> Iterator[tuple[str, type[Rule]]]:
        for kind in self._schema.type_map.values():
            rules = {kind.name: lock_of_type(kind)}
            if isinstance(kind, Composite):
                for name, field in kind.fields.items():
                    rules[f"{kind.name}.{name}"] = rule_of_field(field)
                    rules |= {
                        f"{kind.name}.{name}({argument}:)": rule_of_input(one)
                        for argument, one in field.args.items()
                    }
            elif isinstance(kind, GraphQLInputObjectType):
                rules |= {
                    f"{kind.name}.{name}": rule_of_input(field)
                    for name, field in kind.fields.items()
                }
            yield from (
                (coordinate, rule)
                for coordinate, rule in rules.items()
                if rule not in (None, Anyone)
            )

    def of_rule(self, rule: type[Rule]) -> list[str]:
        """Return the coordinates that are declared with this rule."""
        return [coordinate for coordinate, declared in self.declared if declared is rule]

    def _of_type(self, kind: GraphQLNamedType | None) -> Rules:
        return self._on_every_path.get(kind.name, frozenset()) if kind is not None else frozenset()

    @cached_property
    def _on_every_path(self) -> Mapping[str, Rules]:
        """Rules that all paths from the roots to a type share.

        A fixed point: all rules at first, then fewer until nothing changes.
        """
        everything: Rules = frozenset((*RULES, SignedIn))
        roots = {
            kind.name
            for kind in (self._schema.query_type, self._schema.mutation_type)
            if kind is not None
        }
        kinds = [
            kind
            for kind in self._schema.type_map.values()
            if isinstance(kind, Composite) and not kind.name.startswith("__")
        ]
        known: dict[str, Rules] = {
            kind.name: frozenset() if kind.name in roots else everything for kind in kinds
        }
        while True:
            reached = dict.fromkeys(known, everything)
            for kind in kinds:
                for field in kind.fields.values():
                    for returned in self._returned(field):
                        reached[returned] &= (
                            known[kind.name]
                            | {rule_of_field(field)}
                            | _lock(self._schema.type_map[returned])
                        )
            narrowed = {
                name: known[name] if name in roots else rules for name, rules in reached.items()
            }
            if narrowed == known:
                return known
            known = narrowed

    def _returned(self, field: GraphQLField) -> Iterable[str]:
        """Return the types that a field can return: an interface and its implementations."""
        kind = get_named_type(field.type)
        if isinstance(kind, GraphQLInterfaceType):
            return [
                kind.name,
                *(possible.name for possible in self._schema.get_possible_types(kind)),
            ]
        return [kind.name] if isinstance(kind, GraphQLObjectType) else []


def lock_of_type(kind: GraphQLNamedType) -> type[Rule] | None:
    """Return the lock of a type of rows."""
    definition = kind.extensions.get("strawberry-definition")
    if definition is None or not isinstance(kind, GraphQLObjectType):
        return None
    return LOCKS.get(cast("type[Model]", row_kind(definition.origin)))


def strictest(rules: Iterable[type[Rule]]) -> tuple[type[Rule], ...]:
    """Return these rules without those that others imply, in the order of the catalogue."""
    kept: list[type[Rule]] = []
    for rule in sorted(
        set(rules) - {Anyone}, key=lambda rule: RULES.index(rule) if rule in RULES else -1
    ):
        if not any(other.implies(rule) for other in kept):
            kept = [other for other in kept if not rule.implies(other)] + [rule]
    return tuple(kept)


def _lock(kind: GraphQLNamedType) -> Rules:
    lock = lock_of_type(kind)
    return frozenset() if lock is None else frozenset({lock})
