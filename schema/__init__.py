"""What the API says."""

from typing import Any

from graphql.validation import NoSchemaIntrospectionCustomRule
from strawberry.schema.config import StrawberryConfig

from execution import BreadthFirstExecutor, Info
from schema.api import Schema
from schema.document_limits import USUAL, Limits
from schema.mutation import Mutation
from schema.query import Query
from schema.scalars import SCALARS


def build_schema(*, introspection: bool = True, limits: Limits = USUAL) -> Schema:
    """The executable schema."""
    forbidden: list[Any] = [] if introspection else [NoSchemaIntrospectionCustomRule]
    config = StrawberryConfig(scalar_map=SCALARS, info_class=Info)
    return Schema(
        query=Query,
        mutation=Mutation,
        config=config,
        execution_context_class=BreadthFirstExecutor,
        forbidden=forbidden,
        limits=limits,
    )


schema = build_schema
"""What Strawberry's own command looks for, and calls: `strawberry export-schema schema`."""

__all__ = ["Limits", "Schema", "build_schema", "schema"]
