"""Cache of documents, each parsed and validated once."""

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
from execution.metrics_cache import MetricsCache
from execution.operation_metrics import MAX_PAGE_SIZE

MAX_DOCUMENTS: Final = 500
"""Number of documents in the cache."""

MAX_CHARACTERS: Final = 300_000
"""Total characters of cached documents; each costs some 300 bytes, parsed and compiled."""

MAX_CACHED_CHARACTERS: Final = 20_000
"""Characters of the longest document that is cached.

A longer one is parsed each time, because it would displace many others.
"""


DIGITS: Final = 16
"""Hexadecimal digits of a SHA-256 that tell documents apart."""

LITERALS: Final = re.compile(
    r'"""(?:[^"\\]|\\"""|\\|"(?!""))*(?:""")?|"(?:[^"\\\n]|\\.)*"?|(?<![\w$])-?\d[\w.+-]*'
)
"""Strings, closed or not, and numbers."""


def digest_of(text: str) -> str:
    """Return a digest of a document without its literals, whose values could be guessed."""
    return sha256(LITERALS.sub("0", text).encode()).hexdigest()[:DIGITS]


class Document:
    """Parsed document; its metrics and validation errors are computed on first use."""

    __slots__ = (
        "_errors",
        "_operations",
        "_rules",
        "_schema",
        "details",
        "digest",
        "fragments",
        "metrics",
        "node",
    )

    def __init__(
        self,
        schema: GraphQLSchema,
        text: str,
        node: DocumentNode,
        rules: Sequence[type[ASTValidationRule]],
        metrics: MetricsCache,
    ) -> None:
        """Create a document to be validated against `schema`."""
        self.digest, self.node = digest_of(text), node
        self.metrics = metrics
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
        """Return the validation errors of the document for its schema."""
        found = self._errors.get(hide_suggestions)
        if found is None:
            found = tuple(
                validate(self._schema, self.node, self._rules, hide_suggestions=hide_suggestions)
            )
            self._errors[hide_suggestions] = found
        return found

    def operation(self, name: str | None) -> OperationDefinitionNode | None:
        """Return the operation to execute (GraphQL 6.1, GetOperation).

        None if no operation has the name, or if there are several and the name is missing.
        """
        found = self._operations.get(name)
        if found is None and (found := get_operation_ast(self.node, name)) is not None:
            self._operations[name] = found
        return found

    def begins_with(self, name: str | None, field: str) -> bool:
        """Return True if the operation selects this root field, not counting fragments."""
        operation = self.operation(name)
        chosen = operation.selection_set.selections if operation is not None else ()
        return any(isinstance(node, FieldNode) and node.name.value == field for node in chosen)


TextCheck = Callable[[str], None]
FragmentCheck = Callable[[int], None]


class Documents:
    """LRU cache of documents."""

    def __init__(
        self,
        schema: GraphQLSchema,
        rules: Sequence[type[ASTValidationRule]],
        max_entries: int = MAX_DOCUMENTS,
        *,
        admit: TextCheck = lambda text: None,
        inspect: FragmentCheck = lambda fragments: None,
        executed: GraphQLSchema | None = None,
        page: int = MAX_PAGE_SIZE,
    ) -> None:
        """Create a cache.

        `admit` may raise to reject a text before it is parsed, `inspect` to reject a document for
        its number of fragments. Metrics are computed by the executed schema, if it differs from
        `schema`, and by its largest page.
        """
        self._schema, self._executed, self._page = schema, executed or schema, page
        self._rules = tuple(rules)
        self._admit, self._inspect = admit, inspect
        self.cache: LRUCache[str, Document] = LRUCache(max_entries, MAX_CHARACTERS)

    def find(self, text: str) -> Document:
        """Return the document of a text; raise `GraphQLSyntaxError` if it is not one."""
        found = self.cache.find(text)
        if found is not None:
            return found
        self._admit(text)
        node = parse(text)
        self._inspect(sum(isinstance(one, FragmentDefinitionNode) for one in node.definitions))
        found = Document(
            self._schema, text, node, self._rules, MetricsCache(self._executed, node, self._page)
        )
        return (
            self.cache.keep(text, found, len(text)) if len(text) <= MAX_CACHED_CHARACTERS else found
        )
