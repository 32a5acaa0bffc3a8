"""Declaration of a claim: the company drafts, completes and submits it."""

import secrets
from collections.abc import Sequence
from typing import cast
from uuid import UUID

import strawberry
from tortoise.transactions import in_transaction

import models
from errors import Problem, invalid
from i18n import gettext
from models import ClaimEventKind, ClaimKind, ClaimStatus, DatePrecision, Line, label
from pipeline.context import Context, Info
from resolvers.claim_handling import add_claim_event, load_claim
from resolvers.draft import (
    ClaimDraft,
    apply_draft,
    field_path,
    replace_incapacity_history,
)
from resolvers.preconditions import check_draft, raise_problems
from resolvers.validation import InputValidator


async def draft_claim(info: Info, draft: ClaimDraft) -> models.Claim:
    """Create the draft of a declaration, which may be incomplete.

    The claim number is assigned at once.

    Codes in `errors`: `REQUIRED`, `TOO_LONG`, `INVALID_CHARACTER`, `INVALID_AVS_NUMBER`,
    `LINE_DOES_NOT_FIT`, `DATE_IN_FUTURE`,
    `DEGREE_OUT_OF_RANGE`, `END_BEFORE_START`, `PERIODS_OVERLAP`, `PERIODS_LEAVE_A_GAP`,
    `ONLY_FOR_RELAPSE`, `NOT_FOUND`.

    Args:
        draft: Content of the declaration, of which `kind` is required.
    """
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
    await apply_draft(context, claim, draft)
    async with in_transaction():
        claim.number = await _new_number(context.today.year)
        await claim.save(force_create=True)
        await replace_incapacity_history(claim, draft.incapacity)
        await add_claim_event(context, claim, ClaimEventKind.DRAFTED)
    return claim


async def update_claim_draft(
    info: Info, claim_id: strawberry.ID, draft: ClaimDraft
) -> models.Claim:
    """Update the draft of a declaration that is not submitted yet.

    Codes in `errors`: `NOT_A_DRAFT`, `REQUIRED`, `TOO_LONG`, `INVALID_CHARACTER`,
    `INVALID_AVS_NUMBER`, `LINE_DOES_NOT_FIT`, `DATE_IN_FUTURE`,
    `DEGREE_OUT_OF_RANGE`, `END_BEFORE_START`, `PERIODS_OVERLAP`, `PERIODS_LEAVE_A_GAP`,
    `ONLY_FOR_RELAPSE`, `NOT_FOUND`.

    Args:
        draft: New content; a field that is null or left out stays as it is.
    """
    context = info.context
    async with in_transaction():
        claim = await load_claim(context, claim_id, locked=True)
        raise_problems(check_draft(claim))
        await apply_draft(context, claim, draft)
        await claim.save()
        await replace_incapacity_history(claim, draft.incapacity)
        await add_claim_event(context, claim, ClaimEventKind.UPDATED)
    return claim


async def submit_claim(info: Info, claim_id: strawberry.ID) -> models.Claim:
    """Submit the declaration to the insurer.

    After an accident, this must happen without delay (UVG / LAA art. 45).

    Codes in `errors`, one error for each missing part: `NOT_A_DRAFT`, `REQUIRED`,
    `NO_CONTRACT`, `NOT_SUBMITTED`, `NOT_EARLIER`.
    """
    context = info.context
    async with in_transaction():
        claim = await load_claim(context, claim_id, locked=True)
        (problems,) = await check_submission(context, [claim])
        raise_problems(problems)
        claim.status, claim.submitted_at = ClaimStatus.SUBMITTED, context.now
        await claim.save(update_fields=["status", "submitted_at"])
        await add_claim_event(context, claim, ClaimEventKind.SUBMITTED)
    return claim


async def _new_number(year: int) -> str:
    while await models.Claim.filter(
        number=(number := f"{year}-{secrets.randbelow(10**9):09d}")
    ).exists():
        continue
    return number


_PEOPLE_AND_EVENT = (
    "insured_first_name",
    "insured_last_name",
    "insured_avs_number",
    "description",
    "event_date",
)


SUBMISSION_COLUMNS = (*_PEOPLE_AND_EVENT, "kind", "line", "company_id", "earlier_claim_id")
"""Columns that decide whether a draft is complete."""


async def check_submission(
    context: Context, claims: Sequence[models.Claim]
) -> list[Sequence[Problem]]:
    """Check that each claim is a complete draft: one problem for each missing part."""
    drafts = [claim for claim in claims if claim.status is ClaimStatus.DRAFT]
    contracts = await models.Contract.filter(company_id__in={claim.company_id for claim in drafts})
    earlier_ids = {claim.earlier_claim_id for claim in drafts if claim.earlier_claim_id is not None}
    earlier = (
        {claim.id: claim for claim in await models.Claim.filter(id__in=earlier_ids)}
        if earlier_ids
        else {}
    )
    return [
        check_draft(claim)
        or _missing_parts(claim, contracts, earlier.get(cast("UUID", claim.earlier_claim_id)))
        for claim in claims
    ]


def _missing_parts(
    claim: models.Claim, contracts: Sequence[models.Contract], earlier: models.Claim | None
) -> Sequence[Problem]:
    validator = InputValidator()
    for name in ("insured_first_name", "insured_last_name", "insured_avs_number", "description"):
        validator.text(getattr(claim, name), field_path(name), 10_000, lines=True)
    if claim.kind is ClaimKind.RELAPSE:
        _check_relapse(claim, earlier, validator)
    fitting = (
        contract
        for contract in contracts
        if contract.company_id == claim.company_id and contract.line == claim.line
    )
    if not any(contract.covers(claim.event_date) for contract in fitting):
        validator.add(
            "NO_CONTRACT",
            "draft.line",
            gettext(
                "The company had no contract on that day for: %(line)s.", line=label(claim.line)
            ),
        )
    return validator.problems


def _check_relapse(
    claim: models.Claim, earlier: models.Claim | None, validator: InputValidator
) -> None:
    if earlier is None:
        validator.add(
            "REQUIRED",
            "draft.earlierClaimId",
            gettext("A relapse needs the ID of the earlier claim."),
        )
    elif earlier.status is ClaimStatus.DRAFT:
        validator.add(
            "NOT_SUBMITTED",
            "draft.earlierClaimId",
            gettext("The earlier claim is still a draft: submit it first."),
        )
    elif earlier.event_date > claim.event_date:
        validator.add(
            "NOT_EARLIER",
            "draft.earlierClaimId",
            gettext("The event of the earlier claim is later than the event of this claim."),
        )
