"""Object types of the conventional server."""

from datetime import date
from decimal import Decimal

import strawberry

import models
from benchmarks.conventional.permissions import Info, SeesInvoices, locked, to_global_id
from models import ClaimKind, ClaimStatus, InvoiceStatus, ManagerKind


@strawberry.type
class Document:
    """File of a claim."""

    row: strawberry.Private[models.Document]
    name: str
    size: int
    media_type: str

    @strawberry.field
    def id(self) -> strawberry.ID:
        """Return the global ID."""
        return to_global_id(self.row)


@strawberry.type
class Insured:
    """Insured person of a claim."""

    first_name: str
    last_name: str


@strawberry.type
class Claim:
    """Claim."""

    row: strawberry.Private[models.Claim]
    number: str
    kind: strawberry.enum(ClaimKind)  # type: ignore[valid-type]
    status: strawberry.enum(ClaimStatus)  # type: ignore[valid-type]
    event_date: date

    @strawberry.field
    def id(self) -> strawberry.ID:
        """Return the global ID."""
        return to_global_id(self.row)

    @locked
    def insured(self) -> Insured:
        """Return the insured person."""
        return Insured(first_name=self.row.insured_first_name, last_name=self.row.insured_last_name)

    @locked
    async def documents(self, info: Info) -> list[Document]:
        """Return the claim's documents."""
        rows = await info.context["documents"].load(self.row.id)
        return [
            Document(row=row, name=row.name, size=row.size, media_type=row.media_type)
            for row in rows
        ]


@strawberry.type
class Period:
    """Period between two days, inclusive."""

    start: date
    end: date


@strawberry.type
class Money:
    """Amount of money."""

    amount: Decimal
    currency: str


@strawberry.type
class Invoice:
    """Premium invoice."""

    row: strawberry.Private[models.Invoice]
    number: str
    due_date: date
    status: strawberry.enum(InvoiceStatus)  # type: ignore[valid-type]

    @strawberry.field
    def id(self) -> strawberry.ID:
        """Return the global ID."""
        return to_global_id(self.row)

    @locked(by=SeesInvoices)
    def period(self) -> Period:
        """Return the period that the premium covers."""
        return Period(start=self.row.period_start, end=self.row.period_end)

    @locked(by=SeesInvoices)
    def amount(self) -> Money:
        """Return the amount of the premium."""
        return Money(amount=Decimal(self.row.amount).scaleb(-2), currency="CHF")


@strawberry.type
class Manager:
    """Manager at the insurer."""

    kind: strawberry.enum(ManagerKind)  # type: ignore[valid-type]
    name: str
    email: str
    phone: str


@strawberry.type
class Company:
    """Client company."""

    row: strawberry.Private[models.Company]
    name: str
    uid: str

    @locked
    async def managers(self, info: Info) -> list[Manager]:
        """Return the two managers."""
        rows = await info.context["managers"].load_many(
            [self.row.contract_manager_id, self.row.health_manager_id]
        )
        return [
            Manager(kind=row.kind, name=row.name, email=row.email, phone=row.phone) for row in rows
        ]


@strawberry.type
class User:
    """User."""

    first_name: str


@strawberry.type
class Viewer:
    """Viewer."""

    @locked
    async def user(self, info: Info) -> User:
        """Return the user of the session."""
        row = await models.User.get(id=info.context["session"].user_id)
        return User(first_name=row.first_name)


@strawberry.type
class ClaimEdge:
    """Edge of a claim."""

    node: Claim


@strawberry.type
class Claims:
    """Connection of claims."""

    edges: list[ClaimEdge]


@strawberry.type
class InvoiceEdge:
    """Edge of an invoice."""

    node: Invoice


@strawberry.type
class Invoices:
    """Connection of invoices."""

    edges: list[InvoiceEdge]


def shown(row: models.Claim) -> Claim:
    """Return the claim type of a row."""
    return Claim(
        row=row, number=row.number, kind=row.kind, status=row.status, event_date=row.event_date
    )
