"""The lives that a claim can have had, as the kinds of its events, and when each event happened."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from demo.seeded_random import Chance, after
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

COVER = {
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
"""From one event to the next, at least and at most; a declaration is submitted on the day of its draft."""


@dataclass(frozen=True, slots=True)
class Step:
    """One event of a life, and the status that the claim had afterwards."""

    kind: ClaimEventKind
    status: ClaimStatus
    at: datetime


def live(
    life: tuple[ClaimEventKind, ...], event: date, recovered: date, chance: Chance
) -> list[Step]:
    """The steps of a life that began with an event; no case closes before the person has long `recovered`."""
    steps: list[Step] = []
    day = event
    for kind in life:
        if kind is ClaimEventKind.SUBMITTED:
            at = steps[-1].at + timedelta(minutes=chance.randint(12, 55))
        else:
            ready = recovered if kind is ClaimEventKind.CLOSED and day < recovered else day
            day = after(ready, chance.randint(*DAYS_UNTIL[kind]))
            at = chance.office_moment(day)
        steps.append(Step(kind, STATUS_AFTER[kind], at))
    return steps


def cover_after(life: tuple[ClaimEventKind, ...]) -> CoverDecision:
    """The decision on cover: the last one taken, and none once the case was reopened."""
    return next((COVER[kind] for kind in reversed(life) if kind in COVER), CoverDecision.UNDECIDED)
