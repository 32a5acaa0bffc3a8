"""Schema of the API: its types, its fields with their rules, and its execution."""

from typing import Any

from graphql.validation import NoSchemaIntrospectionCustomRule
from strawberry.schema.config import StrawberryConfig

from execution import BreadthFirstExecutor, Info
from schema.api import Schema
from schema.mutation import Mutation
from schema.query import Query
from schema.scalars import SCALARS
from settings import DEFAULT_LIMITS, Limits


def build_schema(*, introspection: bool = True, limits: Limits = DEFAULT_LIMITS) -> Schema:
    """Return the executable schema."""
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
"""Schema for Strawberry's command, which calls it: `strawberry export-schema schema`."""

__all__ = ["Schema", "build_schema", "schema"]
