"""Introspection: the view of the schema that an operation may read."""

import asyncio
import re

from graphql import GraphQLSchema

from pipeline.context import Context
from schema.view import SchemaViews, ViewRequest
from settings import Introspection

_READS_SCHEMA = re.compile(r"__(schema|type)\b")


def introspects(query: str) -> bool:
    """Return True if a document reads the schema; `__typename` alone needs no view of it."""
    return _READS_SCHEMA.search(query) is not None


async def view_for(context: Context | None, views: SchemaViews) -> GraphQLSchema | None:
    """Return the view of the schema by deployment, viewer and request; None without a context."""
    if context is None:
        return None
    settings, schema_view = context.services.settings, context.request.schema_view
    hides = settings.introspection is Introspection.HIDE or (
        context.viewer is None and settings.is_production
    )
    wanted = ViewRequest(
        hides or bool(schema_view and schema_view.hides),
        bool(schema_view and schema_view.without_deprecated),
    )
    found = views.find(context.viewer, wanted)
    return found or await asyncio.to_thread(views.make, context.viewer, wanted)
