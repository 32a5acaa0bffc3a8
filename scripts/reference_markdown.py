"""Parts of the schema reference in Markdown: descriptions, locks, links and tables."""

from collections.abc import Iterable, Iterator, Sequence

from graphql import (
    DirectiveDefinitionNode,
    EnumValueDefinitionNode,
    FieldDefinitionNode,
    InputValueDefinitionNode,
    ListTypeNode,
    NamedTypeNode,
    NonNullTypeNode,
    ScalarTypeDefinitionNode,
    StringValueNode,
    TypeDefinitionNode,
    TypeNode,
    print_ast,
)

Named = TypeDefinitionNode | DirectiveDefinitionNode
Documented = Named | FieldDefinitionNode | InputValueDefinitionNode | EnumValueDefinitionNode
BUILT_IN = frozenset({"Boolean", "Float", "ID", "Int", "String"})


def anchor(heading: str) -> str:
    """Return the anchor of a heading, as GitHub makes it."""
    return "".join(
        letter for letter in heading.lower().replace(" ", "-") if letter.isalnum() or letter in "-_"
    )


def described(node: Documented) -> Iterator[str]:
    """Yield the description as a paragraph; nothing if there is none."""
    if text := text_of(node):
        yield f"{text}\n"


def text_of(node: Documented) -> str:
    """Return the description in one line, with the deprecation."""
    said = [" ".join(node.description.value.split())] if node.description else []
    deprecated = [f"**Deprecated:** `{text}`" for text in _directives(node, "deprecated")]
    return " ".join([*said, *deprecated]).replace("|", "\\|")


def lock_of(node: Documented) -> str:
    """Return the `@needs` of a field or type, as printed in the SDL."""
    return " ".join(f"`{text}`" for text in _directives(node, "needs"))


def _directives(node: Documented, name: str) -> list[str]:
    """Return a directive's uses on a definition; directives themselves have none."""
    used = () if isinstance(node, DirectiveDefinitionNode) else node.directives or ()
    return [print_ast(directive) for directive in used if directive.name.value == name]


def specifications(node: ScalarTypeDefinitionNode) -> list[str]:
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


def linked(kind: TypeNode) -> str:
    """Return a type reference with a link to its type."""
    match kind:
        case NonNullTypeNode():
            return f"{linked(kind.type)}!"
        case ListTypeNode():
            return f"\\[{linked(kind.type)}\\]"
        case NamedTypeNode():
            name = kind.name.value
            return name if name in BUILT_IN else f"[{name}](#{anchor(name)})"
    raise TypeError(kind)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the rows as a table; nothing for no rows."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    if lines:
        yield "\n".join([f"| {' | '.join(head)} |", "|---" * len(head) + "|", *lines, ""])
