"""The declaration: a claim is drafted, completed and submitted by the company."""

import secrets
from collections.abc import Sequence
from datetime import UTC, date, datetime

import strawberry
from tortoise.transactions import in_transaction

import models
from errors import NotFound, invalid
from models import ClaimEventKind, ClaimKind, ClaimStatus, DatePrecision, Line, identifiers
from permissions import reach
from resolvers.check import Checks
from resolvers.context import Context, Info
from resolvers.node import read_id

MAX_PERIODS = 100
FAULTS = {
    "DEGREE_OUT_OF_RANGE": "The degree is between 0 and 100 per cent.",
    "END_BEFORE_START": "The period ends before it begins.",
    "PERIODS_OVERLAP": "The period begins before the one in front of it has ended.",
    "PERIODS_LEAVE_A_GAP": "There is a gap before this period: state 0 per cent where there was no incapacity.",
}


@strawberry.input(description="One stretch of incapacity for work.")
class IncapacityInput:
    """One stretch of incapacity for work."""

    start: date
    end: date | None = strawberry.field(default=None, description="The last day; null while the end is open.")
    degree: int = strawberry.field(description="Per cent, 0 to 100.")


@strawberry.input(description="What a declaration says. In an update, what is left out stays as it is.")
class ClaimDraft:
    """What a declaration says. In an update, what is left out stays as it is."""

    kind: ClaimKind | None = None
    line: Line | None = None
    insured_first_name: str | None = None
    insured_last_name: str | None = None
    insured_avs_number: str | None = strawberry.field(default=None, description="756.dddd.dddd.dd, with its check digit.")
    event_date: date | None = None
    event_date_precision: DatePrecision | None = None
    description: str | None = None
    incapacity: list[IncapacityInput] | None = strawberry.field(
        default=None, description="The whole history, gap-free; it replaces the former."
    )
    earlier_claim_id: strawberry.ID | None = strawberry.field(default=None, description="Of a relapse: the claim that it follows.")
    company_reference: str | None = strawberry.field(default=None, description="The company's own id of the case.")
    swissdec_incident_id: str | None = None
    declaration_request_id: str | None = None


async def draft_claim(info: Info, draft: ClaimDraft) -> models.Claim:
    """Begin a declaration. It may be incomplete; its number comes back at once."""
    context = info.context
    viewer = context.signed_in()
    if draft.kind is None:
        raise invalid("REQUIRED", "draft.kind", "Say what kind of claim this is.")
    claim = models.Claim(
        company_id=viewer.company_id,
        kind=draft.kind,
        line=draft.line or next(line for line in Line if line in draft.kind.lines),
        event_date=context.today,
        event_date_precision=DatePrecision.CLARIFYING,
        declared_by=viewer.name,
        created_at=context.now,
    )
    await _fill(context, claim, draft)
    async with in_transaction():
        claim.number = await _new_number(context.today.year)
        await claim.save(force_create=True)
        await _keep_history(claim, draft.incapacity)
        await note(context, claim, ClaimEventKind.DRAFTED)
    return claim


async def update_claim_draft(info: Info, claim_id: strawberry.ID, draft: ClaimDraft) -> models.Claim:
    """Change a declaration that is not submitted yet."""
    context = info.context
    async with in_transaction():
        claim = await get_own_claim(context, claim_id, locked=True)
        _check_draft(claim)
        await _fill(context, claim, draft)
        await claim.save()
        await _keep_history(claim, draft.incapacity)
        await note(context, claim, ClaimEventKind.UPDATED)
    return claim


async def submit_claim(info: Info, claim_id: strawberry.ID) -> models.Claim:
    """Send the declaration to the insurer. What is missing comes back as one error for each part."""
    context = info.context
    async with in_transaction():
        claim = await get_own_claim(context, claim_id, locked=True)
        _check_draft(claim)
        await _check_complete(claim)
        claim.status, claim.submitted_at = ClaimStatus.SUBMITTED, context.now
        await claim.save(update_fields=["status", "submitted_at"])
        await note(context, claim, ClaimEventKind.SUBMITTED)
    return claim


async def get_own_claim(context: Context, claim_id: str, *, locked: bool = False) -> models.Claim:
    """The claim with that ID, in reach of the viewer; locked for the transaction where it will change."""
    found = reach(models.Claim, context.signed_in()).filter(id=read_id(claim_id, models.Claim, "claimId"))
    claim = await (found.select_for_update(of=("claim",)) if locked else found).get_or_none()
    if claim is None:
        raise NotFound("claim")
    return claim


async def note(context: Context, claim: models.Claim, kind: ClaimEventKind, message: str = "") -> None:
    """Add to the claim's history what was done, by whom and when."""
    actor, at = context.signed_in().name, datetime.now(UTC)  # not the operation's time: several events of one operation keep their order
    await models.ClaimEvent.create(claim_id=claim.id, kind=kind, status=claim.status, actor=actor, message=message, at=at)


def _check_draft(claim: models.Claim) -> None:
    if claim.status is not ClaimStatus.DRAFT:
        raise invalid("NOT_A_DRAFT", "claimId", "The claim is submitted: write to the health manager or transfer a document.")


async def _fill(context: Context, claim: models.Claim, draft: ClaimDraft) -> None:
    """Put into the claim what the draft says, or raise `Invalid` with all that is wrong."""
    checks = Checks()
    for name, longest in (("insured_first_name", 60), ("insured_last_name", 60), ("description", 10_000)):
        if (value := getattr(draft, name)) is not None:
            setattr(claim, name, checks.text(value, _path(name), longest, required=False, lines=name == "description"))
    for name in ("company_reference", "swissdec_incident_id", "declaration_request_id"):
        if (value := getattr(draft, name)) is not None:
            setattr(claim, name, checks.text(value, _path(name), 60, required=False) or None)
    for name in ("kind", "line", "event_date", "event_date_precision"):
        if (value := getattr(draft, name)) is not None:
            setattr(claim, name, value)
    if draft.event_date is not None and draft.event_date_precision is None:
        claim.event_date_precision = DatePrecision.EXACT
    if (number := draft.insured_avs_number) is not None:
        read = checks.identifier(number, "draft.insuredAvsNumber", identifiers.avs, "INVALID_AVS_NUMBER") if number.strip() else ""
        claim.insured_avs_number = read
    await _fill_earlier(context, claim, draft.earlier_claim_id, checks)
    _check_content(context, claim, draft, checks)
    checks.done()


def _check_content(context: Context, claim: models.Claim, draft: ClaimDraft, checks: Checks) -> None:
    if claim.line not in claim.kind.lines:
        checks.add("LINE_DOES_NOT_FIT", "draft.line", f"A claim of kind {claim.kind} falls under {' or '.join(sorted(claim.kind.lines))}.")
    if claim.event_date > context.today:
        checks.add("DATE_IN_FUTURE", "draft.eventDate", "The event lies in the future.")
    periods = draft.incapacity or []
    if len(periods) > MAX_PERIODS:
        checks.add("TOO_MANY", "draft.incapacity", f"At most {MAX_PERIODS} periods.")
    elif fault := models.history_fault([(period.start, period.end, period.degree) for period in periods]):
        checks.add(fault[1], f"draft.incapacity.{fault[0]}", FAULTS[fault[1]])


async def _fill_earlier(context: Context, claim: models.Claim, earlier_id: str | None, checks: Checks) -> None:
    """Only a relapse has an earlier claim."""
    if claim.kind is not ClaimKind.RELAPSE:
        claim.earlier_claim_id = None
        if earlier_id is not None:
            checks.add("ONLY_FOR_RELAPSE", "draft.earlierClaimId", "Only a relapse follows an earlier claim.")
    elif earlier_id is not None:
        claim.earlier_claim_id = read_id(earlier_id, models.Claim, "draft.earlierClaimId")
        reached = reach(models.Claim, context.signed_in()).exclude(id=claim.id)
        if not await reached.filter(id=claim.earlier_claim_id).exists():
            checks.add("NOT_FOUND", "draft.earlierClaimId", "No such claim.")


async def _check_complete(claim: models.Claim) -> None:
    checks = Checks()
    for name in ("insured_first_name", "insured_last_name", "insured_avs_number", "description"):
        checks.text(getattr(claim, name), _path(name), 10_000, lines=True)
    if claim.kind is ClaimKind.RELAPSE:
        await _check_relapse(claim, checks)
    contracts: Sequence[models.Contract] = await models.Contract.filter(company_id=claim.company_id, line=claim.line)
    if not any(contract.covers(claim.event_date) for contract in contracts):
        checks.add("NO_CONTRACT", "draft.line", f"The company had no {claim.line} contract on that day.")
    checks.done()


async def _check_relapse(claim: models.Claim, checks: Checks) -> None:
    earlier = await models.Claim.get_or_none(id=claim.earlier_claim_id) if claim.earlier_claim_id else None
    if earlier is None:
        checks.add("REQUIRED", "draft.earlierClaimId", "A relapse points at the earlier claim.")
    elif earlier.status is ClaimStatus.DRAFT:
        checks.add("NOT_SUBMITTED", "draft.earlierClaimId", "The earlier claim is a draft itself: submit it first.")
    elif earlier.event_date > claim.event_date:
        checks.add("NOT_EARLIER", "draft.earlierClaimId", "The earlier claim's event is later than this one's.")


async def _keep_history(claim: models.Claim, periods: list[IncapacityInput] | None) -> None:
    if periods is None:
        return
    await models.IncapacityPeriod.filter(claim_id=claim.id).delete()
    await models.IncapacityPeriod.bulk_create(
        models.IncapacityPeriod(claim_id=claim.id, start=period.start, end=period.end, degree=period.degree) for period in periods
    )


async def _new_number(year: int) -> str:
    while await models.Claim.filter(number=(number := f"{year}-{secrets.randbelow(10**9):09d}")).exists():
        continue
    return number


def _path(name: str) -> str:
    first, *rest = name.split("_")
    return f"draft.{first}{''.join(word.capitalize() for word in rest)}"
