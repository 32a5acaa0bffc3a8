"""Settlements of accepted claims: provisional first, then final.

The final settlement deducts the amount already paid.

Sources: UVG art. 16 (from the third day after the accident day), art. 17 (80 % of the insured
earnings, pro rata for partial incapacity), UVV art. 22 (maximum insured earnings), art. 27
(deduction in hospital).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import models
from demo.claim import Case
from demo.seeded_random import TODAY, SeededRandom, working_day_after, working_day_before
from models import ClaimEventKind, ClaimKind, Line, SettlementLineKind, SettlementStatus

MAX_INSURED_EARNINGS = 148_200
"""Francs a year."""
DAYS_BEFORE_ALLOWANCE = {Line.LAA: 3, Line.LAAC: 3, Line.IJM: 14}
MAX_HOSPITAL_DEDUCTION = 2_000
"""Rappen a day, for a person without dependants."""
PROVISIONAL_DAYS = 14


@dataclass(frozen=True, slots=True)
class LineItem:
    """Line of a settlement."""

    kind: SettlementLineKind
    amount: int
    days: int | None = None
    degree: int | None = None


def daily_allowance(salary: int, degree: int) -> int:
    """Return the allowance in Rappen a day: 80 % of the capped salary, pro rata for the degree.

    salary: francs a year; degree: per cent of incapacity
    """
    return round(min(salary, MAX_INSURED_EARNINGS) * 80 * degree / 36_500)


def add_settlements(case: Case, rng: SeededRandom) -> None:
    """Add the settlements that were issued for a case so far."""
    accepted = case.step(ClaimEventKind.ACCEPTED)
    if accepted is None or case.claim.kind is ClaimKind.DEATH:
        return
    paid = _add_provisional(case, accepted.at.date(), case.scenario.event, rng)
    closed = case.step(ClaimEventKind.CLOSED)
    if closed is not None:
        _add_final(case, closed.at.date(), case.scenario.event, paid, rng)


def assign_numbers(cases: Iterable[Case]) -> None:
    """Assign numbers in the order of issue."""
    settlements = sorted(
        (settlement for case in cases for settlement in case.settlements),
        key=lambda settlement: settlement.issued_at,
    )
    for index, settlement in enumerate(settlements, start=1):
        settlement.number = f"D-{settlement.issued_at.year}-{7300 + index * 41:06d}"


def _add_provisional(case: Case, accepted: date, event: date, rng: SeededRandom) -> int:
    """Add the provisional settlement if any day is payable; returns its amount in Rappen."""
    first = _first_day(case, event)
    until = min(case.recovered or TODAY, max(accepted, first + timedelta(days=PROVISIONAL_DAYS)))
    items = [*_allowances(case, first, until), *_deductions(case, first, until, event)]
    if not items:
        return 0
    return _issue(
        case,
        SettlementStatus.PROVISIONAL,
        (first, until),
        working_day_after(max(accepted, until), 2),
        items,
        rng,
    )


def _add_final(case: Case, closed: date, event: date, paid: int, rng: SeededRandom) -> None:
    """Add the final settlement, two days before the closing of the case."""
    first, until = _first_day(case, event), case.recovered or closed
    items = [*_allowances(case, first, until), *_deductions(case, first, until, event)]
    if case.claim.line is not Line.IJM:
        items.append(LineItem(SettlementLineKind.MEDICAL_COSTS, 5 * rng.randint(900, 19_000)))
    if paid:
        items.append(LineItem(SettlementLineKind.CORRECTION, -paid))
    if items:
        period = (first, until) if first <= until else (event, until)
        _issue(case, SettlementStatus.FINAL, period, working_day_before(closed, 2), items, rng)


def _first_day(case: Case, event: date) -> date:
    waiting = (
        0 if case.claim.kind is ClaimKind.MATERNITY else DAYS_BEFORE_ALLOWANCE[case.claim.line]
    )
    return event + timedelta(days=waiting)


def _allowances(case: Case, first: date, until: date) -> Iterable[LineItem]:
    for start, end, degree in case.scenario.periods():
        days = (min(end or until, until) - max(start, first)).days + 1
        if days > 0 and degree > 0:
            yield LineItem(
                SettlementLineKind.DAILY_ALLOWANCE,
                days * daily_allowance(case.insured.salary, degree),
                days,
                degree,
            )


def _deductions(case: Case, first: date, until: date, event: date) -> Iterable[LineItem]:
    """Yield the deduction: 20 % of the allowance, at most 20 francs a day (UVV art. 27)."""
    last = event + timedelta(days=case.scenario.hospital_days - 1)
    days = (min(last, until) - first).days + 1
    if days > 0 and case.incapacity:
        per_day = min(MAX_HOSPITAL_DEDUCTION, daily_allowance(case.insured.salary, 100) // 5)
        yield LineItem(SettlementLineKind.HOSPITAL_DEDUCTION, -days * per_day, days)


def _issue(
    case: Case,
    status: SettlementStatus,
    period: tuple[date, date],
    day: date,
    items: list[LineItem],
    rng: SeededRandom,
) -> int:
    amount = sum(item.amount for item in items)
    settlement = models.Settlement(
        id=rng.uuid(),
        claim_id=case.claim.id,
        status=status,
        period_start=period[0],
        period_end=period[1],
        amount=amount,
        issued_at=rng.office_time(day),
    )
    case.settlements.append(settlement)
    case.lines += [
        models.SettlementLine(
            id=rng.uuid(), settlement_id=settlement.id, position=position, kind=item.kind,
            days=item.days, degree=item.degree, amount=item.amount,
        )
        for position, item in enumerate(items, start=1)
    ]  # fmt: skip
    return amount
