"""Input fields and arguments that only some may set: refused before anything is done, as a field would be.

Strawberry ignores permissions there. Who may set what is declared where the input is (`permissions.lock.guarded`);
here it is enforced, for exactly what the client has set: what is left out, or comes from a default, is nobody's wish.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLObjectType,
    GraphQLSchema,
    Undefined,
    get_named_type,
)

from execution.selection import GUARD
from permissions import Anyone, Rule, Viewer
from permissions.lock import RULE_KEY


class Input(NamedTuple):
    """An input with a rule, its own or further down."""

    rule: type[Rule] | None
    default: Any
    below: "Inputs"
    """The fields of an input object."""


Inputs = Mapping[str, Input]


def guard_inputs(schema: GraphQLSchema) -> None:
    """Set a guard before each field of which an input has a rule: for whichever executor, before its resolver."""
    known: dict[str, dict[str, Input]] = {}
    for kind in schema.type_map.values():
        for field in kind.fields.values() if isinstance(kind, GraphQLObjectType) else ():
            if inputs := _inputs(field.args, known):
                guard = partial(_guard, inputs)
                field.extensions[GUARD] = guard
                field.resolve = _guarded(field, guard)


def rule_of_field(field: GraphQLField | None) -> type[Rule]:
    """The rule that a field entered with; a plain column is open to whoever reaches its row."""
    definition = field.extensions.get("strawberry-definition") if field is not None else None
    rule: type[Rule] = (
        definition.metadata.get(RULE_KEY, Anyone) if definition is not None else Anyone
    )
    return rule


def rule_of_input(definition: GraphQLArgument | GraphQLInputField) -> type[Rule] | None:
    """The rule that an argument or input field was declared with."""
    declared = definition.extensions.get("strawberry-definition")
    rule: type[Rule] | None = declared.metadata.get(RULE_KEY) if declared is not None else None
    return rule


def _inputs(definitions: Mapping[str, Any], known: dict[str, dict[str, Input]]) -> dict[str, Input]:
    """Those that have a rule somewhere, by name."""
    found = {}
    for name, definition in definitions.items():
        rule, below = rule_of_input(definition), _below(get_named_type(definition.type), known)
        if rule is not None or below:
            found[name] = Input(rule, definition.default_value, below)
    return found


def _below(kind: Any, known: dict[str, dict[str, Input]]) -> dict[str, Input]:
    if not isinstance(kind, GraphQLInputObjectType):
        return {}
    if kind.name not in known:
        known[kind.name] = {}
        known[kind.name].update(_inputs(kind.fields, known))
    return known[kind.name]


def _guard(inputs: Inputs, context: Any, arguments: Mapping[str, Any]) -> None:
    """Raise where the viewer may not set one of these."""
    _check(inputs, arguments, context.viewer)


def _check(inputs: Inputs, values: Mapping[str, Any], viewer: Viewer | None) -> None:
    for name, one in inputs.items():
        value = values.get(name, Undefined)
        if value is Undefined or value == one.default:
            continue
        if one.rule is not None and (refusal := one.rule.refusal(viewer)) is not None:
            raise refusal
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, Mapping):
                _check(one.below, inner, viewer)


def _guarded(field: GraphQLField, guard: Callable[..., None]) -> Callable[..., Any]:
    resolve, rule = field.resolve, rule_of_field(field)
    assert resolve is not None

    def guarded(source: Any, info: Any, **arguments: Any) -> Any:
        if (
            refusal := rule.refusal(info.context.viewer)
        ) is not None:  # the field's own rule comes first
            raise refusal
        guard(info.context, arguments)
        return resolve(source, info, **arguments)

    return guarded
