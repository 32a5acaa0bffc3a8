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
    """Take a submitted claim into the insurer's books."""
    return await _change_status(info, claim_id, ClaimStatus.REGISTERED, ClaimEventKind.REGISTERED)


async def review_claim(info: Info, claim_id: strawberry.ID) -> models.Claim:
    """Begin to examine a registered or reopened claim."""
    return await _change_status(
        info, claim_id, ClaimStatus.IN_REVIEW, ClaimEventKind.REVIEW_STARTED
    )


async def request_information(info: Info, claim_id: strawberry.ID, message: str) -> models.Claim:
    """Ask the company for what is missing."""
    return await _change_status(
        info,
        claim_id,
        ClaimStatus.INFORMATION_REQUESTED,
        ClaimEventKind.INFORMATION_REQUESTED,
        _validated_message(message),
    )


async def provide_information(info: Info, claim_id: strawberry.ID, message: str) -> models.Claim:
    """Answer the insurer's question: the claim goes back to its examination. Documents are transferred apart."""
    return await _change_status(
        info,
        claim_id,
        ClaimStatus.IN_REVIEW,
        ClaimEventKind.INFORMATION_PROVIDED,
        _validated_message(message),
        ClaimStatus.INFORMATION_REQUESTED,
    )


async def accept_claim(info: Info, claim_id: strawberry.ID) -> models.Claim:
    """Decide that the case is covered."""
    return await _change_status(info, claim_id, ClaimStatus.ACCEPTED, ClaimEventKind.ACCEPTED)


async def refuse_claim(info: Info, claim_id: strawberry.ID, message: str) -> models.Claim:
    """Decide that the case is not covered, and say why."""
    return await _change_status(
        info, claim_id, ClaimStatus.REFUSED, ClaimEventKind.REFUSED, _validated_message(message)
    )


async def close_claim(info: Info, claim_id: strawberry.ID) -> models.Claim:
    """Close a decided claim."""
    return await _change_status(info, claim_id, ClaimStatus.CLOSED, ClaimEventKind.CLOSED)


async def reopen_claim(info: Info, claim_id: strawberry.ID, message: str) -> models.Claim:
    """Open a closed or refused claim again."""
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
