"""Application of Strawberry's view, with session and loaders of each request."""

import os
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import strawberry
from starlette.applications import Starlette
from starlette.routing import Route
from strawberry.asgi import GraphQL
from strawberry.dataloader import DataLoader
from strawberry.extensions import ParserCache, ValidationCache
from tortoise.contrib.starlette import RegisterTortoise

import models
from adapters.database.connection import tortoise_config
from benchmarks.conventional.query import Mutation, Query


async def load_documents(keys: list[Any]) -> list[list[models.Document]]:
    """Load the documents of several claims."""
    found = defaultdict(list)
    for row in await models.Document.filter(claim_id__in=keys).order_by("uploaded_at", "id"):
        found[row.claim_id].append(row)
    return [found[key] for key in keys]


async def load_managers(keys: list[Any]) -> list[models.Manager]:
    """Load several managers."""
    found = {row.id: row for row in await models.Manager.filter(id__in=keys)}
    return [found[key] for key in keys]


class View(GraphQL[Any, None]):
    """View of Strawberry with the session in the context."""

    async def get_context(self, request: Any, response: Any) -> Any:
        """Return the request's session and loaders."""
        now, token = (
            datetime.now(UTC),
            request.headers.get("authorization", "").removeprefix("Bearer "),
        )
        live = models.Session.filter(
            expires_at__gt=now, last_used_at__gt=now - timedelta(minutes=30)
        )
        session = await live.select_related("user", "membership").get_or_none(
            token_hash=models.hash_token(token)
        )
        return {
            "session": session,
            "documents": DataLoader(load_documents),
            "managers": DataLoader(load_managers),
        }


def create_app() -> Starlette:
    """Create the application on the database of Guichet's own setting."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with RegisterTortoise(
            app, config=tortoise_config(os.environ["GUICHET_DATABASE_URL"])
        ):
            yield

    schema = strawberry.Schema(
        Query, Mutation, extensions=[ParserCache(maxsize=500), ValidationCache(maxsize=500)]
    )
    return Starlette(routes=[Route("/graphql", View(schema))], lifespan=lifespan)
