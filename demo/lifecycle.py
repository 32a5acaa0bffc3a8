"""Lifecycles of claims as sequences of events, and the times of the events."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from demo.seeded_random import SeededRandom, working_day_after
from models import ClaimEventKind, ClaimStatus, CoverDecision

DRAFTED = (ClaimEventKind.DRAFTED,)
SUBMITTED = (*DRAFTED, ClaimEventKind.SUBMITTED)
REGISTERED = (*SUBMITTED, ClaimEventKind.REGISTERED)
IN_REVIEW = (*REGISTERED, ClaimEventKind.REVIEW_STARTED)
ASKED = (*IN_REVIEW, ClaimEventKind.INFORMATION_REQUESTED)
ANSWERED = (*ASKED, ClaimEventKind.INFORMATION_PROVIDED)
ACCEPTED = (*IN_REVIEW, ClaimEventKind.ACCEPTED)
ACCEPTED_LATER = (*ANSWERED, ClaimEventKind.ACCEPTED)
REFUSED = (*ANSWERED, ClaimEventKind.REFUSED)
CLOSED = (*ACCEPTED, ClaimEventKind.CLOSED)
CLOSED_LATER = (*ACCEPTED_LATER, ClaimEventKind.CLOSED)
CLOSED_UNPAID = (*REFUSED, ClaimEventKind.CLOSED)
CONTESTED = (*REFUSED, ClaimEventKind.REOPENED)
REOPENED = (*CLOSED, ClaimEventKind.REOPENED)
REVIEWED_AGAIN = (*REOPENED, ClaimEventKind.REVIEW_STARTED)

STATUS_AFTER = {
    ClaimEventKind.DRAFTED: ClaimStatus.DRAFT,
    ClaimEventKind.SUBMITTED: ClaimStatus.SUBMITTED,
    ClaimEventKind.REGISTERED: ClaimStatus.REGISTERED,
    ClaimEventKind.REVIEW_STARTED: ClaimStatus.IN_REVIEW,
    ClaimEventKind.INFORMATION_REQUESTED: ClaimStatus.INFORMATION_REQUESTED,
    ClaimEventKind.INFORMATION_PROVIDED: ClaimStatus.IN_REVIEW,
    ClaimEventKind.ACCEPTED: ClaimStatus.ACCEPTED,
    ClaimEventKind.REFUSED: ClaimStatus.REFUSED,
    ClaimEventKind.CLOSED: ClaimStatus.CLOSED,
    ClaimEventKind.REOPENED: ClaimStatus.REOPENED,
}

COVER_AFTER = {
    ClaimEventKind.ACCEPTED: CoverDecision.ACCEPTED,
    ClaimEventKind.REFUSED: CoverDecision.DECLINED,
    ClaimEventKind.REOPENED: CoverDecision.UNDECIDED,
}

DAYS_UNTIL = {
    ClaimEventKind.DRAFTED: (1, 2),
    ClaimEventKind.REGISTERED: (1, 1),
    ClaimEventKind.REVIEW_STARTED: (1, 2),
    ClaimEventKind.INFORMATION_REQUESTED: (1, 3),
    ClaimEventKind.INFORMATION_PROVIDED: (2, 6),
    ClaimEventKind.ACCEPTED: (2, 6),
    ClaimEventKind.REFUSED: (3, 8),
    ClaimEventKind.CLOSED: (18, 30),
    ClaimEventKind.REOPENED: (16, 35),
}
"""Minimal and maximal days since the previous event; declarations are submitted the same day."""


@dataclass(frozen=True, slots=True)
class Step:
    """Event of a lifecycle, and the status of the claim after it."""

    kind: ClaimEventKind
    status: ClaimStatus
    at: datetime


def schedule(
    kinds: tuple[ClaimEventKind, ...], event: date, recovered: date, rng: SeededRandom
) -> list[Step]:
    """Schedule the events of a lifecycle after the insured event; closing follows the recovery."""
    steps: list[Step] = []
    day = event
    for kind in kinds:
        if kind is ClaimEventKind.SUBMITTED:
            at = steps[-1].at + timedelta(minutes=rng.randint(12, 55))
        else:
            ready = recovered if kind is ClaimEventKind.CLOSED and day < recovered else day
            day = working_day_after(ready, rng.randint(*DAYS_UNTIL[kind]))
            at = rng.office_time(day)
        steps.append(Step(kind, STATUS_AFTER[kind], at))
    return steps


def final_cover(kinds: tuple[ClaimEventKind, ...]) -> CoverDecision:
    """Return the last decision on cover; undecided again after a reopening."""
    return next(
        (COVER_AFTER[kind] for kind in reversed(kinds) if kind in COVER_AFTER),
        CoverDecision.UNDECIDED,
    )
