"""What the API says."""

from collections.abc import Sequence
from typing import Any

import strawberry
from graphql import GraphQLError
from graphql.validation import NoSchemaIntrospectionCustomRule
from strawberry.extensions import AddValidationRules, ParserCache, SchemaExtension, ValidationCache
from strawberry.schema.config import StrawberryConfig

from schema.explain import Explain
from schema.mutation import Mutation
from schema.query import Query
from schema.scalars import SCALARS

CACHED_DOCUMENTS = 500


class Schema(strawberry.Schema):
    """Strawberry's schema; errors are logged where they are explained, not a second time here."""

    def process_errors(self, errors: Sequence[GraphQLError], execution_context: Any = None) -> None:
        """Leave the log to `Explain`: Strawberry's own would print tracebacks of refusals, with the input's values."""


def build_schema(*, introspection: bool = True) -> Schema:
    """The executable schema."""
    extensions: list[Any] = [Explain, lambda: ParserCache(maxsize=CACHED_DOCUMENTS), lambda: ValidationCache(maxsize=CACHED_DOCUMENTS)]
    if not introspection:
        extensions.append(lambda: AddValidationRules([NoSchemaIntrospectionCustomRule]))
    return Schema(query=Query, mutation=Mutation, extensions=extensions, config=StrawberryConfig(scalar_map=SCALARS))


__all__ = ["Schema", "SchemaExtension", "build_schema"]
