"""Query and mutation of the conventional server."""

import asyncio
import base64
from datetime import UTC, datetime, timedelta

import strawberry
from argon2 import PasswordHasher

import models
from benchmarks.conventional.permissions import Info, SeesInvoices, locked
from benchmarks.conventional.types import (
    Claim,
    ClaimEdge,
    Claims,
    Company,
    Invoice,
    InvoiceEdge,
    Invoices,
    Viewer,
    shown,
)

HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""Password hasher with Guichet's parameters."""


@strawberry.type
class Query:
    """Root query type."""

    @locked
    def viewer(self) -> Viewer:
        """Return the viewer."""
        return Viewer()

    @locked
    async def company(self, info: Info) -> Company | None:
        """Return the viewer's company."""
        row = await models.Company.get(id=info.context["session"].membership.company_id)
        return Company(row=row, name=row.name, uid=row.uid)

    @locked
    async def claims(self, info: Info, first: int) -> Claims | None:
        """Return the newest claims."""
        own = models.Claim.filter(company_id=info.context["session"].membership.company_id)
        return Claims(
            edges=[
                ClaimEdge(node=shown(row))
                for row in await own.order_by("-created_at", "-id").limit(first)
            ]
        )

    @locked
    async def claim(self, info: Info, id: strawberry.ID) -> Claim | None:  # noqa: A002
        """Return one claim."""
        key = base64.urlsafe_b64decode(id + "=" * (-len(id) % 4)).decode().partition(":")[2]
        return shown(
            await models.Claim.get(id=key, company_id=info.context["session"].membership.company_id)
        )

    @locked(by=SeesInvoices)
    async def invoices(self, info: Info, first: int) -> Invoices | None:
        """Return the latest invoices."""
        own = models.Invoice.filter(company_id=info.context["session"].membership.company_id)
        rows = await own.order_by("-period_start", "-id").limit(first)
        nodes = [
            Invoice(row=row, number=row.number, due_date=row.due_date, status=row.status)
            for row in rows
        ]
        return Invoices(edges=[InvoiceEdge(node=node) for node in nodes])


@strawberry.type
class NewSession:
    """Token of a new session."""

    token: str


@strawberry.type
class Mutation:
    """Root mutation type."""

    @strawberry.mutation
    async def sign_in(self, identifier: str, password: str) -> NewSession:
        """Start a session; the hash is computed in a thread."""
        user = await models.User.get(identifier=identifier)
        await asyncio.to_thread(HASHER.verify, user.password_hash or "", password)
        membership = (
            await models.Membership.filter(user_id=user.id).order_by("created_at", "id").first()
        )
        token, now = models.new_token(), datetime.now(UTC)
        moments = {"created_at": now, "last_used_at": now, "expires_at": now + timedelta(hours=12)}
        await models.Session.create(
            user=user, membership=membership, token_hash=models.hash_token(token), **moments
        )
        return NewSession(token=token)
