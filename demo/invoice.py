"""Two years of premium invoices with their PDFs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import models
from adapters.storage import Storage
from demo.company_seeds import CompanySeed, ContractSeed
from demo.payment_part import INSURER, payment_part
from demo.seeded_random import TODAY, SeededRandom, working_day
from demo.typesetting import francs, swiss_date, typeset
from demo.upload import upload
from i18n import gettext, gettext_noop, override
from models import InvoiceStatus, Line
from models.identifiers import qr_check_digit

FIRST_YEAR = 2025
DAYS_AHEAD = {1: 20, 3: 45}
"""Days from the issue of an invoice to its period, by the months of the period."""
DAYS_TO_PAY = 30
GROWTH = 1.02
"""Growth of the payrolls a year, from the first year on."""

EXCEPTIONAL_STATUS = {
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
"""Covers of each line, with their rates in thousandths of a per cent of the payroll."""

NAMES = {
    Line.LAA: gettext_noop("UVG"),
    Line.LAAC: gettext_noop("UVGZ"),
    Line.IJM: gettext_noop("KTG"),
}


@dataclass(frozen=True, slots=True)
class PrintedInvoice:
    """Invoice with the data of its PDF; premiums are (cover, payroll in francs, rate, Rappen)."""

    company: CompanySeed
    contract_seed: ContractSeed
    row: models.Invoice
    premiums: tuple[tuple[str, int, int, int], ...]


def create_invoices(
    company: CompanySeed, contracts: Iterable[models.Contract], rng: SeededRandom
) -> list[PrintedInvoice]:
    """Create the invoices of a company from the first year to today, without numbers."""
    return [
        _create_invoice(company, contract_seed, contract, start, rng)
        for contract_seed, contract in zip(company.contracts, contracts, strict=True)
        for start in _periods(contract_seed)
    ]


def assign_numbers(printed_invoices: Iterable[PrintedInvoice]) -> None:
    """Assign numbers and QR references in the order of issue."""
    for index, printed in enumerate(
        sorted(printed_invoices, key=lambda printed: printed.row.issued_on), start=1
    ):
        serial = f"{52_000 + index * 13:06d}"
        printed.row.number = f"F-{printed.row.issued_on.year}-{serial}"
        contract = printed.contract_seed.number.split("-")[1]
        stem = f"{contract:0>14}{printed.row.issued_on.year}{serial:0>8}"
        printed.row.qr_reference = f"{stem}{qr_check_digit(stem)}"


async def upload_pdf(printed: PrintedInvoice, manager: str, storage: Storage) -> None:
    """Typeset the PDF of an invoice and upload it."""
    with override(printed.company.language):
        fields = _fields(printed, manager)
    pdf = typeset("invoice", printed.row.issued_on, fields)
    printed.row.pdf_key = (await upload(pdf, storage)).key


def _periods(contract_seed: ContractSeed) -> Iterator[date]:
    for month in range(0, 36, contract_seed.months):
        start = date(FIRST_YEAR + month // 12, month % 12 + 1, 1)
        in_force = contract_seed.start <= start and (
            contract_seed.end is None or start <= contract_seed.end
        )
        if in_force and _issue_day(contract_seed, start) < TODAY:
            yield start


def _issue_day(contract_seed: ContractSeed, start: date) -> date:
    return working_day(start - timedelta(days=DAYS_AHEAD[contract_seed.months]))


def _create_invoice(
    company: CompanySeed,
    contract_seed: ContractSeed,
    contract: models.Contract,
    start: date,
    rng: SeededRandom,
) -> PrintedInvoice:
    issued_on = _issue_day(contract_seed, start)
    due_date = working_day(issued_on + timedelta(days=DAYS_TO_PAY))
    months = start.month - 1 + contract_seed.months
    premiums = tuple(_premiums(company, contract_seed, start.year))
    row = models.Invoice(
        id=rng.uuid(),
        company_id=contract.company_id,
        contract_id=contract.id,
        period_start=start,
        period_end=date(start.year + months // 12, months % 12 + 1, 1) - timedelta(days=1),
        amount=sum(premium for *_, premium in premiums),
        issued_on=issued_on,
        due_date=due_date,
        status=EXCEPTIONAL_STATUS.get(
            (contract_seed.number, start),
            InvoiceStatus.PAID if due_date < TODAY else InvoiceStatus.OPEN,
        ),
    )
    return PrintedInvoice(company, contract_seed, row, premiums)


def _premiums(
    company: CompanySeed, contract_seed: ContractSeed, year: int
) -> Iterator[tuple[str, int, int, int]]:
    """Yield the premium of each cover for one invoice, rounded to five Rappen."""
    payroll = 1_000 * round(contract_seed.payroll * GROWTH ** (year - FIRST_YEAR) / 1_000)
    for rate, name in COVERS[contract_seed.line]:
        yield name, payroll, rate, 5 * round(payroll * rate * contract_seed.months / (12 * 5_000))


def _fields(printed: PrintedInvoice, manager: str) -> dict[str, object]:
    company, row = printed.company, printed.row
    line = gettext(NAMES[printed.contract_seed.line])
    return {
        "title": f"{row.number} {company.name}",
        "author": INSURER.name,
        "author_street": f"{INSURER.street} {INSURER.building_number}",
        "author_town": f"{INSURER.postal_code} {INSURER.town}",
        "language": company.language.value,
        "company": company.name,
        "company_street": f"{company.street} {company.building_number}",
        "company_town": f"{company.postal_code} {company.town}",
        "uid": company.uid,
        "line": line,
        "number": row.number,
        "contract": printed.contract_seed.number,
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
            for cover, payroll, rate, premium in printed.premiums
        ],
        "total": francs(row.amount),
        "manager": manager,
        "payment_part": payment_part(company, row.amount, row.qr_reference, f"{row.number} {line}"),
    }
