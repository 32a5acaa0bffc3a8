"""What an operation selects, compiled once and reused: graphql-core collects the fields, this keeps the result.

A plan depends on the document and on the variables of its `@skip` and `@include`, on nothing else of a request.
It is kept by the operation's node in a bounded cache; selections below a type are compiled when they are first met.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, Final

from graphql import (
    DirectiveNode,
    FieldNode,
    GraphQLField,
    GraphQLObjectType,
    GraphQLOutputType,
    OperationDefinitionNode,
    VariableNode,
    Visitor,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    visit,
)
from graphql.execution.collect_fields import FieldDetailsList, GroupedFieldSet, collect_fields, collect_subfields
from graphql.execution.executor import Executor
from strawberry.types.field import StrawberryField

from execution.column import METADATA_KEY, Column
from execution.leaves import Leaf, leaf_of

PLANS: Final = 500
"""How many plans are kept."""


class Selection:
    """One field of a selection set, with all that does not change from request to request."""

    def __init__(self, name: str, ordinal: int, parent_type: GraphQLObjectType, field: GraphQLField, details: FieldDetailsList) -> None:
        self.name = name
        self.ordinal = ordinal
        self.parent_type = parent_type
        self.field = field
        self.details = details
        self.nodes: list[FieldNode] = [detail.node for detail in details]
        self.type: GraphQLOutputType = field.type
        self.leaf: Leaf | None = leaf_of(get_named_type(field.type))
        self.is_plain_leaf = is_leaf_type(get_nullable_type(field.type))
        self.strawberry: StrawberryField | None = field.extensions.get("strawberry-definition")
        self.column: Column | None = None
        self.attribute: str | None = None
        if self.strawberry is not None:
            self.column = self.strawberry.metadata.get(METADATA_KEY)
            self.attribute = self.strawberry.python_name if _is_attribute(self.strawberry) else None
        self.has_arguments = bool(field.args or self.nodes[0].arguments)
        self.children: dict[GraphQLObjectType, tuple[Selection, ...]] = {}


def _is_attribute(field: StrawberryField) -> bool:
    """Whether a Strawberry field is a plain attribute of its object, read by `getattr`."""
    return field.is_basic_field and field.default_resolver is getattr


class Plan:
    """The compiled selections of one operation."""

    def __init__(self, operation: OperationDefinitionNode, root: tuple[Selection, ...]) -> None:
        self.operation = operation
        self.root = root

    def below(self, executor: Executor[Any], selection: Selection, kind: GraphQLObjectType) -> tuple[Selection, ...]:
        """What is selected of objects of this type behind a selection."""
        found = selection.children.get(kind)
        if found is None:
            schema, fragments, variables = executor.schema, executor.fragments, executor.variable_values
            collected = collect_subfields(
                schema, fragments, variables, executor.operation, kind, selection.details, executor.hide_suggestions
            )
            found = selection.children[kind] = compiled(executor, kind, collected[0])
        return found


def compiled(executor: Executor[Any], kind: GraphQLObjectType, grouped: GroupedFieldSet) -> tuple[Selection, ...]:
    """The selections of a collected field set, in the order of the answer."""
    selections: list[Selection] = []
    for name, details in grouped.items():
        field = executor.schema.get_field(kind, details[0].node.name.value)
        if field is not None:
            selections.append(Selection(name, len(selections), kind, field, details))
    return tuple(selections)


class Plans:
    """The plans of the documents met last, by operation and by the variables that skip and include."""

    def __init__(self, most: int = PLANS) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[int, tuple[Any, ...]], Plan] = OrderedDict()
        self._conditions: OrderedDict[int, tuple[OperationDefinitionNode, tuple[str, ...]]] = OrderedDict()

    def find(self, executor: Executor[Any], root_type: GraphQLObjectType) -> Plan:
        """The plan of the executor's operation; compiled now where it is not kept."""
        operation = executor.operation
        coerced = executor.variable_values.coerced
        key = (id(operation), tuple(coerced.get(name) for name in self._condition_names(executor)))
        plan = self._kept.get(key)
        if plan is None or plan.operation is not operation:
            schema, fragments, variables = executor.schema, executor.fragments, executor.variable_values
            collected = collect_fields(schema, fragments, variables, root_type, operation, executor.hide_suggestions)
            plan = self._kept[key] = Plan(operation, compiled(executor, root_type, collected[0]))
            _shorten(self._kept, self._most)
        else:
            self._kept.move_to_end(key)
        return plan

    def _condition_names(self, executor: Executor[Any]) -> tuple[str, ...]:
        operation = executor.operation
        known = self._conditions.get(id(operation))
        if known is None or known[0] is not operation:
            nodes = (operation, *executor.fragment_definitions.values())
            known = self._conditions[id(operation)] = (operation, tuple(sorted({name for node in nodes for name in _conditions(node)})))
            _shorten(self._conditions, self._most)
        return known[1]


def _shorten(kept: OrderedDict[Any, Any], most: int) -> None:
    while len(kept) > most:
        kept.popitem(last=False)


def _conditions(node: Any) -> Sequence[str]:
    """The variables that directives of the node's selections use."""
    visitor = _Conditions()
    visit(node, visitor)
    return visitor.names


class _Conditions(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def enter_directive(self, node: DirectiveNode, *_: Any) -> None:
        self.names += [argument.value.name.value for argument in node.arguments or () if isinstance(argument.value, VariableNode)]
