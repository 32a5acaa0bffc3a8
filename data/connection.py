"""Connections with keyset pagination: the cost of a page does not depend on its position."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from itertools import repeat
from operator import itemgetter
from typing import Any, ClassVar, Generic, TypeVar

from tortoise import Model
from tortoise.queryset import QuerySet

from adapters.database.statement import Slot
from data.conditions import Conditions
from data.order import Order
from data.parents import Parents, reads
from data.rows import Scope, count, fetch
from errors import BadUserInput
from i18n import gettext
from permissions import reach
from pipeline.context import Info

M = TypeVar("M", bound=Model)

CURSOR = "cursor"
"""Name for the sort column in `@reads`; the column is only fetched if cursors are selected."""


@dataclass(slots=True)
class Page(Generic[M]):
    """Page of a list, with a function that counts the whole list for `totalCount`."""

    rows: list[M]
    order: Order
    count: Callable[[Info], Awaitable[int]]
    has_next: bool
    has_previous: bool


class Edge(tuple[Any, Order]):
    """Row of a page with its order, as a row of two columns for the executor."""

    __slots__ = ()
    node = property(itemgetter(0))
    order = property(itemgetter(1))
    columns: ClassVar = {"node": itemgetter(0)}


def check_page_size(info: Info, first: int) -> None:
    """Raise `BadUserInput` for a page size outside the limits."""
    most = info.context.services.settings.max_page
    if not 0 <= first <= most:
        raise BadUserInput(
            gettext("`first` must be between 0 and %(most)s.", most=most), argument="first"
        )


async def get_page(
    info: Info,
    model: type[M],
    conditions: Conditions,
    order: Order,
    first: int,
    after: str | None,
    *,
    scope: Scope = reach,
) -> Page[M]:
    """Return the `first` rows after the cursor `after`.

    Raises `BadUserInput` for a page size outside the limits and for a malformed cursor.
    """

    def refine(query: QuerySet[Any]) -> QuerySet[Any]:
        position = (order.after(Slot("after"), Slot("after_id")),) if after is not None else ()
        return conditions(query).filter(*position).order_by(*order.columns())

    check_page_size(info, first)
    value, key = order.read_cursor(after) if after is not None else (None, None)
    cached = conditions.cache_key is not None
    cache_key = ("page", conditions.cache_key, order, after is None) if cached else None
    values = {**conditions.values, "after": value, "after_id": key, "limit": first + 1}
    read = info.reads(Page)
    extra_columns = (order.column,) if read is None or CURSOR in read else ()
    rows = await fetch(
        info,
        model,
        cache_key,
        refine,
        values,
        extra_columns=extra_columns,
        limited=True,
        scope=scope,
    )
    count_all = partial(count, model=model, conditions=conditions, scope=scope)
    return Page(
        rows[:first], order, count_all, has_next=len(rows) > first, has_previous=after is not None
    )


@reads()
def list_edges(pages: Parents[Page[Any]]) -> list[list[Edge]]:
    """Rows of the page, each with its cursor."""
    return [list(map(Edge, zip(page.rows, repeat(page.order), strict=False))) for page in pages]


@reads(CURSOR)
def list_cursors(edges: Parents[Edge]) -> list[str]:
    """Opaque cursor of the row, for the argument `after`."""
    return [edge.order.cursor(edge.node) for edge in edges]


@dataclass(frozen=True, slots=True)
class PageInfo:
    """Bounds of a page, and flags for further pages."""

    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


@reads(CURSOR)
def list_page_info(pages: Parents[Page[Any]]) -> list[PageInfo]:
    """Cursors of the page, and the existence of other pages."""
    return [_page_info(page) for page in pages]


def _page_info(page: Page[Any]) -> PageInfo:
    if not page.rows:
        return PageInfo(page.has_next, page.has_previous, None, None)
    return PageInfo(
        page.has_next,
        page.has_previous,
        page.order.cursor(page.rows[0]),
        page.order.cursor(page.rows[-1]),
    )


@reads()
async def count_rows(pages: Parents[Page[Any]], info: Info) -> list[int]:
    """Number of rows of the whole list, counted only if it is selected."""
    return [await page.count(info) for page in pages]
