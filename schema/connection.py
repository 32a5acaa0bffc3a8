"""Relay's connections, over keyset pages."""

from typing import Generic, TypeVar

import strawberry

from data.connection import Page, count_rows, list_cursors, list_edges, list_page_info
from execution.column import ROW_KIND, ROWS_INSIDE
from permissions import Anyone
from schema.field import field

T = TypeVar("T")


@strawberry.type(description="Where a page begins and ends, and whether there is more.")
class PageInfo:
    """Where a page begins and ends, and whether there is more."""

    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


@strawberry.type(description="One row of a page.")
class Edge(Generic[T]):
    """One row of a page."""

    node: T
    cursor: str = field(list_cursors, needs=Anyone)


@strawberry.type(description="One page of a list.")
class Connection(Generic[T]):
    """One page of a list."""

    edges: list[Edge[T]] = field(list_edges, needs=Anyone)
    page_info: PageInfo = field(list_page_info, needs=Anyone)
    total_count: int = field(count_rows, needs=Anyone)


for of_places in (Edge, Connection):
    setattr(of_places, ROW_KIND, Page)
    setattr(of_places, ROWS_INSIDE, True)
