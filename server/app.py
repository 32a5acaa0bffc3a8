"""The composition root: settings in, Starlette application out."""

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

from adapters.database.connection import Patience, ping, tortoise_config
from logs import report
from migrations.apply import refuse_unfinished
from pipeline.services import Services
from resolvers.download import follow_link
from schema import Limits as DocumentLimits
from schema import build_schema
from server.request import RequestPipeline
from server.services import create_services
from server.sweep import keep_swept
from settings import Introspection, Settings
from transport.body import Limits
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

CLOCKS_APART = 3600.0
"""Seconds by which the clocks of hosts that share a folder may differ, or one may step, and nothing under way is taken for left over."""
REQUEST_ID = NAME.decode()


def create_app(settings: Settings | None = None, doors: Sequence[BaseRoute] = ()) -> Starlette:
    """The application. The database must be migrated: `guichet serve` sees to it that it is. `doors` are the demo's."""
    settings = settings or Settings()
    services = create_services(settings)

    schema = build_schema(
        introspection=settings.introspection is not Introspection.OFF,
        limits=_document_limits(settings),
    )
    request_pipeline = RequestPipeline(services, schema)
    endpoint = GraphQLEndpoint(
        schema=schema,
        limits=_request_limits(settings),
        cookie=Cookie(settings.secure, int(settings.session_lifetime.total_seconds())),
        admit=request_pipeline.admit,
        open_context=request_pipeline.open,
        hold_upload=request_pipeline.hold_upload,
        page=partial(page, demo=bool(doors)) if settings.explorer else None,
        by_get=settings.get_queries,
    )
    routes: list[BaseRoute] = [
        Route(
            "/download/{token}",
            ErrorMasking(download_endpoint(partial(follow_link, services)), "download"),
            methods=["GET"],
        ),
        Route("/healthz", liveness, methods=["GET"]),
        Route("/readyz", readiness_endpoint(_readiness(services)), methods=["GET"]),
    ]
    routes.extend(doors)
    if settings.explorer and Path(BUNDLE).is_dir():
        routes.append(Mount("/explorer", StaticFiles(directory=BUNDLE)))
    door = Middleware(FastPath, path="/graphql", endpoint=ErrorMasking(endpoint, "operation"))
    app = Starlette(
        routes=routes,
        middleware=[*_middleware(settings), door],
        lifespan=partial(_lifespan, services),
    )
    app.router.redirect_slashes = (
        False  # it would send clients to whatever address their `Host` header says
    )
    return app


def _request_limits(settings: Settings) -> Limits:
    return Limits(
        body=settings.max_body_bytes,
        upload=settings.max_upload_bytes,
        file=settings.max_file_bytes,
        files=settings.max_files,
        nesting=settings.max_json_nesting,
        address=settings.max_address_bytes,
    )


@asynccontextmanager
async def _lifespan(services: Services, app: Starlette) -> AsyncIterator[None]:
    """The database, and the sweep of what an earlier process left, for as long as the application serves."""
    settings = services.settings
    patience = Patience(
        settings.statement_seconds, settings.lock_seconds, settings.idle_transaction_seconds
    )
    try:
        async with RegisterTortoise(app, config=tortoise_config(settings.database_url, patience)):
            longest = upload_seconds(settings.max_upload_bytes) + settings.execution_seconds
            sweeping = asyncio.create_task(keep_swept(services.storage, longest + CLOCKS_APART))
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


def _document_limits(settings: Settings) -> DocumentLimits:
    return DocumentLimits(
        length=settings.max_document_length,
        tokens=settings.max_document_tokens,
        nesting=settings.max_nesting,
        fragments=settings.max_fragments,
        depth=settings.max_depth,
        aliases=settings.max_aliases,
        fields=settings.max_fields,
        root_fields=settings.max_root_fields,
        directives=settings.max_directives,
        variables=settings.max_variables,
        cost=settings.max_cost,
        anonymous_cost=settings.max_anonymous_cost,
        items=settings.max_items,
        page=settings.max_page,
        usual_page=settings.page_size,
        seconds=settings.execution_seconds,
        errors=settings.max_errors,
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
