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
    ListTypeNode,
    NamedTypeNode,
    NonNullTypeNode,
    ObjectTypeDefinitionNode,
    ScalarTypeDefinitionNode,
    StringValueNode,
    TypeDefinitionNode,
    TypeNode,
    UnionTypeDefinitionNode,
    parse,
    print_ast,
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
Named = TypeDefinitionNode | DirectiveDefinitionNode
Documented = Named | FieldDefinitionNode | InputValueDefinitionNode | EnumValueDefinitionNode
BUILT_IN = frozenset({"Boolean", "Float", "ID", "Int", "String"})


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


def anchor(heading: str) -> str:
    """Return the anchor of a heading, as GitHub makes it."""
    return "".join(
        letter for letter in heading.lower().replace(" ", "-") if letter.isalnum() or letter in "-_"
    )


def _contents(title: str, headings: Iterable[str]) -> str:
    links = " · ".join(
        f"[{heading.rpartition('.')[2]}](#{anchor(heading)})" for heading in headings
    )
    return f"**[{title}](#{anchor(title)})**: {links}\n"


def _root(root: ObjectTypeDefinitionNode) -> Iterator[str]:
    yield f"## {root.name.value}\n"
    yield from _described(root)
    for field in root.fields or ():
        yield from _root_field(root.name.value, field)


def _groups(groups: Mapping[str, Sequence[Named]]) -> Iterator[str]:
    for title, nodes in groups.items():
        if nodes:
            yield f"## {title}\n"
        for node in nodes:
            yield f"### {node.name.value}\n"
            yield from _described(node)
            yield from _body(node)


def _root_field(root: str, field: FieldDefinitionNode) -> Iterator[str]:
    yield f"### {root}.{field.name.value}\n"
    yield from _described(field)
    yield f"Returns {_linked(field.type)}. Lock: {_lock(field) or 'none'}.\n"
    yield from _table(
        ("argument", "type", "default", "description"), map(_input_row, field.arguments or ())
    )


def _body(node: Named) -> Iterator[str]:
    """Yield the body of a type definition."""
    match node:
        case ObjectTypeDefinitionNode() | InterfaceTypeDefinitionNode():
            yield from _facts(node)
            yield from _table(
                ("field", "type", "lock", "description"), map(_field_row, node.fields or ())
            )
        case UnionTypeDefinitionNode():
            yield f"One of {', '.join(map(_linked, node.types or ()))}.\n"
        case InputObjectTypeDefinitionNode():
            yield from _table(
                ("field", "type", "default", "description"), map(_input_row, node.fields or ())
            )
        case EnumTypeDefinitionNode():
            yield from _table(("value", "description"), map(_value_row, node.values or ()))
        case ScalarTypeDefinitionNode():
            yield from (f"Specified by <{url}>.\n" for url in _specifications(node))
        case DirectiveDefinitionNode():
            yield f"On {', '.join(f'`{place.value}`' for place in node.locations)}.\n"
            yield from _table(
                ("argument", "type", "default", "description"),
                map(_input_row, node.arguments or ()),
            )


def _facts(node: ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode) -> Iterator[str]:
    lock, interfaces = _lock(node), ", ".join(map(_linked, node.interfaces or ()))
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
        f"`{argument.name.value}`: {_text(argument)}"
        for argument in arguments
        if argument.description
    ]
    return f"`{name}`", _linked(field.type), _lock(field), " ".join([_text(field), *described])


def _argument(argument: InputValueDefinitionNode) -> str:
    default = (
        f" = {print_ast(argument.default_value)}" if argument.default_value is not None else ""
    )
    return f"{argument.name.value}: {print_ast(argument.type)}{default}"


def _input_row(value: InputValueDefinitionNode) -> Sequence[str]:
    default = f"`{print_ast(value.default_value)}`" if value.default_value is not None else ""
    return (
        f"`{value.name.value}`",
        _linked(value.type),
        default,
        " ".join(part for part in (_text(value), _lock(value)) if part),
    )


def _value_row(value: EnumValueDefinitionNode) -> Sequence[str]:
    return f"`{value.name.value}`", _text(value)


def _described(node: Documented) -> Iterator[str]:
    if text := _text(node):
        yield f"{text}\n"


def _text(node: Documented) -> str:
    """Return the description in one line, with the deprecation."""
    said = [" ".join(node.description.value.split())] if node.description else []
    deprecated = [f"**Deprecated:** `{text}`" for text in _directives(node, "deprecated")]
    return " ".join([*said, *deprecated]).replace("|", "\\|")


def _lock(node: Documented) -> str:
    """Return the `@needs` of a field or type, as printed in the SDL."""
    return " ".join(f"`{text}`" for text in _directives(node, "needs"))


def _directives(node: Documented, name: str) -> list[str]:
    """Return a directive's uses on a definition; directives themselves have none."""
    used = () if isinstance(node, DirectiveDefinitionNode) else node.directives or ()
    return [print_ast(directive) for directive in used if directive.name.value == name]


def _specifications(node: ScalarTypeDefinitionNode) -> list[str]:
    """Return the URL of the scalar's `@specifiedBy`, if it has one."""
    used = (
        directive for directive in node.directives or () if directive.name.value == "specifiedBy"
    )
    return [
        argument.value.value
        for directive in used
        for argument in directive.arguments or ()
        if isinstance(argument.value, StringValueNode)
    ]


def _linked(kind: TypeNode) -> str:
    match kind:
        case NonNullTypeNode():
            return f"{_linked(kind.type)}!"
        case ListTypeNode():
            return f"\\[{_linked(kind.type)}\\]"
        case NamedTypeNode():
            name = kind.name.value
            return name if name in BUILT_IN else f"[{name}](#{anchor(name)})"
    raise TypeError(kind)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the rows as a table; nothing for no rows."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    if lines:
        yield "\n".join([f"| {' | '.join(head)} |", "|---" * len(head) + "|", *lines, ""])
