"""Sort orders of lists, with the cursors of their rows."""

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from tortoise.expressions import Q

from errors import BadUserInput
from i18n import gettext


@dataclass(frozen=True, slots=True)
class Order:
    """Sort order by one column that is never null, with the id of the row as tie-breaker."""

    name: str
    column: str
    read: Callable[[str], Any]
    """Parser of the column's value in a cursor."""
    descending: bool = False

    def after(self, value: Any, key: Any) -> Q:
        """Return the condition for the rows after a position.

        Its first part lets the database use the index, the second one is exact.
        """
        operator = "lt" if self.descending else "gt"
        return Q(**{f"{self.column}__{operator}e": value}) & (
            Q(**{f"{self.column}__{operator}": value})
            | Q(**{self.column: value, f"id__{operator}": key})
        )

    def columns(self) -> tuple[str, str]:
        """Return the sort columns in Tortoise's notation."""
        sign = "-" if self.descending else ""
        return f"{sign}{self.column}", f"{sign}id"

    def cursor(self, row: Any) -> str:
        """Return the cursor of a row in this order."""
        value = getattr(row, self.column)
        text = value.isoformat() if isinstance(value, date) else str(value)
        content = json.dumps(
            [self.name, text, row.pk.hex], separators=(",", ":"), ensure_ascii=False
        )
        return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")

    def read_cursor(self, cursor: str) -> tuple[Any, UUID]:
        """Return the column value and the id of a cursor of this order; else `BadUserInput`."""
        try:
            content = base64.b64decode(
                cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True
            )
            name, value, key = json.loads(content)
            if name != self.name or not isinstance(value, str) or "\0" in value:
                raise ValueError
            return self.read(value), UUID(hex=key)
        except (
            binascii.Error,
            ValueError,
            TypeError,
            AttributeError,
            RecursionError,
            OverflowError,
        ):
            raise BadUserInput(
                gettext("This cursor does not belong to this list and sort order."),
                argument="after",
            ) from None


def order_by_time(name: str, column: str, *, descending: bool) -> Order:
    """Return an order by a timestamp."""
    return Order(name, column, _read_timestamp, descending)


def order_by_day(name: str, column: str, *, descending: bool) -> Order:
    """Return an order by a date."""
    return Order(name, column, date.fromisoformat, descending)


def order_by_text(name: str, column: str) -> Order:
    """Return an order by a text."""
    return Order(name, column, _read_text)


def _read_timestamp(text: str) -> datetime:
    timestamp = datetime.fromisoformat(text)
    if timestamp.tzinfo is None:
        raise ValueError("a timestamp has a time zone")
    return timestamp.astimezone(UTC)


def _read_text(text: str) -> str:
    text.encode()  # raises for a lone surrogate, which databases reject
    return text
