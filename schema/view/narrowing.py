"""Narrowing of the SDL to the visible definitions."""

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

from schema.view.visibility import Visibility

DescriptionNote = Callable[[str], str | None]
"""Addition to the description at a coordinate, or None."""


def narrow_document(
    whole: DocumentNode, schema: GraphQLSchema, visibility: Visibility, note: DescriptionNote
) -> DocumentNode:
    """Return the document with the visible definitions only, in their order."""
    kept = (_definition(node, schema, visibility, note) for node in whole.definitions)
    return DocumentNode(definitions=tuple(node for node in kept if node is not None))


def _definition(
    node: DefinitionNode, schema: GraphQLSchema, visibility: Visibility, note: DescriptionNote
) -> Any:
    if isinstance(node, SchemaDefinitionNode):
        return _with(
            node,
            operation_types=tuple(
                one for one in node.operation_types if one.type.name.value in visibility.types
            ),
        )
    if not isinstance(node, TypeDefinitionNode):
        return node  # a directive
    name = node.name.value
    if name not in visibility.types:
        return None
    kind: Any = schema.type_map[name]
    if isinstance(node, (ObjectTypeDefinitionNode, InterfaceTypeDefinitionNode)):
        return _composite(node, kind, visibility, note)
    if isinstance(node, InputObjectTypeDefinitionNode):
        return _with(
            node, fields=_inputs(node.fields or (), kind.fields, visibility, note, name + ".")
        )
    if isinstance(node, EnumTypeDefinitionNode):
        return _with(
            node,
            values=tuple(
                one
                for one in node.values or ()
                if visibility.shows_value(kind.values[one.name.value].deprecation_reason)
            ),
        )
    return (
        _with(node, types=_visible_types(node.types or (), visibility))
        if isinstance(node, UnionTypeDefinitionNode)
        else node
    )


def _composite(
    node: ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode,
    kind: Any,
    visibility: Visibility,
    note: DescriptionNote,
) -> Any:
    fields = tuple(
        _field(one, kind, visibility, note)
        for one in node.fields or ()
        if visibility.shows_field(kind, one.name.value)
    )
    return _with(
        node,
        fields=fields,
        interfaces=_visible_types(node.interfaces or (), visibility),
        description=_described(node, note(kind.name)),
    )


def _field(
    node: FieldDefinitionNode, kind: Any, visibility: Visibility, note: DescriptionNote
) -> Any:
    coordinate = f"{kind.name}.{node.name.value}"
    arguments = _inputs(
        node.arguments or (),
        kind.fields[node.name.value].args,
        visibility,
        note,
        f"{coordinate}(",
        ":)",
    )
    return _with(node, arguments=arguments, description=_described(node, note(coordinate)))


def _inputs(
    nodes: Sequence[InputValueDefinitionNode],
    definitions: Any,
    visibility: Visibility,
    note: DescriptionNote,
    before: str,
    after: str = "",
) -> tuple[InputValueDefinitionNode, ...]:
    kept = [node for node in nodes if visibility.shows_input(definitions[node.name.value])]
    return tuple(
        _with(node, description=_described(node, note(f"{before}{node.name.value}{after}")))
        for node in kept
    )


def _visible_types(nodes: Iterable[Any], visibility: Visibility) -> tuple[Any, ...]:
    return tuple(node for node in nodes if node.name.value in visibility.types)


def _described(node: Any, addition: str | None) -> StringValueNode | None:
    if addition is None:
        description: StringValueNode | None = node.description
        return description
    text = f"{node.description.value} {addition}" if node.description else addition
    return StringValueNode(value=text, block=len(text) > 70)


def _with(node: Any, **changes: Any) -> Any:
    """Copy a node with other parts; nodes are shared and never changed."""
    parts = {key: getattr(node, key) for key in node.keys}
    return type(node)(**{**parts, **changes})
