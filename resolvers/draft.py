"""What a declaration says, and what is wrong with it: an incomplete draft is fine, a submitted claim is whole."""

from collections.abc import Sequence
from datetime import date
from typing import cast
from uuid import UUID

import strawberry

import models
from data.global_id import read_id
from errors import Problem
from i18n import gettext, gettext_noop
from models import ClaimKind, ClaimStatus, DatePrecision, Line, identifiers, label
from permissions import reach
from pipeline.context import Context
from resolvers.preconditions import not_a_draft
from resolvers.validation import Checks

FAULTS = {
    "DEGREE_OUT_OF_RANGE": gettext_noop("The degree is between 0 and 100 per cent."),
    "END_BEFORE_START": gettext_noop("The period ends before it begins."),
    "PERIODS_OVERLAP": gettext_noop("The period begins before the previous one has ended."),
    "PERIODS_LEAVE_A_GAP": gettext_noop(
        "There is a gap before this period: state 0 per cent where there was no incapacity."
    ),
}


@strawberry.input(description="One stretch of incapacity for work.")
class IncapacityInput:
    """One stretch of incapacity for work."""

    start: date
    end: date | None = strawberry.field(
        default=None, description="The last day; null while the end is open."
    )
    degree: int = strawberry.field(description="Per cent, 0 to 100.")


@strawberry.input(
    description="What a declaration says. In an update, what is left out stays as it is."
)
class ClaimDraft:
    """What a declaration says. In an update, what is left out stays as it is."""

    kind: ClaimKind | None = None
    line: Line | None = None
    insured_first_name: str | None = None
    insured_last_name: str | None = None
    insured_avs_number: str | None = strawberry.field(
        default=None, description="756.dddd.dddd.dd, with its check digit."
    )
    event_date: date | None = None
    event_date_precision: DatePrecision | None = None
    description: str | None = None
    incapacity: list[IncapacityInput] | None = strawberry.field(
        default=None, description="The whole history, gap-free; it replaces the former."
    )
    earlier_claim_id: strawberry.ID | None = strawberry.field(
        default=None, description="Of a relapse: the claim that it follows."
    )
    company_reference: str | None = strawberry.field(
        default=None, description="The company's own id of the case."
    )
    swissdec_incident_id: str | None = None
    declaration_request_id: str | None = None


async def fill(context: Context, claim: models.Claim, draft: ClaimDraft) -> None:
    """Put into the claim what the draft says, or raise `Invalid` with all that is wrong."""
    checks = Checks()
    for name, longest in (
        ("insured_first_name", 60),
        ("insured_last_name", 60),
        ("description", 10_000),
    ):
        if (value := getattr(draft, name)) is not None:
            setattr(
                claim,
                name,
                checks.text(
                    value, _path(name), longest, required=False, lines=name == "description"
                ),
            )
    for name in ("company_reference", "swissdec_incident_id", "declaration_request_id"):
        if (value := getattr(draft, name)) is not None:
            setattr(claim, name, checks.text(value, _path(name), 60, required=False) or None)
    for name in ("kind", "line", "event_date", "event_date_precision"):
        if (value := getattr(draft, name)) is not None:
            setattr(claim, name, value)
    if draft.event_date is not None and draft.event_date_precision is None:
        claim.event_date_precision = DatePrecision.EXACT
    if (number := draft.insured_avs_number) is not None:
        read = (
            checks.identifier(
                number, "draft.insuredAvsNumber", identifiers.avs, "INVALID_AVS_NUMBER"
            )
            if number.strip()
            else ""
        )
        claim.insured_avs_number = read
    await _fill_earlier(context, claim, draft.earlier_claim_id, checks)
    _check_content(context, claim, draft, checks)
    checks.done()


def _check_content(
    context: Context, claim: models.Claim, draft: ClaimDraft, checks: Checks
) -> None:
    if claim.line not in claim.kind.lines:
        lines = " / ".join(label(line) for line in Line if line in claim.kind.lines)
        message = gettext(
            "A claim of the kind “%(kind)s” can only belong to: %(lines)s.",
            kind=label(claim.kind),
            lines=lines,
        )
        checks.add("LINE_DOES_NOT_FIT", "draft.line", message)
    if claim.event_date > context.today:
        checks.add("DATE_IN_FUTURE", "draft.eventDate", gettext("The event is in the future."))
    periods = draft.incapacity or []
    if fault := models.history_fault(
        [(period.start, period.end, period.degree) for period in periods]
    ):
        checks.add(fault[1], f"draft.incapacity.{fault[0]}", gettext(FAULTS[fault[1]]))


async def _fill_earlier(
    context: Context, claim: models.Claim, earlier_id: str | None, checks: Checks
) -> None:
    """Only a relapse has an earlier claim."""
    if claim.kind is not ClaimKind.RELAPSE:
        claim.earlier_claim_id = None
        if earlier_id is not None:
            checks.add(
                "ONLY_FOR_RELAPSE",
                "draft.earlierClaimId",
                gettext("Only a relapse can refer to an earlier claim."),
            )
    elif earlier_id is not None:
        claim.earlier_claim_id = read_id(earlier_id, models.Claim, "draft.earlierClaimId")
        reached = reach(models.Claim, context.signed_in()).exclude(id=claim.id)
        if not await reached.filter(id=claim.earlier_claim_id).exists():
            checks.add("NOT_FOUND", "draft.earlierClaimId", gettext("No such claim."))


_PEOPLE_AND_EVENT = (
    "insured_first_name",
    "insured_last_name",
    "insured_avs_number",
    "description",
    "event_date",
)
COMPLETE = (*_PEOPLE_AND_EVENT, "kind", "line", "company_id", "earlier_claim_id")
"""The columns that decide whether a draft is whole."""


async def submission_problems(
    context: Context, claims: Sequence[models.Claim]
) -> list[Sequence[Problem]]:
    """What keeps each claim from being submitted: it is submitted already, or each part that is missing."""
    drafts = [claim for claim in claims if claim.status is ClaimStatus.DRAFT]
    contracts = await models.Contract.filter(company_id__in={claim.company_id for claim in drafts})
    earlier_ids = {claim.earlier_claim_id for claim in drafts if claim.earlier_claim_id is not None}
    earlier = (
        {claim.id: claim for claim in await models.Claim.filter(id__in=earlier_ids)}
        if earlier_ids
        else {}
    )
    return [
        not_a_draft(claim)
        or _missing(claim, contracts, earlier.get(cast("UUID", claim.earlier_claim_id)))
        for claim in claims
    ]


def _missing(
    claim: models.Claim, contracts: Sequence[models.Contract], earlier: models.Claim | None
) -> Sequence[Problem]:
    checks = Checks()
    for name in ("insured_first_name", "insured_last_name", "insured_avs_number", "description"):
        checks.text(getattr(claim, name), _path(name), 10_000, lines=True)
    if claim.kind is ClaimKind.RELAPSE:
        _check_relapse(claim, earlier, checks)
    fitting = (
        contract
        for contract in contracts
        if contract.company_id == claim.company_id and contract.line == claim.line
    )
    if not any(contract.covers(claim.event_date) for contract in fitting):
        checks.add(
            "NO_CONTRACT",
            "draft.line",
            gettext(
                "The company had no contract on that day for: %(line)s.", line=label(claim.line)
            ),
        )
    return checks.problems


def _check_relapse(claim: models.Claim, earlier: models.Claim | None, checks: Checks) -> None:
    if earlier is None:
        checks.add(
            "REQUIRED",
            "draft.earlierClaimId",
            gettext("A relapse needs the ID of the earlier claim."),
        )
    elif earlier.status is ClaimStatus.DRAFT:
        checks.add(
            "NOT_SUBMITTED",
            "draft.earlierClaimId",
            gettext("The earlier claim is still a draft: submit it first."),
        )
    elif earlier.event_date > claim.event_date:
        checks.add(
            "NOT_EARLIER",
            "draft.earlierClaimId",
            gettext("The event of the earlier claim is later than the event of this claim."),
        )


def _path(name: str) -> str:
    first, *rest = name.split("_")
    return f"draft.{first}{''.join(word.capitalize() for word in rest)}"
