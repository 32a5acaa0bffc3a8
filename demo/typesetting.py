"""PDF and PNG files of the forms in `demo/forms`, typeset by Typst."""

import json
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

FORMS = Path(__file__).parent / "forms"


def typeset(form: str, day: date, fields: dict[str, Any]) -> bytes:
    """Return the PDF of a form with these fields; `day` is the creation date of the file."""
    return _typeset(form, "pdf", day, fields)


def typeset_png(form: str, day: date, fields: dict[str, Any]) -> bytes:
    """Return a form with these fields as a PNG of 75 pixels an inch."""
    return _typeset(form, "png", day, fields)


def _typeset(form: str, kind: Literal["pdf", "png"], day: date, fields: dict[str, Any]) -> bytes:
    timestamp, data = datetime.combine(day, time(9), UTC), json.dumps(fields, ensure_ascii=False)
    page = _compiler(form).compile(
        format=kind, ppi=75, sys_inputs={"data": data}, timestamp=timestamp
    )
    assert isinstance(page, bytes), "a form is one page"
    return page


@cache
def _compiler(form: str) -> typst.Compiler:
    return typst.Compiler(FORMS / f"{form}.typ", root=FORMS)


def francs(rappen: int) -> str:
    """Return an amount in Swiss notation: 11'400.50."""
    return f"{rappen / 100:,.2f}".replace(",", "'")


def swiss_date(day: date) -> str:
    """Return a date in Swiss notation: 23.11.2026."""
    return f"{day:%d.%m.%Y}"
