"""Claims and their history."""

from datetime import date, datetime
from typing import Annotated, Any

import strawberry

import models
from models import ClaimEventKind, ClaimKind, ClaimStatus, CoverDecision, DatePrecision, Line
from permissions.claim import SeeClaims
from permissions.company import SeeCompany
from permissions.document import SeeDocuments
from permissions.settlement import SeeSettlements
from permissions.user import SeeUsers
from resolvers.claim import (
    list_claim_settlements,
    list_documents,
    list_earlier_claims,
    list_events,
    list_incapacity,
    list_minor,
)
from resolvers.company import list_companies_of
from resolvers.parts import return_parents
from schema.audience import Audience
from schema.can import can
from schema.company import Company
from schema.document import Document
from schema.field import column, field
from schema.node import Node, noun
from schema.settlement import Settlement


@strawberry.type(description="Whom a claim is about.")
class InsuredPerson:
    """Whom a claim is about."""

    insured_first_name: str = strawberry.field(name="firstName")
    insured_last_name: str = strawberry.field(name="lastName")
    insured_avs_number: str = strawberry.field(
        name="avsNumber", description="Social insurance number (AVS / AHV): `756.dddd.dddd.dd`."
    )


@noun(models.IncapacityPeriod)
class IncapacityPeriod:
    """One stretch of the gap-free history of incapacity for work."""

    start: date
    end: date | None = column("The last day; null while the end is open.")
    degree: int = column("Per cent, 0 to 100.")


@noun(models.ClaimEvent)
class ClaimEvent:
    """One step in a claim's life."""

    kind: ClaimEventKind
    status: ClaimStatus = column("The status that the claim had afterwards.")
    actor: str
    message: str
    at: datetime


@noun(models.Claim)
class Claim(Node):
    """A claim file (dossier de sinistre), from the first draft to its end."""

    number: str
    kind: ClaimKind
    line: Line
    status: ClaimStatus
    cover: CoverDecision
    event_date: date = column(
        "While the precision is CLARIFYING, a placeholder: at first the day of the declaration."
    )
    event_date_precision: DatePrecision
    description: str
    company_reference: str | None
    swissdec_incident_id: str | None
    declaration_request_id: str | None
    declared_by: str
    created_at: datetime
    submitted_at: datetime | None
    company: Company | None = field(list_companies_of, needs=SeeCompany)
    insured: InsuredPerson = field(
        return_parents, needs=SeeClaims, description="The insured person."
    )
    minor: bool | None = field(list_minor, needs=SeeClaims)
    incapacity: list[IncapacityPeriod] | None = field(list_incapacity, needs=SeeClaims)
    events: list[ClaimEvent] | None = field(list_events, needs=SeeClaims)
    documents: list[Document] | None = field(list_documents, needs=SeeDocuments)
    settlements: list[Settlement] | None = field(list_claim_settlements, needs=SeeSettlements)
    earlier_claim: Annotated["Claim", strawberry.lazy("schema.claim")] | None = field(
        list_earlier_claims, needs=SeeClaims
    )
    visible_to: Audience | None = field(
        return_parents, needs=SeeUsers, description="Who can see it, now."
    )
    can: Any = can(models.Claim)
