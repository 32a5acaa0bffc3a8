"""Hand-written endpoints as an upper bound: four statements by asyncpg, orjson, no schema.

The session is checked as Guichet does, in the statement that reads the company with its managers.
"""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID, uuid4

import asyncpg
import orjson
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.handwritten_json import claim_of, global_id, invoice_of
from benchmarks.handwritten_sql import CLAIM, CLAIMS, COMPANY, DOCUMENTS, INSERT, INVOICES, SESSION
from models import hash_token


class NoReset(asyncpg.Connection):
    """Connection that skips the reset of the pool."""

    def get_reset_query(self) -> str:
        """Skip the reset."""
        return ""


async def session_of(request: Request, connection: Any, statement: str, *accesses: str) -> Any:
    """Return the row of the request's session, which must have these accesses."""
    token, now = request.headers["authorization"].removeprefix("Bearer "), datetime.now(UTC)
    (row,) = await connection.fetch(statement, hash_token(token), now, now - timedelta(minutes=30))
    if not set(accesses) <= set(row["accesses"].split()):
        raise HTTPException(403)
    return row


async def with_documents(connection: Any, rows: Any) -> list[dict[str, Any]]:
    """Return the claims with their documents."""
    documents: dict[UUID, list[dict[str, Any]]] = {row["id"]: [] for row in rows}
    for one in await connection.fetch(DOCUMENTS, list(documents)):
        shown = {
            "id": global_id(b"Document", one["id"]),
            "name": one["name"],
            "size": one["size"],
            "mediaType": one["media_type"],
        }
        documents[one["claim_id"]].append(shown)
    return [claim_of(row, documents[row["id"]]) for row in rows]


async def dashboard(request: Request) -> Response:
    """Respond with company, managers, 50 claims with documents, and 12 invoices."""
    async with request.app.state.pool.acquire() as connection:
        own = await session_of(request, connection, COMPANY, "CLAIMS", "INVOICES")
        claims = await with_documents(
            connection, await connection.fetch(CLAIMS, own["company_id"], 50)
        )
        invoices = [
            invoice_of(row) for row in await connection.fetch(INVOICES, own["company_id"], 12)
        ]
    managers = [
        {name: own[f"{who}_{name}"] for name in ("kind", "name", "email", "phone")} for who in "ch"
    ]
    company = {"name": own["name"], "uid": own["uid"], "managers": managers}
    edges = {
        "claims": {"edges": [{"node": claim} for claim in claims]},
        "invoices": {"edges": [{"node": one} for one in invoices]},
    }
    return answer({"company": company, **edges})


async def claim(request: Request) -> Response:
    """Respond with one claim and its documents."""
    async with request.app.state.pool.acquire() as connection:
        own = await session_of(request, connection, SESSION, "CLAIMS")
        key = UUID(orjson.loads(await request.body())["id"])
        (found,) = await with_documents(
            connection, await connection.fetch(CLAIM, own["company_id"], key)
        )
    return answer({"claim": found})


async def flat(request: Request) -> Response:
    """Respond with 100 claims without relations."""
    async with request.app.state.pool.acquire() as connection:
        own = await session_of(request, connection, SESSION, "CLAIMS")
        rows = await connection.fetch(CLAIMS, own["company_id"], 100)
    shown = [
        {
            "id": global_id(b"Claim", r["id"]),
            "number": r["number"],
            "kind": r["kind"],
            "status": r["status"],
            "eventDate": r["event_date"],
        }
        for r in rows
    ]
    return answer({"claims": {"edges": [{"node": one} for one in shown]}})


async def viewer(request: Request) -> Response:
    """Respond with the viewer."""
    async with request.app.state.pool.acquire() as connection:
        own = await session_of(request, connection, SESSION)
    return answer({"viewer": {"user": {"firstName": own["first_name"]}}})


async def upload(request: Request) -> Response:
    """Upload one file to a claim: Starlette's parser, a copy with its SHA-256, one row."""
    async with request.app.state.pool.acquire() as connection:
        own = await session_of(request, connection, SESSION, "CLAIMS")
    async with request.form() as form:
        key, file = uuid4(), form["0"]
        claim_id = UUID(orjson.loads(form["operations"])["key"])
        size, digest = await asyncio.to_thread(
            store_file, file.file, Path(os.environ["GUICHET_DOCUMENTS"]) / key.hex
        )
    about = (
        file.filename,
        file.content_type,
        size,
        digest,
        own["first_name"],
        datetime.now(UTC),
        key.hex,
    )
    async with request.app.state.pool.acquire() as connection:
        found = await connection.fetch(INSERT, key, claim_id, *about, own["company_id"])
    return answer(
        {
            "uploadDocuments": {
                "documents": [{"id": global_id(b"Document", row["id"])} for row in found],
                "errors": [],
            }
        }
    )


def store_file(file: BinaryIO, path: Path) -> tuple[int, str]:
    """Store a file durably; return its size and SHA-256."""
    path.parent.mkdir(exist_ok=True)
    size, digest = 0, hashlib.sha256()
    with path.open("xb") as target:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
            size += target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
    return size, digest.hexdigest()


def answer(data: dict[str, Any]) -> Response:
    """Return the data as JSON."""
    return Response(orjson.dumps({"data": data}), media_type="application/json")


@asynccontextmanager
async def pooled(app: Starlette) -> AsyncIterator[None]:
    """Open the database for the lifetime of the application."""
    async with asyncpg.create_pool(
        os.environ["GUICHET_DATABASE_URL"], connection_class=NoReset
    ) as pool:
        app.state.pool = pool
        yield


def create_app() -> Starlette:
    """Create the application on the database of Guichet's own setting."""
    endpoints = (dashboard, claim, flat, viewer, upload)
    return Starlette(
        routes=[Route(f"/{end.__name__}", end, methods=["POST"]) for end in endpoints],
        lifespan=pooled,
    )
