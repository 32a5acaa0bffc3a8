"""Payment part of a Swiss QR-bill (guidelines 2.3: structured addresses only)."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import groupby
from typing import IO

from qrbill import QRBill
from qrcode import ERROR_CORRECT_M, QRCode  # type: ignore[import-untyped]

from demo.company_seeds import CompanySeed
from models import Language

QR_IBAN = "CH4431999123000889012"
"""QR-IBAN of the examples in the Swiss Payment Standards: institution id 31999, no account."""


@dataclass(frozen=True, slots=True)
class Insurer:
    """Insurer of the demo data, with its structured address."""

    name: str = "Guichet Assurances SA"
    street: str = "Avenue de l'Exemple"
    building_number: str = "1"
    postal_code: str = "1950"
    town: str = "Sion"


INSURER = Insurer()


@dataclass(frozen=True, slots=True)
class _Code:
    """QR code as a single SVG path, as `QRBill` expects: a bar for each run of dark modules.

    Bars instead of single modules keep the PDF small.
    """

    rows: list[list[bool]]

    @property
    def width(self) -> int:
        return len(self.rows)

    def save(self, file: IO[bytes]) -> None:
        bars = (
            f"M{left},{top}h{right - left}v1H{left}z"
            for top, row in enumerate(self.rows)
            for left, right in _dark_runs(row)
        )
        file.write(f'<path d="{"".join(bars)}">'.encode())


def _dark_runs(row: list[bool]) -> Iterator[tuple[int, int]]:
    place = 0
    for dark, modules in groupby(row):
        start, place = place, place + len(list(modules))
        if dark:
            yield start, place


class _Bill(QRBill):  # type: ignore[misc]
    font_family = "Liberation Sans,Arial,Helvetica"

    def qr_image(self) -> _Code:
        """Return the code with a fixed mask.

        Trying all eight masks takes longer than the rest of the page, and readers accept any.
        """
        code = QRCode(error_correction=ERROR_CORRECT_M, border=0, mask_pattern=3)
        code.add_data(self.qr_data())
        return _Code(code.get_matrix())


def payment_part(company: CompanySeed, amount: int, reference: str, message: str) -> str:
    """Return the payment part and receipt as an SVG of 210 by 106 mm; `amount` is in Rappen."""
    bill = _Bill(
        account=QR_IBAN,
        creditor=_address(INSURER),
        debtor=_address(company),
        amount=f"{amount // 100}.{amount % 100:02d}",
        reference_number=reference,
        additional_information=message,
        language=Language(company.language).value.lower(),
    )
    drawing = StringIO()
    bill.as_svg(drawing)
    return drawing.getvalue()


def _address(party: CompanySeed | Insurer) -> dict[str, str]:
    return {
        "name": party.name,
        "street": party.street,
        "house_num": party.building_number,
        "pcode": party.postal_code,
        "city": party.town,
        "country": "CH",
    }
