"""Documents: parsed and validated once, kept while they are in use."""

import re
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Final

from graphql import (
    ASTValidationRule,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    parse,
    validate,
)
from graphql.execution.collect_fields import FragmentDetails
from graphql.utilities import get_operation_ast

from execution.lru_cache import LRUCache
from execution.measure import PAGE
from execution.measures import Measures

DOCUMENTS: Final = 500
"""How many documents are kept."""

CHARACTERS: Final = 300_000
"""How many characters they have together: parsed and compiled, each costs some 300 bytes."""

LONGEST: Final = 20_000
"""Characters of a document that is kept: a longer one is parsed each time, for it would take the place of many."""


DIGITS: Final = 16
"""Of a SHA-256: enough to tell documents apart."""

LITERALS: Final = re.compile(
    r'"""(?:[^"\\]|\\"""|\\|"(?!""))*(?:""")?|"(?:[^"\\\n]|\\.)*"?|(?<![\w$])-?\d[\w.+-]*'
)
"""Strings, closed or not, and numbers."""


def digest_of(text: str) -> str:
    """How a document is told apart from others where it is not itself to be shown: by all but the values in it, which could be guessed."""
    return sha256(LITERALS.sub("0", text).encode()).hexdigest()[:DIGITS]


class Document:
    """A document that was parsed; what it comes to and what is wrong with it is found out when it is asked for, once."""

    __slots__ = (
        "_errors",
        "_operations",
        "_rules",
        "_schema",
        "details",
        "digest",
        "fragments",
        "measures",
        "node",
    )

    def __init__(
        self,
        schema: GraphQLSchema,
        text: str,
        node: DocumentNode,
        rules: Sequence[type[ASTValidationRule]],
        measures: Measures,
    ) -> None:
        """It is validated against `schema`."""
        self.digest, self.node = digest_of(text), node
        self.measures = measures
        self.fragments = {
            one.name.value: one
            for one in node.definitions
            if isinstance(one, FragmentDefinitionNode)
        }
        self.details = {
            name: FragmentDetails(fragment) for name, fragment in self.fragments.items()
        }
        self._schema, self._rules = schema, rules
        self._errors: dict[bool, Sequence[GraphQLError]] = {}
        self._operations: dict[str | None, OperationDefinitionNode] = {}

    def errors(self, *, hide_suggestions: bool = False) -> Sequence[GraphQLError]:
        """What is wrong with it for this schema."""
        found = self._errors.get(hide_suggestions)
        if found is None:
            found = tuple(
                validate(self._schema, self.node, self._rules, hide_suggestions=hide_suggestions)
            )
            self._errors[hide_suggestions] = found
        return found

    def operation(self, name: str | None) -> OperationDefinitionNode | None:
        """The operation to execute [GraphQL 6.1, GetOperation]; None where the name fits none, or is missing among several."""
        found = self._operations.get(name)
        if found is None and (found := get_operation_ast(self.node, name)) is not None:
            self._operations[name] = found
        return found

    def begins_with(self, name: str | None, field: str) -> bool:
        """Whether the operation asks for this field of its root, at first sight: a fragment is not looked into."""
        operation = self.operation(name)
        chosen = operation.selection_set.selections if operation is not None else ()
        return any(isinstance(node, FieldNode) and node.name.value == field for node in chosen)


Admit = Callable[[str], None]
Inspect = Callable[[int], None]


class Documents:
    """The documents met last."""

    def __init__(
        self,
        schema: GraphQLSchema,
        rules: Sequence[type[ASTValidationRule]],
        most: int = DOCUMENTS,
        *,
        admit: Admit = lambda text: None,
        inspect: Inspect = lambda fragments: None,
        executed: GraphQLSchema | None = None,
        page: int = PAGE,
    ) -> None:
        """`admit` may refuse a text before it is parsed, `inspect` a document for its number of fragments, by an exception.

        Documents are measured by the schema that is executed, where that is another one, and by its largest page.
        """
        self._schema, self._executed, self._page = schema, executed or schema, page
        self._rules = tuple(rules)
        self._admit, self._inspect = admit, inspect
        self.kept: LRUCache[str, Document] = LRUCache(most, CHARACTERS)

    def find(self, text: str) -> Document:
        """The document of a text; raises `GraphQLSyntaxError` for what is none."""
        found = self.kept.find(text)
        if found is not None:
            return found
        self._admit(text)
        node = parse(text)
        self._inspect(sum(isinstance(one, FragmentDefinitionNode) for one in node.definitions))
        found = Document(
            self._schema, text, node, self._rules, Measures(self._executed, node, self._page)
        )
        return self.kept.keep(text, found, len(text)) if len(text) <= LONGEST else found
