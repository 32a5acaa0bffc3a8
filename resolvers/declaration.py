"""The declaration: a claim is drafted, completed and submitted by the company."""

import secrets
from datetime import UTC, datetime

import strawberry
from tortoise.transactions import in_transaction

import models
from data.global_id import read_id
from errors import NotFound, invalid
from i18n import gettext
from models import ClaimEventKind, ClaimStatus, DatePrecision, Line
from permissions import reach
from pipeline.context import Context, Info
from resolvers.draft import ClaimDraft, IncapacityInput, fill, submission_problems
from resolvers.preconditions import not_a_draft, stop


async def draft_claim(info: Info, draft: ClaimDraft) -> models.Claim:
    """Begin a declaration. It may be incomplete; its number comes back at once."""
    context = info.context
    viewer = context.signed_in()
    if draft.kind is None:
        raise invalid("REQUIRED", "draft.kind", gettext("Choose the kind of claim."))
    claim = models.Claim(
        company_id=viewer.company_id,
        kind=draft.kind,
        line=draft.line or next(line for line in Line if line in draft.kind.lines),
        event_date=context.today,
        event_date_precision=DatePrecision.CLARIFYING,
        declared_by=viewer.name,
        created_at=context.now,
    )
    await fill(context, claim, draft)
    async with in_transaction():
        claim.number = await _new_number(context.today.year)
        await claim.save(force_create=True)
        await _keep_history(claim, draft.incapacity)
        await note(context, claim, ClaimEventKind.DRAFTED)
    return claim


async def update_claim_draft(
    info: Info, claim_id: strawberry.ID, draft: ClaimDraft
) -> models.Claim:
    """Change a declaration that is not submitted yet."""
    context = info.context
    async with in_transaction():
        claim = await get_own_claim(context, claim_id, locked=True)
        stop(not_a_draft(claim))
        await fill(context, claim, draft)
        await claim.save()
        await _keep_history(claim, draft.incapacity)
        await note(context, claim, ClaimEventKind.UPDATED)
    return claim


async def submit_claim(info: Info, claim_id: strawberry.ID) -> models.Claim:
    """Send the declaration to the insurer. What is missing comes back as one error for each part."""
    context = info.context
    async with in_transaction():
        claim = await get_own_claim(context, claim_id, locked=True)
        (problems,) = await submission_problems(context, [claim])
        stop(problems)
        claim.status, claim.submitted_at = ClaimStatus.SUBMITTED, context.now
        await claim.save(update_fields=["status", "submitted_at"])
        await note(context, claim, ClaimEventKind.SUBMITTED)
    return claim


async def get_own_claim(context: Context, claim_id: str, *, locked: bool = False) -> models.Claim:
    """The claim with that ID, in reach of the viewer; locked for the transaction where it will change."""
    found = reach(models.Claim, context.signed_in()).filter(
        id=read_id(claim_id, models.Claim, "claimId")
    )
    claim = await (found.select_for_update(of=("claim",)) if locked else found).get_or_none()
    if claim is None:
        raise NotFound("claim")
    return claim


async def note(
    context: Context, claim: models.Claim, kind: ClaimEventKind, message: str = ""
) -> None:
    """Add to the claim's history what was done, by whom and when."""
    actor, at = (
        context.signed_in().name,
        datetime.now(UTC),
    )  # not the operation's time: several events of one operation keep their order
    await models.ClaimEvent.create(
        claim_id=claim.id, kind=kind, status=claim.status, actor=actor, message=message, at=at
    )


async def _keep_history(claim: models.Claim, periods: list[IncapacityInput] | None) -> None:
    if periods is None:
        return
    await models.IncapacityPeriod.filter(claim_id=claim.id).delete()
    await models.IncapacityPeriod.bulk_create(
        models.IncapacityPeriod(
            claim_id=claim.id, start=period.start, end=period.end, degree=period.degree
        )
        for period in periods
    )


async def _new_number(year: int) -> str:
    while await models.Claim.filter(
        number=(number := f"{year}-{secrets.randbelow(10**9):09d}")
    ).exists():
        continue
    return number
