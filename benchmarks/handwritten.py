"""Hand-written endpoints as an upper bound: four statements by asyncpg, orjson, no schema.

The session is checked as Guichet does, in the statement that reads the company with its managers.
"""

import asyncio
import base64
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

from models import hash_token

LIVE = """FROM session JOIN "user" ON "user".id = session.user_id JOIN membership ON membership.id = session.membership_id
JOIN company ON company.id = membership.company_id
WHERE session.token_hash = $1 AND session.expires_at > $2 AND session.last_used_at > $3 AND session.proved_at IS NOT NULL
AND "user".status = 'ACTIVE'"""
SESSION = f'SELECT company.id AS company_id, "user".first_name, membership.accesses {LIVE}'
COMPANY = f"""SELECT company.id AS company_id, company.name, company.uid, membership.accesses,
c.kind AS c_kind, c.name AS c_name, c.email AS c_email, c.phone AS c_phone,
h.kind AS h_kind, h.name AS h_name, h.email AS h_email, h.phone AS h_phone
{LIVE.replace("WHERE", "JOIN manager c ON c.id = company.contract_manager_id JOIN manager h ON h.id = company.health_manager_id WHERE")}"""
CLAIMS = """SELECT id, number, kind, status, event_date, insured_first_name, insured_last_name FROM claim WHERE company_id = $1
ORDER BY created_at DESC, id DESC LIMIT $2"""
CLAIM = """SELECT id, number, kind, status, event_date, insured_first_name, insured_last_name FROM claim WHERE company_id = $1 AND id = $2"""
DOCUMENTS = "SELECT id, claim_id, name, size, media_type FROM document WHERE claim_id = ANY($1) ORDER BY uploaded_at, id"
INVOICES = """SELECT id, number, period_start, period_end, amount, due_date, status FROM invoice WHERE company_id = $1
ORDER BY period_start DESC, id DESC LIMIT $2"""
INSERT = """INSERT INTO document (id, claim_id, name, media_type, size, sha256, category, uploaded_by, uploaded_at, storage_key)
SELECT $1, claim.id, $3, $4, $5, $6, 'GENERAL', $7, $8, $9 FROM claim WHERE claim.id = $2 AND claim.company_id = $10 RETURNING id"""


class NoReset(asyncpg.Connection):
    """Connection that skips the reset of the pool."""

    def get_reset_query(self) -> str:
        """Skip the reset."""
        return ""


def global_id(kind: bytes, key: UUID) -> str:
    """Return the global ID of a row, as Guichet's."""
    return base64.urlsafe_b64encode(kind + b":" + key.hex.encode()).decode().rstrip("=")


async def session_of(request: Request, connection: Any, statement: str, *accesses: str) -> Any:
    """Return the row of the request's session, which must have these accesses."""
    token, now = request.headers["authorization"].removeprefix("Bearer "), datetime.now(UTC)
    (row,) = await connection.fetch(statement, hash_token(token), now, now - timedelta(minutes=30))
    if not set(accesses) <= set(row["accesses"].split()):
        raise HTTPException(403)
    return row


def claim_of(row: Any, documents: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a claim as the dashboard shows it."""
    return {
        "id": global_id(b"Claim", row["id"]),
        "number": row["number"],
        "kind": row["kind"],
        "status": row["status"],
        "eventDate": row["event_date"],
        "insured": {"firstName": row["insured_first_name"], "lastName": row["insured_last_name"]},
        "documents": documents,
    }


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


def invoice_of(row: Any) -> dict[str, Any]:
    """Return an invoice as the dashboard shows it."""
    return {
        "id": global_id(b"Invoice", row["id"]),
        "number": row["number"],
        "period": {"start": row["period_start"], "end": row["period_end"]},
        "amount": {"amount": f"{row['amount'] / 100:.2f}", "currency": "CHF"},
        "dueDate": row["due_date"],
        "status": row["status"],
    }


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
            kept, file.file, Path(os.environ["GUICHET_DOCUMENTS"]) / key.hex
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


def kept(file: BinaryIO, path: Path) -> tuple[int, str]:
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
