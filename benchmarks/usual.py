"""The usual way: Strawberry as its documentation teaches it, Tortoise's model objects, DataLoaders, its own HTTP view.

It answers the very documents of the benchmark, with the session and the permissions checked.
"""

import base64
import os
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import strawberry
from starlette.applications import Starlette
from starlette.routing import Route
from strawberry.asgi import GraphQL
from strawberry.dataloader import DataLoader
from strawberry.extensions import ParserCache, ValidationCache
from tortoise.contrib.starlette import RegisterTortoise

import models
from adapters.database import tortoise_config
from models import Access, ClaimKind, ClaimStatus, InvoiceStatus, ManagerKind

Info = strawberry.Info[Any, None]


class SignedIn(strawberry.BasePermission):
    """Somebody is signed in."""

    message = "Sign in first."

    def has_permission(self, source: Any, info: Info, **kwargs: Any) -> bool:
        """Whether the request's session is live."""
        return info.context["session"] is not None


class SeesInvoices(strawberry.BasePermission):
    """Somebody with the access INVOICES."""

    message = "You may not see invoices."

    def has_permission(self, source: Any, info: Info, **kwargs: Any) -> bool:
        """Whether the membership has it."""
        session = info.context["session"]
        return session is not None and Access.INVOICES in session.membership.accesses


def locked(resolver: Any = None, by: type[strawberry.BasePermission] = SignedIn, **options: Any) -> Any:
    """A field with a permission class."""
    return strawberry.field(resolver, permission_classes=[by], **options)


def write_id(row: Any) -> strawberry.ID:
    """The same global IDs as Guichet's."""
    return strawberry.ID(base64.urlsafe_b64encode(f"{type(row).__name__}:{row.pk.hex}".encode()).decode().rstrip("="))


@strawberry.type
class Document:
    """A file in a claim."""

    row: strawberry.Private[models.Document]
    name: str
    size: int
    media_type: str

    @locked
    def id(self) -> strawberry.ID:
        """The global ID."""
        return write_id(self.row)


@strawberry.type
class Insured:
    """Whom a claim is about."""

    first_name: str
    last_name: str


@strawberry.type
class Claim:
    """A claim file."""

    row: strawberry.Private[models.Claim]
    number: str
    kind: strawberry.enum(ClaimKind)  # type: ignore[valid-type]
    status: strawberry.enum(ClaimStatus)  # type: ignore[valid-type]
    event_date: date

    @locked
    def id(self) -> strawberry.ID:
        """The global ID."""
        return write_id(self.row)

    @locked
    def insured(self) -> Insured:
        """The insured person."""
        return Insured(first_name=self.row.insured_first_name, last_name=self.row.insured_last_name)

    @locked
    async def documents(self, info: Info) -> list[Document]:
        """The claim's documents."""
        rows = await info.context["documents"].load(self.row.id)
        return [Document(row=row, name=row.name, size=row.size, media_type=row.media_type) for row in rows]


@strawberry.type
class Period:
    """From the first to the last day."""

    start: date
    end: date


@strawberry.type
class Money:
    """An amount of money."""

    amount: Decimal
    currency: str


@strawberry.type
class Invoice:
    """A premium invoice."""

    row: strawberry.Private[models.Invoice]
    number: str
    due_date: date
    status: strawberry.enum(InvoiceStatus)  # type: ignore[valid-type]

    @locked(by=SeesInvoices)
    def id(self) -> strawberry.ID:
        """The global ID."""
        return write_id(self.row)

    @locked(by=SeesInvoices)
    def period(self) -> Period:
        """The days that the premium pays for."""
        return Period(start=self.row.period_start, end=self.row.period_end)

    @locked(by=SeesInvoices)
    def amount(self) -> Money:
        """The premium."""
        return Money(amount=Decimal(self.row.amount).scaleb(-2), currency="CHF")


@strawberry.type
class Manager:
    """A manager at the insurer."""

    kind: strawberry.enum(ManagerKind)  # type: ignore[valid-type]
    name: str
    email: str
    phone: str


@strawberry.type
class Company:
    """A client company."""

    row: strawberry.Private[models.Company]
    name: str
    uid: str

    @locked
    async def managers(self, info: Info) -> list[Manager]:
        """The two managers."""
        rows = await info.context["managers"].load_many([self.row.contract_manager_id, self.row.health_manager_id])
        return [Manager(kind=row.kind, name=row.name, email=row.email, phone=row.phone) for row in rows]


@strawberry.type
class User:
    """Who is signed in."""

    first_name: str


@strawberry.type
class Viewer:
    """Who is asking."""

    @locked
    async def user(self, info: Info) -> User:
        """The person."""
        row = await models.User.get(id=info.context["session"].user_id)
        return User(first_name=row.first_name)


@strawberry.type
class ClaimEdge:
    """One claim of a page."""

    node: Claim


@strawberry.type
class Claims:
    """A page of claims."""

    edges: list[ClaimEdge]


@strawberry.type
class InvoiceEdge:
    """One invoice of a page."""

    node: Invoice


@strawberry.type
class Invoices:
    """A page of invoices."""

    edges: list[InvoiceEdge]


def shown(row: models.Claim) -> Claim:
    """A claim's type of its row."""
    return Claim(row=row, number=row.number, kind=row.kind, status=row.status, event_date=row.event_date)


@strawberry.type
class Query:
    """Everything that the benchmark asks."""

    @locked
    def viewer(self) -> Viewer:
        """Who is asking."""
        return Viewer()

    @locked
    async def company(self, info: Info) -> Company | None:
        """The company one acts for."""
        row = await models.Company.get(id=info.context["session"].membership.company_id)
        return Company(row=row, name=row.name, uid=row.uid)

    @locked
    async def claims(self, info: Info, first: int) -> Claims | None:
        """The newest claims."""
        own = models.Claim.filter(company_id=info.context["session"].membership.company_id)
        return Claims(edges=[ClaimEdge(node=shown(row)) for row in await own.order_by("-created_at", "-id").limit(first)])

    @locked
    async def claim(self, info: Info, id: strawberry.ID) -> Claim | None:  # noqa: A002
        """One claim."""
        key = base64.urlsafe_b64decode(id + "=" * (-len(id) % 4)).decode().partition(":")[2]
        return shown(await models.Claim.get(id=key, company_id=info.context["session"].membership.company_id))

    @locked(by=SeesInvoices)
    async def invoices(self, info: Info, first: int) -> Invoices | None:
        """The latest invoices."""
        own = models.Invoice.filter(company_id=info.context["session"].membership.company_id)
        rows = await own.order_by("-period_start", "-id").limit(first)
        nodes = [Invoice(row=row, number=row.number, due_date=row.due_date, status=row.status) for row in rows]
        return Invoices(edges=[InvoiceEdge(node=node) for node in nodes])


async def load_documents(keys: list[Any]) -> list[list[models.Document]]:
    """The documents of several claims."""
    found = defaultdict(list)
    for row in await models.Document.filter(claim_id__in=keys).order_by("uploaded_at", "id"):
        found[row.claim_id].append(row)
    return [found[key] for key in keys]


async def load_managers(keys: list[Any]) -> list[models.Manager]:
    """Several managers."""
    found = {row.id: row for row in await models.Manager.filter(id__in=keys)}
    return [found[key] for key in keys]


class View(GraphQL[Any, None]):
    """Strawberry's view, with the session in the context."""

    async def get_context(self, request: Any, response: Any) -> Any:
        """The request's session, and loaders of its own."""
        now, token = datetime.now(UTC), request.headers.get("authorization", "").removeprefix("Bearer ")
        live = models.Session.filter(expires_at__gt=now, last_used_at__gt=now - timedelta(minutes=30))
        session = await live.select_related("user", "membership").get_or_none(token_hash=models.hash_token(token))
        return {"session": session, "documents": DataLoader(load_documents), "managers": DataLoader(load_managers)}


def create_app() -> Starlette:
    """The application; its database is that of Guichet's own setting."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with RegisterTortoise(app, config=tortoise_config(os.environ["GUICHET_DATABASE_URL"])):
            yield

    schema = strawberry.Schema(Query, extensions=[ParserCache(maxsize=500), ValidationCache(maxsize=500)])
    return Starlette(routes=[Route("/graphql", View(schema))], lifespan=lifespan)
