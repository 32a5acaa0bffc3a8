"""Settlements of accepted claims: provisional first, then final; the final one takes off what was already paid.

Sources: UVG art. 16 (from the third day after the accident day), art. 17 (80 % of the insured earnings, pro
rata for partial incapacity), UVV art. 22 (maximum insured earnings), art. 27 (deduction in hospital).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import models
from demo.claim import Case
from demo.seeded_random import TODAY, Chance, after, before
from models import ClaimEventKind, ClaimKind, Line, SettlementLineKind, SettlementStatus

MAX_INSURED_EARNINGS = 148_200
"""Francs a year."""
DAYS_BEFORE_ALLOWANCE = {Line.LAA: 3, Line.LAAC: 3, Line.IJM: 14}
MAX_HOSPITAL_DEDUCTION = 2_000
"""Rappen a day, for a person without dependants."""
ADVANCE_DAYS = 14


@dataclass(frozen=True, slots=True)
class Item:
    """One line to settle."""

    kind: SettlementLineKind
    amount: int
    days: int | None = None
    degree: int | None = None


def daily_allowance(salary: int, degree: int) -> int:
    """Rappen a day: 80 % of a yearly salary in francs, capped, pro rata for the degree of incapacity in per cent."""
    return round(min(salary, MAX_INSURED_EARNINGS) * 80 * degree / 36_500)


def settle(case: Case, chance: Chance) -> None:
    """Add the settlements that the case has had so far."""
    accepted = case.step(ClaimEventKind.ACCEPTED)
    if accepted is None or case.claim.kind is ClaimKind.DEATH:
        return
    paid = _advance(case, accepted.at.date(), case.story.event, chance)
    closed = case.step(ClaimEventKind.CLOSED)
    if closed is not None:
        _final(case, closed.at.date(), case.story.event, paid, chance)


def number(cases: Iterable[Case]) -> None:
    """Give the settlements their numbers, in the order in which they were issued."""
    settlements = sorted(
        (settlement for case in cases for settlement in case.settlements),
        key=lambda settlement: settlement.issued_at,
    )
    for index, settlement in enumerate(settlements, start=1):
        settlement.number = f"D-{settlement.issued_at.year}-{7300 + index * 41:06d}"


def _advance(case: Case, accepted: date, event: date, chance: Chance) -> int:
    """The provisional settlement, if days are payable by now; returns what it paid."""
    first = _first_day(case, event)
    until = min(case.recovered or TODAY, max(accepted, first + timedelta(days=ADVANCE_DAYS)))
    items = [*_allowances(case, first, until), *_deductions(case, first, until, event)]
    if not items:
        return 0
    return _issue(
        case,
        SettlementStatus.PROVISIONAL,
        (first, until),
        after(max(accepted, until), 2),
        items,
        chance,
    )


def _final(case: Case, closed: date, event: date, paid: int, chance: Chance) -> None:
    """The final settlement, two days before the case was closed."""
    first, until = _first_day(case, event), case.recovered or closed
    items = [*_allowances(case, first, until), *_deductions(case, first, until, event)]
    if case.claim.line is not Line.IJM:
        items.append(Item(SettlementLineKind.MEDICAL_COSTS, 5 * chance.randint(900, 19_000)))
    if paid:
        items.append(Item(SettlementLineKind.CORRECTION, -paid))
    if items:
        period = (first, until) if first <= until else (event, until)
        _issue(case, SettlementStatus.FINAL, period, before(closed, 2), items, chance)


def _first_day(case: Case, event: date) -> date:
    waiting = (
        0 if case.claim.kind is ClaimKind.MATERNITY else DAYS_BEFORE_ALLOWANCE[case.claim.line]
    )
    return event + timedelta(days=waiting)


def _allowances(case: Case, first: date, until: date) -> Iterable[Item]:
    for start, end, degree in case.story.periods():
        days = (min(end or until, until) - max(start, first)).days + 1
        if days > 0 and degree > 0:
            yield Item(
                SettlementLineKind.DAILY_ALLOWANCE,
                days * daily_allowance(case.insured.salary, degree),
                days,
                degree,
            )


def _deductions(case: Case, first: date, until: date, event: date) -> Iterable[Item]:
    """UVV art. 27: 20 % of the daily allowance, at most 20 francs, for each day in hospital with an allowance."""
    last = event + timedelta(days=case.story.hospital_days - 1)
    days = (min(last, until) - first).days + 1
    if days > 0 and case.incapacity:
        a_day = min(MAX_HOSPITAL_DEDUCTION, daily_allowance(case.insured.salary, 100) // 5)
        yield Item(SettlementLineKind.HOSPITAL_DEDUCTION, -days * a_day, days)


def _issue(
    case: Case,
    status: SettlementStatus,
    period: tuple[date, date],
    day: date,
    items: list[Item],
    chance: Chance,
) -> int:
    amount = sum(item.amount for item in items)
    settlement = models.Settlement(
        id=chance.uuid(),
        claim_id=case.claim.id,
        status=status,
        period_start=period[0],
        period_end=period[1],
        amount=amount,
        issued_at=chance.office_moment(day),
    )
    case.settlements.append(settlement)
    case.lines += [
        models.SettlementLine(
            id=chance.uuid(), settlement_id=settlement.id, position=position, kind=item.kind,
            days=item.days, degree=item.degree, amount=item.amount,
        )
        for position, item in enumerate(items, start=1)
    ]  # fmt: skip
    return amount
