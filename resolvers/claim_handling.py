"""Claim handling: changes of status, each recorded as an event with actor and time."""

from datetime import UTC, datetime

import strawberry
from tortoise.transactions import in_transaction

import models
from data.global_id import key_from_global_id
from errors import NotFound
from i18n import gettext
from models import ClaimEventKind, ClaimStatus, CoverDecision, label
from permissions import reach
from pipeline.context import Context, Info
from resolvers.preconditions import Problems, problem_at, raise_problems
from resolvers.validation import InputValidator


async def register_claim(info: Info, claim_id: strawberry.ID) -> models.Claim:
    """Register a submitted claim with the insurer.

    Codes in `errors`: `STATUS_DOES_NOT_ALLOW`.
    """
    return await _change_status(info, claim_id, ClaimStatus.REGISTERED, ClaimEventKind.REGISTERED)


async def review_claim(info: Info, claim_id: strawberry.ID) -> models.Claim:
    """Start the review of a registered or reopened claim.

    Codes in `errors`: `STATUS_DOES_NOT_ALLOW`.
    """
    return await _change_status(
        info, claim_id, ClaimStatus.IN_REVIEW, ClaimEventKind.REVIEW_STARTED
    )


async def request_information(info: Info, claim_id: strawberry.ID, message: str) -> models.Claim:
    """Request missing information from the company, during the review.

    Codes in `errors`: `STATUS_DOES_NOT_ALLOW`, `REQUIRED`, `TOO_LONG`, `INVALID_CHARACTER`.

    Args:
        message: Question to the company, at most 4000 characters, with line breaks.
    """
    return await _change_status(
        info,
        claim_id,
        ClaimStatus.INFORMATION_REQUESTED,
        ClaimEventKind.INFORMATION_REQUESTED,
        _validated_message(message),
    )


async def provide_information(info: Info, claim_id: strawberry.ID, message: str) -> models.Claim:
    """Answer the insurer's request for information: the claim returns to the review.

    Documents are uploaded separately.

    Codes in `errors`: `STATUS_DOES_NOT_ALLOW`, `REQUIRED`, `TOO_LONG`, `INVALID_CHARACTER`.

    Args:
        message: Answer to the insurer, at most 4000 characters, with line breaks.
    """
    return await _change_status(
        info,
        claim_id,
        ClaimStatus.IN_REVIEW,
        ClaimEventKind.INFORMATION_PROVIDED,
        _validated_message(message),
        ClaimStatus.INFORMATION_REQUESTED,
    )


async def accept_claim(info: Info, claim_id: strawberry.ID) -> models.Claim:
    """Accept a claim under review: the case is covered.

    Codes in `errors`: `STATUS_DOES_NOT_ALLOW`.
    """
    return await _change_status(info, claim_id, ClaimStatus.ACCEPTED, ClaimEventKind.ACCEPTED)


async def refuse_claim(info: Info, claim_id: strawberry.ID, message: str) -> models.Claim:
    """Refuse a claim under review: the case is not covered.

    Codes in `errors`: `STATUS_DOES_NOT_ALLOW`, `REQUIRED`, `TOO_LONG`, `INVALID_CHARACTER`.

    Args:
        message: Reason for the refusal, at most 4000 characters, with line breaks.
    """
    return await _change_status(
        info, claim_id, ClaimStatus.REFUSED, ClaimEventKind.REFUSED, _validated_message(message)
    )


async def close_claim(info: Info, claim_id: strawberry.ID) -> models.Claim:
    """Close an accepted or refused claim.

    Codes in `errors`: `STATUS_DOES_NOT_ALLOW`.
    """
    return await _change_status(info, claim_id, ClaimStatus.CLOSED, ClaimEventKind.CLOSED)


async def reopen_claim(info: Info, claim_id: strawberry.ID, message: str) -> models.Claim:
    """Reopen a closed or refused claim. The decision on cover becomes `UNDECIDED`.

    Codes in `errors`: `STATUS_DOES_NOT_ALLOW`, `REQUIRED`, `TOO_LONG`, `INVALID_CHARACTER`.

    Args:
        message: Reason for reopening the claim, at most 4000 characters, with line breaks.
    """
    return await _change_status(
        info, claim_id, ClaimStatus.REOPENED, ClaimEventKind.REOPENED, _validated_message(message)
    )


COVER = {
    ClaimStatus.ACCEPTED: CoverDecision.ACCEPTED,
    ClaimStatus.REFUSED: CoverDecision.DECLINED,
    ClaimStatus.REOPENED: CoverDecision.UNDECIDED,
}


async def _change_status(
    info: Info,
    claim_id: str,
    status: ClaimStatus,
    event: ClaimEventKind,
    message: str = "",
    only_from: ClaimStatus | None = None,
) -> models.Claim:
    context = info.context
    async with in_transaction():
        claim = await load_claim(context, claim_id, locked=True)
        raise_problems(check_transition(claim, status, only_from))
        claim.status, claim.cover = status, COVER.get(status, claim.cover)
        await claim.save(update_fields=["status", "cover"])
        await add_claim_event(context, claim, event, message)
    return claim


def _validated_message(message: str) -> str:
    validator = InputValidator()
    text = validator.text(message, "message", 4_000, lines=True)
    validator.raise_problems()
    return text


def check_transition(
    claim: models.Claim, status: ClaimStatus, only_from: ClaimStatus | None = None
) -> Problems:
    """Check that the claim may change to this status.

    With `only_from`, the mutation allows one former status among those that lead there.
    """
    if only_from not in (None, claim.status):
        return (
            problem_at(
                "STATUS_DOES_NOT_ALLOW",
                "claimId",
                gettext("The insurer is not waiting for information on this claim."),
            ),
        )
    if status in models.TRANSITIONS[claim.status]:
        return ()
    steps = {"before": label(claim.status), "after": label(status)}
    return (
        problem_at(
            "STATUS_DOES_NOT_ALLOW",
            "claimId",
            gettext(
                "The status of a claim cannot change from “%(before)s” to “%(after)s”.", **steps
            ),
        ),
    )


async def load_claim(context: Context, claim_id: str, *, locked: bool = False) -> models.Claim:
    """Return the claim with this ID within the viewer's reach, or raise `NotFound`.

    `locked` locks the row until the end of the transaction, for a change.
    """
    found = reach(models.Claim, context.signed_in()).filter(
        id=key_from_global_id(claim_id, models.Claim, "claimId")
    )
    claim = await (found.select_for_update(of=("claim",)) if locked else found).get_or_none()
    if claim is None:
        raise NotFound("claim")
    return claim


async def add_claim_event(
    context: Context, claim: models.Claim, kind: ClaimEventKind, message: str = ""
) -> None:
    """Add an event to the claim's history, with actor and time."""
    actor = context.signed_in().name
    at = datetime.now(UTC)  # not the operation's time, so that several events keep their order
    await models.ClaimEvent.create(
        claim_id=claim.id, kind=kind, status=claim.status, actor=actor, message=message, at=at
    )
