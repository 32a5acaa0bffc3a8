"""Generator of the schema reference in Markdown, from the SDL alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from graphql import (
    DirectiveDefinitionNode,
    EnumTypeDefinitionNode,
    EnumValueDefinitionNode,
    FieldDefinitionNode,
    InputObjectTypeDefinitionNode,
    InputValueDefinitionNode,
    InterfaceTypeDefinitionNode,
    ObjectTypeDefinitionNode,
    ScalarTypeDefinitionNode,
    UnionTypeDefinitionNode,
    parse,
    print_ast,
)

from scripts.reference_markdown import (
    Named,
    anchor,
    described,
    linked,
    lock_of,
    specifications,
    table,
    text_of,
)

INTRODUCTION = """\
# Schema reference

Generated from [schema.graphql](../schema/schema.graphql) by `make docs`. Guide for clients:
[frontend.md](frontend.md).

A lock states the requirement of a field or type: a session, one of the roles, an access. Other
callers get an error that names the person to ask. A type's lock applies wherever the type is
reached. `!` means never null; a field that can be refused is nullable.
"""
ROOTS = ("Query", "Mutation", "Subscription")
GROUPS = {
    "Objects": ObjectTypeDefinitionNode,
    "Interfaces": InterfaceTypeDefinitionNode,
    "Unions": UnionTypeDefinitionNode,
    "Inputs": InputObjectTypeDefinitionNode,
    "Enums": EnumTypeDefinitionNode,
    "Scalars": ScalarTypeDefinitionNode,
    "Directives": DirectiveDefinitionNode,
}


def reference(sdl: str) -> str:
    """Return the whole page."""
    definitions = [node for node in parse(sdl).definitions if isinstance(node, Named)]
    roots = [
        node
        for node in definitions
        if isinstance(node, ObjectTypeDefinitionNode) and node.name.value in ROOTS
    ]
    roots.sort(key=lambda root: ROOTS.index(root.name.value))
    groups = {
        title: [node for node in definitions if isinstance(node, kind) and node not in roots]
        for title, kind in GROUPS.items()
    }
    contents = [
        _contents(
            root.name.value,
            [f"{root.name.value}.{field.name.value}" for field in root.fields or ()],
        )
        for root in roots
    ]
    contents += [
        _contents(title, [node.name.value for node in nodes])
        for title, nodes in groups.items()
        if nodes
    ]
    return "\n".join(
        [
            INTRODUCTION,
            *contents,
            *(part for root in roots for part in _root(root)),
            *_groups(groups),
        ]
    )


def _contents(title: str, headings: Iterable[str]) -> str:
    links = " · ".join(
        f"[{heading.rpartition('.')[2]}](#{anchor(heading)})" for heading in headings
    )
    return f"**[{title}](#{anchor(title)})**: {links}\n"


def _root(root: ObjectTypeDefinitionNode) -> Iterator[str]:
    yield f"## {root.name.value}\n"
    yield from described(root)
    for field in root.fields or ():
        yield from _root_field(root.name.value, field)


def _groups(groups: Mapping[str, Sequence[Named]]) -> Iterator[str]:
    for title, nodes in groups.items():
        if nodes:
            yield f"## {title}\n"
        for node in nodes:
            yield f"### {node.name.value}\n"
            yield from described(node)
            yield from _body(node)


def _root_field(root: str, field: FieldDefinitionNode) -> Iterator[str]:
    yield f"### {root}.{field.name.value}\n"
    yield from described(field)
    yield f"Returns {linked(field.type)}. Lock: {lock_of(field) or 'none'}.\n"
    yield from table(
        ("argument", "type", "default", "description"), map(_input_row, field.arguments or ())
    )


def _body(node: Named) -> Iterator[str]:
    """Yield the body of a type definition."""
    match node:
        case ObjectTypeDefinitionNode() | InterfaceTypeDefinitionNode():
            yield from _facts(node)
            yield from table(
                ("field", "type", "lock", "description"), map(_field_row, node.fields or ())
            )
        case UnionTypeDefinitionNode():
            yield f"One of {', '.join(map(linked, node.types or ()))}.\n"
        case InputObjectTypeDefinitionNode():
            yield from table(
                ("field", "type", "default", "description"), map(_input_row, node.fields or ())
            )
        case EnumTypeDefinitionNode():
            yield from table(("value", "description"), map(_value_row, node.values or ()))
        case ScalarTypeDefinitionNode():
            yield from (f"Specified by <{url}>.\n" for url in specifications(node))
        case DirectiveDefinitionNode():
            yield f"On {', '.join(f'`{place.value}`' for place in node.locations)}.\n"
            yield from table(
                ("argument", "type", "default", "description"),
                map(_input_row, node.arguments or ()),
            )


def _facts(node: ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode) -> Iterator[str]:
    lock, interfaces = lock_of(node), ", ".join(map(linked, node.interfaces or ()))
    facts = [
        *([f"Implements {interfaces}."] if interfaces else []),
        *([f"Lock: {lock}."] if lock else []),
    ]
    if facts:
        yield " ".join(facts) + "\n"


def _field_row(field: FieldDefinitionNode) -> Sequence[str]:
    arguments = field.arguments or ()
    signature = ", ".join(map(_argument, arguments))
    name = f"{field.name.value}({signature})" if arguments else field.name.value
    described = [
        f"`{argument.name.value}`: {text_of(argument)}"
        for argument in arguments
        if argument.description
    ]
    return f"`{name}`", linked(field.type), lock_of(field), " ".join([text_of(field), *described])


def _argument(argument: InputValueDefinitionNode) -> str:
    default = (
        f" = {print_ast(argument.default_value)}" if argument.default_value is not None else ""
    )
    return f"{argument.name.value}: {print_ast(argument.type)}{default}"


def _input_row(value: InputValueDefinitionNode) -> Sequence[str]:
    default = f"`{print_ast(value.default_value)}`" if value.default_value is not None else ""
    return (
        f"`{value.name.value}`",
        linked(value.type),
        default,
        " ".join(part for part in (text_of(value), lock_of(value)) if part),
    )


def _value_row(value: EnumValueDefinitionNode) -> Sequence[str]:
    return f"`{value.name.value}`", text_of(value)
