"""The types of the answers."""

from datetime import date
from decimal import Decimal

import strawberry

import models
from benchmarks.usual.permissions import Info, SeesInvoices, locked, to_global_id
from models import ClaimKind, ClaimStatus, InvoiceStatus, ManagerKind


@strawberry.type
class Document:
    """A file in a claim."""

    row: strawberry.Private[models.Document]
    name: str
    size: int
    media_type: str

    @strawberry.field
    def id(self) -> strawberry.ID:
        """The global ID."""
        return to_global_id(self.row)


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

    @strawberry.field
    def id(self) -> strawberry.ID:
        """The global ID."""
        return to_global_id(self.row)

    @locked
    def insured(self) -> Insured:
        """The insured person."""
        return Insured(first_name=self.row.insured_first_name, last_name=self.row.insured_last_name)

    @locked
    async def documents(self, info: Info) -> list[Document]:
        """The claim's documents."""
        rows = await info.context["documents"].load(self.row.id)
        return [
            Document(row=row, name=row.name, size=row.size, media_type=row.media_type)
            for row in rows
        ]


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

    @strawberry.field
    def id(self) -> strawberry.ID:
        """The global ID."""
        return to_global_id(self.row)

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
        rows = await info.context["managers"].load_many(
            [self.row.contract_manager_id, self.row.health_manager_id]
        )
        return [
            Manager(kind=row.kind, name=row.name, email=row.email, phone=row.phone) for row in rows
        ]


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
    return Claim(
        row=row, number=row.number, kind=row.kind, status=row.status, event_date=row.event_date
    )
