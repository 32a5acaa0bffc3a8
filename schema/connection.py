"""Relay's connections, over keyset pages (GraphQL Cursor Connections Specification)."""

from typing import Generic, TypeVar

import strawberry

from data.connection import Page, count_rows, list_cursors, list_edges, list_page_info
from execution.column import ROW_KIND, ROWS_INSIDE
from permissions import Anyone
from schema.field import column, field

T = TypeVar("T")


@strawberry.type
class PageInfo:
    """Information on a page of a connection (GraphQL Cursor Connections Specification)."""

    has_next_page: bool = column("True if there are rows after this page.")
    has_previous_page: bool = column("True if the page was requested with `after`.")
    start_cursor: str | None = column(
        "Cursor of the first row of the page; null for an empty page."
    )
    end_cursor: str | None = column(
        "Cursor of the last row of the page, for `after`; null for an empty page."
    )


@strawberry.type
class Edge(Generic[T]):
    """Edge of a connection: a row and its cursor."""

    node: T = column("The row.")
    cursor: str = field(list_cursors, needs=Anyone)


@strawberry.type
class Connection(Generic[T]):
    """Page of a list (GraphQL Cursor Connections Specification)."""

    edges: list[Edge[T]] = field(list_edges, needs=Anyone)
    page_info: PageInfo = field(list_page_info, needs=Anyone)
    total_count: int = field(count_rows, needs=Anyone)


for of_places in (Edge, Connection):
    setattr(of_places, ROW_KIND, Page)
    setattr(of_places, ROWS_INSIDE, True)
