"""The SDL of what is in sight: the definitions of the whole schema, without what is not."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from graphql import (
    DefinitionNode,
    DocumentNode,
    EnumTypeDefinitionNode,
    FieldDefinitionNode,
    GraphQLSchema,
    InputObjectTypeDefinitionNode,
    InputValueDefinitionNode,
    InterfaceTypeDefinitionNode,
    ObjectTypeDefinitionNode,
    SchemaDefinitionNode,
    StringValueNode,
    TypeDefinitionNode,
    UnionTypeDefinitionNode,
)

from schema.view.reach import Reach

Note = Callable[[str], str | None]
"""What is to be added to the description at a coordinate."""


def narrowed(whole: DocumentNode, schema: GraphQLSchema, reach: Reach, note: Note) -> DocumentNode:
    """The document with the definitions in sight, in the order of the whole."""
    kept = (_definition(node, schema, reach, note) for node in whole.definitions)
    return DocumentNode(definitions=tuple(node for node in kept if node is not None))


def _definition(node: DefinitionNode, schema: GraphQLSchema, reach: Reach, note: Note) -> Any:
    if isinstance(node, SchemaDefinitionNode):
        return _with(
            node,
            operation_types=tuple(
                one for one in node.operation_types if one.type.name.value in reach.types
            ),
        )
    if not isinstance(node, TypeDefinitionNode):
        return node  # a directive
    name = node.name.value
    if name not in reach.types:
        return None
    kind: Any = schema.type_map[name]
    if isinstance(node, (ObjectTypeDefinitionNode, InterfaceTypeDefinitionNode)):
        fields = tuple(
            _field(one, kind, reach, note)
            for one in node.fields or ()
            if reach.shows_field(kind, one.name.value)
        )
        return _with(
            node,
            fields=fields,
            interfaces=_in_sight(node.interfaces or (), reach),
            description=_described(node, note(name)),
        )
    if isinstance(node, InputObjectTypeDefinitionNode):
        return _with(node, fields=_inputs(node.fields or (), kind.fields, reach, note, name + "."))
    if isinstance(node, EnumTypeDefinitionNode):
        return _with(
            node,
            values=tuple(
                one
                for one in node.values or ()
                if reach.shows_value(kind.values[one.name.value].deprecation_reason)
            ),
        )
    return (
        _with(node, types=_in_sight(node.types or (), reach))
        if isinstance(node, UnionTypeDefinitionNode)
        else node
    )


def _field(node: FieldDefinitionNode, kind: Any, reach: Reach, note: Note) -> Any:
    coordinate = f"{kind.name}.{node.name.value}"
    arguments = _inputs(
        node.arguments or (), kind.fields[node.name.value].args, reach, note, f"{coordinate}(", ":)"
    )
    return _with(node, arguments=arguments, description=_described(node, note(coordinate)))


def _inputs(
    nodes: Sequence[InputValueDefinitionNode],
    definitions: Any,
    reach: Reach,
    note: Note,
    before: str,
    after: str = "",
) -> tuple[InputValueDefinitionNode, ...]:
    kept = [node for node in nodes if reach.shows_input(definitions[node.name.value])]
    return tuple(
        _with(node, description=_described(node, note(f"{before}{node.name.value}{after}")))
        for node in kept
    )


def _in_sight(nodes: Iterable[Any], reach: Reach) -> tuple[Any, ...]:
    return tuple(node for node in nodes if node.name.value in reach.types)


def _described(node: Any, addition: str | None) -> StringValueNode | None:
    if addition is None:
        description: StringValueNode | None = node.description
        return description
    text = f"{node.description.value} {addition}" if node.description else addition
    return StringValueNode(value=text, block=len(text) > 70)


def _with(node: Any, **changes: Any) -> Any:
    """The node with other parts; nodes are shared and never changed."""
    parts = {key: getattr(node, key) for key in node.keys}
    return type(node)(**{**parts, **changes})
