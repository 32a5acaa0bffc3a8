"""Two years of premium invoices, each with its PDF."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import models
from adapters.storage import Storage
from demo.company_seeds import Agreement, Firm
from demo.payment_part import INSURER, payment_part
from demo.seeded_random import TODAY, Chance, working_day
from demo.typesetting import francs, swiss_date, typeset
from demo.upload import keep
from i18n import gettext, gettext_noop, override
from models import InvoiceStatus, Line
from models.identifiers import qr_check_digit

FIRST_YEAR = 2025
DAYS_AHEAD = {1: 20, 3: 45}
"""So many days before the period its invoice is issued, by the period's months."""
DAYS_TO_PAY = 30
GROWTH = 1.02
"""Payrolls grow by two per cent a year from the first year on."""

TROUBLED = {
    ("IJM-5120948", date(2026, 10, 1)): InvoiceStatus.OVERDUE,
    ("LAAC-4018237", date(2026, 4, 1)): InvoiceStatus.CANCELLED,
}

COVERS: dict[Line, tuple[tuple[int, str], ...]] = {
    Line.LAA: (
        (486, gettext_noop("Occupational accidents")),
        (1274, gettext_noop("Non-occupational accidents")),
    ),
    Line.LAAC: ((520, gettext_noop("Supplement, private ward")),),
    Line.IJM: ((1620, gettext_noop("Daily sickness allowances")),),
}
"""The covers of each line, with their rates in thousandths of a per cent of the payroll."""

NAMES = {
    Line.LAA: gettext_noop("UVG"),
    Line.LAAC: gettext_noop("UVGZ"),
    Line.IJM: gettext_noop("KTG"),
}


@dataclass(frozen=True, slots=True)
class Bill:
    """An invoice with what its page says beyond the row; premiums are (cover, payroll in francs, rate, Rappen)."""

    firm: Firm
    agreement: Agreement
    row: models.Invoice
    premiums: tuple[tuple[str, int, int, int], ...]


def create_invoices(firm: Firm, contracts: Iterable[models.Contract], chance: Chance) -> list[Bill]:
    """All invoices of a company, without their numbers, from the first year to today."""
    return [
        _bill(firm, agreement, contract, start, chance)
        for agreement, contract in zip(firm.agreements, contracts, strict=True)
        for start in _periods(agreement)
    ]


def number(bills: Iterable[Bill]) -> None:
    """Give the invoices their numbers and QR references, in the order in which they were issued."""
    for index, bill in enumerate(sorted(bills, key=lambda bill: bill.row.issued_on), start=1):
        serial = f"{52_000 + index * 13:06d}"
        bill.row.number = f"F-{bill.row.issued_on.year}-{serial}"
        stem = f"{bill.agreement.number.split('-')[1]:0>14}{bill.row.issued_on.year}{serial:0>8}"
        bill.row.qr_reference = f"{stem}{qr_check_digit(stem)}"


async def keep_pdf(bill: Bill, manager: str, storage: Storage) -> None:
    """Set the invoice's page and keep it."""
    with override(bill.firm.language):
        fields = _fields(bill, manager)
    pdf = typeset("invoice", bill.row.issued_on, fields)
    bill.row.pdf_key = (await keep(pdf, storage)).key


def _periods(agreement: Agreement) -> Iterator[date]:
    for month in range(0, 36, agreement.months):
        start = date(FIRST_YEAR + month // 12, month % 12 + 1, 1)
        in_force = agreement.start <= start and (agreement.end is None or start <= agreement.end)
        if in_force and _issue_day(agreement, start) < TODAY:
            yield start


def _issue_day(agreement: Agreement, start: date) -> date:
    return working_day(start - timedelta(days=DAYS_AHEAD[agreement.months]))


def _bill(
    firm: Firm, agreement: Agreement, contract: models.Contract, start: date, chance: Chance
) -> Bill:
    issued_on = _issue_day(agreement, start)
    due_date = working_day(issued_on + timedelta(days=DAYS_TO_PAY))
    months = start.month - 1 + agreement.months
    premiums = tuple(_premiums(firm, agreement, start.year))
    row = models.Invoice(
        id=chance.uuid(),
        company_id=contract.company_id,
        contract_id=contract.id,
        period_start=start,
        period_end=date(start.year + months // 12, months % 12 + 1, 1) - timedelta(days=1),
        amount=sum(premium for *_, premium in premiums),
        issued_on=issued_on,
        due_date=due_date,
        status=TROUBLED.get(
            (agreement.number, start),
            InvoiceStatus.PAID if due_date < TODAY else InvoiceStatus.OPEN,
        ),
    )
    return Bill(firm, agreement, row, premiums)


def _premiums(firm: Firm, agreement: Agreement, year: int) -> Iterator[tuple[str, int, int, int]]:
    """Each cover's premium for one invoice, to five Rappen."""
    payroll = 1_000 * round(agreement.payroll * GROWTH ** (year - FIRST_YEAR) / 1_000)
    for rate, name in COVERS[agreement.line]:
        yield name, payroll, rate, 5 * round(payroll * rate * agreement.months / (12 * 5_000))


def _fields(bill: Bill, manager: str) -> dict[str, object]:
    firm, row = bill.firm, bill.row
    line = gettext(NAMES[bill.agreement.line])
    return {
        "title": f"{row.number} {firm.name}",
        "author": INSURER.name,
        "author_street": f"{INSURER.street} {INSURER.building_number}",
        "author_town": f"{INSURER.postal_code} {INSURER.town}",
        "language": firm.language.value,
        "company": firm.name,
        "company_street": f"{firm.street} {firm.building_number}",
        "company_town": f"{firm.postal_code} {firm.town}",
        "uid": firm.uid,
        "line": line,
        "number": row.number,
        "contract": bill.agreement.number,
        "issued": swiss_date(row.issued_on),
        "due": swiss_date(row.due_date),
        "period": f"{swiss_date(row.period_start)} – {swiss_date(row.period_end)}",
        "premiums": [
            {
                "cover": gettext(cover),
                "payroll": francs(100 * payroll).removesuffix(".00"),
                "rate": f"{rate / 1000:.3f} %",
                "premium": francs(premium),
            }
            for cover, payroll, rate, premium in bill.premiums
        ],
        "total": francs(row.amount),
        "manager": manager,
        "payment_part": payment_part(firm, row.amount, row.qr_reference, f"{row.number} {line}"),
    }
