"""Metrics of a document's operations, counted before validation and with fragments expanded.

    depth      deepest nesting of fields
    aliases    and fields: counted with every fragment expanded at each spread
    cost       1 for an object with an ID and for each row of a list; selections below a list
               count once for each of its rows

A list has as many rows as its `first` says, as IDs are given, or as the `first` of the enclosing
field says; others, such as a claim's documents, count as a few. Introspection costs nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from execution.list_arguments import ListArguments

DEFAULT_LIST_SIZE: Final = 5
"""Rows assumed for a list without a size."""

MAX_COUNT: Final = 1_000_000_000
"""Cap of all counts: the products of a short document can have hundreds of digits."""

MAX_PAGE_SIZE: Final = 100
"""Rows of the largest page.

Larger requests count as one more row: the list itself rejects them and names the argument.
"""

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SelectionMetrics:
    """Metrics of a selection set with its fragments expanded."""

    depth: int = 0
    aliases: int = 0
    fields: int = 0
    cost: int = 0
    rows: int = 0
    """Cost per row of the lists that take their size from the enclosing field."""

    def __add__(self, other: SelectionMetrics) -> SelectionMetrics:
        """Add the metrics of two sibling selections."""
        return SelectionMetrics(
            max(self.depth, other.depth),
            min(self.aliases + other.aliases, MAX_COUNT),
            min(self.fields + other.fields, MAX_COUNT),
            min(self.cost + other.cost, MAX_COUNT),
            min(self.rows + other.rows, MAX_COUNT),
        )


@dataclass(frozen=True, slots=True)
class OperationMetrics:
    """Metrics of one operation with its variables."""

    depth: int
    aliases: int
    fields: int
    cost: int
    directives: int
    fragments: int
    variables: int
    root: tuple[str, ...]
    """Names of the root fields, once for each selection."""
    lists: ListArguments
