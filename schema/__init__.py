"""What the API says."""

from collections.abc import Iterator, Sequence
from typing import Any

import strawberry
from graphql import GraphQLError, get_operation_ast
from graphql.validation import NoSchemaIntrospectionCustomRule
from strawberry.extensions import AddValidationRules, ParserCache, SchemaExtension, ValidationCache
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.exceptions import CannotGetOperationTypeError

from execution import BreadthFirstExecutor
from schema.explain import Explain
from schema.mutation import Mutation
from schema.query import Query
from schema.scalars import SCALARS

CACHED_DOCUMENTS = 500


class Schema(strawberry.Schema):
    """Strawberry's schema; errors are logged where they are explained, not a second time here."""

    def process_errors(self, errors: Sequence[GraphQLError], execution_context: Any = None) -> None:
        """Leave the log to `Explain`: Strawberry's own would print tracebacks of refusals, with the input's values."""


class OneOperation(SchemaExtension):
    """Refuses several operations of which none is named: Strawberry would take the first [GraphQL 6.1, GetOperation]."""

    def on_execute(self) -> Iterator[None]:
        """Before the execution: a request error, as where there is no operation at all."""
        asked = self.execution_context
        if asked.graphql_document and get_operation_ast(asked.graphql_document, asked._provided_operation_name) is None:
            raise CannotGetOperationTypeError(None)
        yield


def build_schema(*, introspection: bool = True) -> Schema:
    """The executable schema."""
    caches: list[Any] = [lambda: ParserCache(maxsize=CACHED_DOCUMENTS), lambda: ValidationCache(maxsize=CACHED_DOCUMENTS)]
    extensions: list[Any] = [Explain, OneOperation, *caches]
    if not introspection:
        extensions.append(lambda: AddValidationRules([NoSchemaIntrospectionCustomRule]))
    config = StrawberryConfig(scalar_map=SCALARS)
    return Schema(query=Query, mutation=Mutation, extensions=extensions, config=config, execution_context_class=BreadthFirstExecutor)


__all__ = ["Schema", "SchemaExtension", "build_schema"]
