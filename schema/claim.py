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
from resolvers.company import list_companies_of_rows
from resolvers.parts import return_parents
from schema.audience import Audience
from schema.can import can
from schema.company import Company
from schema.document import Document
from schema.field import column, field
from schema.node import Node, noun
from schema.settlement import Settlement


@strawberry.type
class InsuredPerson:
    """Insured person of a claim."""

    insured_first_name: str = strawberry.field(
        name="firstName",
        description="First name, at most 60 characters; empty while the draft has none.",
    )
    insured_last_name: str = strawberry.field(
        name="lastName",
        description="Last name, at most 60 characters; empty while the draft has none.",
    )
    insured_avs_number: str = strawberry.field(
        name="avsNumber",
        description="Social insurance number (AVS / AHV, eCH-0044) in the form "
        "`756.dddd.dddd.dd`; empty while the draft has none.",
    )


@noun(models.IncapacityPeriod)
class IncapacityPeriod:
    """Period of the gap-free history of incapacity for work (Swissdec KLE)."""

    start: date = column("First day of the period, included.")
    end: date | None = column("Last day of the period, included; null while the end is open.")
    degree: int = column("Degree of incapacity in per cent, 0 to 100.")


@noun(models.ClaimEvent)
class ClaimEvent:
    """Event in the history of a claim."""

    kind: ClaimEventKind = column("Kind of event.")
    status: ClaimStatus = column("Status of the claim after the event.")
    actor: str = column("Name of the person who caused the event, as it was at the time.")
    message: str = column(
        "Message or document name that belongs to the event; empty if there is none."
    )
    at: datetime = column("Timestamp of the event.")


@noun(models.Claim)
class Claim(Node):
    """Claim file (dossier de sinistre, Schadenfall), from the draft declaration to its closing."""

    number: str = column(
        "Claim number, `year-` and nine digits; assigned with the draft and never changed."
    )
    kind: ClaimKind = column("Kind of claim.")
    line: Line = column("Line of insurance under which the claim is declared.")
    status: ClaimStatus = column("Status of the claim in its lifecycle.")
    cover: CoverDecision = column("Decision of the insurer on cover.")
    event_date: date = column(
        "Date of the accident or start of the illness. A placeholder, at first the day of the "
        "declaration, while `eventDatePrecision` is `CLARIFYING`."
    )
    event_date_precision: DatePrecision = column("Precision of `eventDate`.")
    description: str = column(
        "Description of the event, at most 10000 characters; empty while the draft has none."
    )
    company_reference: str | None = column(
        "The company's own case ID, at most 60 characters; null if it gave none."
    )
    swissdec_incident_id: str | None = column(
        "Swissdec KLE incident ID, at most 60 characters; null if there is none."
    )
    declaration_request_id: str | None = column(
        "ID of the request that asked for the declaration, at most 60 characters; null if there "
        "is none."
    )
    declared_by: str = column(
        "Name of the person who began the declaration, as it was at the time."
    )
    created_at: datetime = column("Timestamp of the first draft.")
    submitted_at: datetime | None = column("Timestamp of the submission; null for a draft.")
    company: Company | None = field(list_companies_of_rows, needs=SeeCompany)
    insured: InsuredPerson = field(
        return_parents, needs=SeeClaims, description="Insured person of the claim."
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
        return_parents, needs=SeeUsers, description="People who can see the claim at present."
    )
    can: Any = can(models.Claim)
