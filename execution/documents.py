"""Documents: parsed and validated once, kept while they are in use."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from graphql import ASTValidationRule, DocumentNode, GraphQLError, GraphQLSchema, OperationDefinitionNode, parse, validate
from graphql.utilities import get_operation_ast

DOCUMENTS: Final = 500
"""How many documents are kept."""

LONGEST: Final = 20_000
"""Characters of a document that is kept: longer ones are parsed each time, so that the cache is bounded in bytes as well."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was parsed, and what is wrong with it for this schema."""

    node: DocumentNode
    errors: Sequence[GraphQLError]

    def operation(self, name: str | None) -> OperationDefinitionNode | None:
        """The operation to execute [GraphQL 6.1, GetOperation]; None where the name fits none, or is missing among several."""
        return get_operation_ast(self.node, name)


class Documents:
    """The documents met last."""

    def __init__(self, schema: GraphQLSchema, rules: Sequence[type[ASTValidationRule]], most: int = DOCUMENTS) -> None:
        self._schema = schema
        self._rules = tuple(rules)
        self._most = most
        self._kept: OrderedDict[str, Document] = OrderedDict()

    def find(self, text: str) -> Document:
        """The document of a text; raises `GraphQLSyntaxError` for what is none."""
        found = self._kept.get(text)
        if found is not None:
            self._kept.move_to_end(text)
            return found
        node = parse(text)
        found = Document(node, tuple(validate(self._schema, node, self._rules)))
        if len(text) <= LONGEST:
            self._kept[text] = found
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return found

    def __len__(self) -> int:
        """How many are kept."""
        return len(self._kept)
