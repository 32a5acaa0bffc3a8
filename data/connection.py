"""Keyset pages: a cursor is a place in an order, so a page costs the same wherever it begins."""

import base64
import binascii
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from itertools import repeat
from operator import itemgetter
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from tortoise import Model
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from adapters.database.statement import Slot
from data.rows import Where, Within, count, fetch
from errors import BadUserInput
from i18n import gettext
from permissions import reach
from pipeline.context import Info, Parents, reads

M = TypeVar("M", bound=Model)

PLACE = "place"
"""What a cursor reads of a row: the column of its order, which is not fetched where nobody asks for cursors."""


@dataclass(frozen=True, slots=True)
class Order:
    """An order by one column that is never null, with the row's id to make it total."""

    name: str
    column: str
    read: Callable[[str], Any]
    """The column's value from its text in a cursor."""
    descending: bool = False

    def after(self, value: Any, key: Any) -> Q:
        """The rows behind this place. The first condition is the index's, the second is exact."""
        beyond = "lt" if self.descending else "gt"
        return Q(**{f"{self.column}__{beyond}e": value}) & (
            Q(**{f"{self.column}__{beyond}": value})
            | Q(**{self.column: value, f"id__{beyond}": key})
        )

    def columns(self) -> tuple[str, str]:
        """What to sort by, in Tortoise's words."""
        sign = "-" if self.descending else ""
        return f"{sign}{self.column}", f"{sign}id"

    def cursor(self, row: Any) -> str:
        """The opaque place of a row in this order."""
        value = getattr(row, self.column)
        text = value.isoformat() if isinstance(value, date) else str(value)
        place = json.dumps([self.name, text, row.pk.hex], separators=(",", ":"), ensure_ascii=False)
        return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")

    def read_cursor(self, cursor: str) -> tuple[Any, UUID]:
        """The place that a cursor names, or `BadUserInput` for anything that is not one of this order."""
        try:
            place = base64.b64decode(
                cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True
            )
            name, value, key = json.loads(place)
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


def by_time(name: str, column: str, *, descending: bool) -> Order:
    """An order by a moment."""
    return Order(name, column, _read_moment, descending)


def by_day(name: str, column: str, *, descending: bool) -> Order:
    """An order by a date."""
    return Order(name, column, date.fromisoformat, descending)


def by_text(name: str, column: str) -> Order:
    """An order by a text."""
    return Order(name, column, _read_text)


def _read_moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment has a time zone")
    return moment.astimezone(UTC)


def _read_text(text: str) -> str:
    text.encode()  # half a surrogate pair is no text for a database
    return text


@dataclass(slots=True)
class Page(Generic[M]):
    """One page of a list, and what counts the list itself for its `totalCount`."""

    rows: list[M]
    order: Order
    count: Callable[[Info], Awaitable[int]]
    has_next: bool
    has_previous: bool


class Edge(tuple[Any, Order]):
    """One row and the order in which it has its place: a plain row of two columns itself."""

    __slots__ = ()
    node = property(itemgetter(0))
    order = property(itemgetter(1))
    columns: ClassVar = {"node": itemgetter(0)}


def check_size(info: Info, first: int) -> None:
    """Raise `BadUserInput` for a size that no page may have."""
    most = info.context.services.settings.max_page
    if not 0 <= first <= most:
        raise BadUserInput(
            gettext("`first` must be between 0 and %(most)s.", most=most), argument="first"
        )


async def get_page(
    info: Info,
    model: type[M],
    where: Where,
    order: Order,
    first: int,
    after: str | None,
    *,
    within: Within = reach,
) -> Page[M]:
    """The `first` rows behind the cursor `after`; raises `BadUserInput` for a size or cursor that makes no sense."""

    def refine(query: QuerySet[Any]) -> QuerySet[Any]:
        behind = (order.after(Slot("after"), Slot("after_id")),) if after is not None else ()
        return where(query).filter(*behind).order_by(*order.columns())

    check_size(info, first)
    place = order.read_cursor(after) if after is not None else (None, None)
    shape = None if where.shape is None else ("page", where.shape, order, after is None)
    values = {**where.values, "after": place[0], "after_id": place[1], "limit": first + 1}
    read = info.reads(Page)
    also = (order.column,) if read is None or PLACE in read else ()
    rows = await fetch(info, model, shape, refine, values, also=also, limited=True, within=within)
    counted = partial(count, model=model, where=where, within=within)
    return Page(
        rows[:first], order, counted, has_next=len(rows) > first, has_previous=after is not None
    )


@reads()
def list_edges(pages: Parents[Page[Any]]) -> list[list[Edge]]:
    """The rows of the page, each with its cursor."""
    return [list(map(Edge, zip(page.rows, repeat(page.order), strict=False))) for page in pages]


@reads(PLACE)
def list_cursors(edges: Parents[Edge]) -> list[str]:
    """Opaque: give it as `after` to go on behind this row."""
    return [edge.order.cursor(edge.node) for edge in edges]


@dataclass(frozen=True, slots=True)
class Ends:
    """Where a page begins and ends, and whether there is more."""

    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


@reads(PLACE)
def list_ends(pages: Parents[Page[Any]]) -> list[Ends]:
    """Where the page begins and ends, and whether there is more."""
    return [_ends(page) for page in pages]


def _ends(page: Page[Any]) -> Ends:
    if not page.rows:
        return Ends(page.has_next, page.has_previous, None, None)
    return Ends(
        page.has_next,
        page.has_previous,
        page.order.cursor(page.rows[0]),
        page.order.cursor(page.rows[-1]),
    )


@reads()
async def count_rows(pages: Parents[Page[Any]], info: Info) -> list[int]:
    """How many rows the whole list has; counted only when it is asked for."""
    return [await page.count(info) for page in pages]
