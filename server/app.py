"""Composition root: makes the Starlette application of the settings."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from tortoise.contrib.starlette import RegisterTortoise

from adapters.database.connection import StatementTimeouts, ping, tortoise_config
from logs import report
from migrations.apply import refuse_unfinished
from pipeline.services import Services
from resolvers.download import resolve_download
from schema import build_schema
from server.request import RequestPipeline
from server.services import create_services
from server.sweep import keep_swept
from settings import Introspection, Settings
from transport.download import download_endpoint
from transport.error_masking import ErrorMasking
from transport.explorer import BUNDLE, page
from transport.fast_path import FastPath
from transport.graphql import GraphQLEndpoint
from transport.headers import SecurityHeaders
from transport.health import Readiness, liveness, readiness_endpoint
from transport.idempotency_key import KEY_HEADER, REPLAYED_HEADER
from transport.request_head import CSRF_HEADERS, Cookie
from transport.request_id import NAME
from transport.schema_view import SCHEMA_HEADER
from transport.timeouts import upload_seconds

CLOCK_SKEW_SECONDS = 3600.0
"""Seconds by which clocks of hosts that share a folder may differ, or step.

Uploads under way are not taken for abandoned ones.
"""
REQUEST_ID = NAME.decode()


def create_app(
    settings: Settings | None = None, extra_routes: Sequence[BaseRoute] = ()
) -> Starlette:
    """Return the application; `extra_routes` are the demo's.

    The database must be migrated, which `guichet serve` checks.
    """
    settings = settings or Settings()
    services, limits = create_services(settings), settings.limits
    schema = build_schema(
        introspection=settings.introspection is not Introspection.OFF, limits=limits
    )
    request_pipeline = RequestPipeline(services, schema)
    endpoint = GraphQLEndpoint(
        schema=schema,
        limits=limits,
        cookie=Cookie(settings.secure, int(settings.session_lifetime.total_seconds())),
        admit=request_pipeline.admit,
        open_operation=request_pipeline.open_operation,
        admit_upload=request_pipeline.admit_upload,
        page=partial(page, demo=bool(extra_routes)) if settings.explorer else None,
        by_get=settings.get_queries,
    )
    fast_path = Middleware(FastPath, path="/graphql", endpoint=ErrorMasking(endpoint, "operation"))
    app = Starlette(
        routes=[*_routes(services), *extra_routes],
        middleware=[*_middleware(settings), fast_path],
        lifespan=partial(_lifespan, services),
    )
    # a redirect would go to the origin of the request's `Host` header
    app.router.redirect_slashes = False
    return app


def _routes(services: Services) -> list[BaseRoute]:
    """Return the routes beside `/graphql`."""
    routes: list[BaseRoute] = [
        Route(
            "/download/{token}",
            ErrorMasking(download_endpoint(partial(resolve_download, services)), "download"),
            methods=["GET"],
        ),
        Route("/healthz", liveness, methods=["GET"]),
        Route("/readyz", readiness_endpoint(_readiness(services)), methods=["GET"]),
    ]
    if services.settings.explorer and Path(BUNDLE).is_dir():
        routes.append(Mount("/explorer", StaticFiles(directory=BUNDLE)))
    return routes


@asynccontextmanager
async def _lifespan(services: Services, app: Starlette) -> AsyncIterator[None]:
    """Open the database, and sweep abandoned files, for as long as the application serves."""
    settings = services.settings
    timeouts = StatementTimeouts(
        settings.statement_seconds, settings.lock_seconds, settings.idle_transaction_seconds
    )
    try:
        async with RegisterTortoise(app, config=tortoise_config(settings.database_url, timeouts)):
            longest = upload_seconds(settings.max_upload_bytes) + settings.execution_seconds
            sweeping = asyncio.create_task(
                keep_swept(services.storage, longest + CLOCK_SKEW_SECONDS)
            )
            yield
            sweeping.cancel()
            await asyncio.gather(sweeping, return_exceptions=True)
    except Exception as error:
        report("the application did not start, or did not end well", error)
        raise


def _readiness(services: Services) -> Readiness:
    return Readiness(
        {
            "database": ping,
            "storage": partial(asyncio.to_thread, services.storage.probe),
            "migrations": refuse_unfinished,
        }
    )


def _middleware(settings: Settings) -> list[Middleware]:
    headers = Middleware(SecurityHeaders, strict_transport=settings.secure)
    if not settings.allowed_origins:
        return [headers]
    cors = Middleware(
        CORSMiddleware,
        allow_origins=settings.allowed_origins,
        allow_credentials=True,
        allow_methods=["GET", "POST"] if settings.get_queries else ["POST"],
        allow_headers=[
            "Authorization",
            "Content-Type",
            KEY_HEADER,
            REQUEST_ID,
            SCHEMA_HEADER,
            *CSRF_HEADERS,
        ],
        expose_headers=[REPLAYED_HEADER, REQUEST_ID, "Retry-After"],
    )
    return [headers, cors]
