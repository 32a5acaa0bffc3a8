"""PDFs: the forms in `demo/forms`, filled in and set by Typst."""

import json
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

FORMS = Path(__file__).parent / "forms"


def typeset(form: str, day: date, fields: dict[str, Any]) -> bytes:
    """The PDF of a form with its fields filled in; `day` is the date that the file bears."""
    return _set(form, "pdf", day, fields)


def typeset_picture(form: str, day: date, fields: dict[str, Any]) -> bytes:
    """The same as a PNG of 75 pixels an inch."""
    return _set(form, "png", day, fields)


def _set(form: str, kind: Literal["pdf", "png"], day: date, fields: dict[str, Any]) -> bytes:
    made, data = datetime.combine(day, time(9), UTC), json.dumps(fields, ensure_ascii=False)
    page = _compiler(form).compile(format=kind, ppi=75, sys_inputs={"data": data}, timestamp=made)
    assert isinstance(page, bytes), "a form is one page"
    return page


@cache
def _compiler(form: str) -> typst.Compiler:
    return typst.Compiler(FORMS / f"{form}.typ", root=FORMS)


def francs(rappen: int) -> str:
    """An amount as Swiss people write it: 11'400.50."""
    return f"{rappen / 100:,.2f}".replace(",", "'")


def swiss_date(day: date) -> str:
    """A date as Swiss people write it: 23.11.2026."""
    return f"{day:%d.%m.%Y}"
