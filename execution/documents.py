"""Documents: parsed and validated once, kept while they are in use."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from graphql import ASTValidationRule, DocumentNode, FieldNode, GraphQLError, GraphQLSchema, OperationDefinitionNode, parse, validate
from graphql.utilities import get_operation_ast

from execution.kept import Kept

DOCUMENTS: Final = 500
"""How many documents are kept."""

CHARACTERS: Final = 300_000
"""How many characters they have together: parsed and compiled, each costs some 300 bytes."""

LONGEST: Final = 20_000
"""Characters of a document that is kept: a longer one is parsed each time, for it would take the place of many."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was parsed, and what is wrong with it for this schema."""

    node: DocumentNode
    errors: Sequence[GraphQLError]

    def operation(self, name: str | None) -> OperationDefinitionNode | None:
        """The operation to execute [GraphQL 6.1, GetOperation]; None where the name fits none, or is missing among several."""
        return get_operation_ast(self.node, name)

    def begins_with(self, name: str | None, field: str) -> bool:
        """Whether the operation asks for this field of its root, at first sight: a fragment is not looked into."""
        operation = self.operation(name)
        chosen = operation.selection_set.selections if operation is not None else ()
        return any(isinstance(node, FieldNode) and node.name.value == field for node in chosen)


class Documents:
    """The documents met last."""

    def __init__(self, schema: GraphQLSchema, rules: Sequence[type[ASTValidationRule]], most: int = DOCUMENTS) -> None:
        self._schema = schema
        self._rules = tuple(rules)
        self.kept: Kept[str, Document] = Kept(most, CHARACTERS)

    def find(self, text: str) -> Document:
        """The document of a text; raises `GraphQLSyntaxError` for what is none."""
        found = self.kept.find(text)
        if found is not None:
            return found
        node = parse(text)
        found = Document(node, tuple(validate(self._schema, node, self._rules)))
        return self.kept.keep(text, found, len(text)) if len(text) <= LONGEST else found
