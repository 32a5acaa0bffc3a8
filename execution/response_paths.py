"""Where in the answer the objects of a level are. A path is worked out only when an error needs it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from graphql.pyutils import Path

PathKeys = tuple[str | int, ...]


class ResponsePaths:
    """The places of one column of values.

    Value `i` belongs to value `origin[i]` of the column above (the same `i` where there is no origin), one step
    further: a response name, or an index of a list; no step where the values are the same ones in another order.
    `broken` says that one of the values is an error which its own place may not swallow.
    """

    __slots__ = ("above", "broken", "ordinal", "origin", "parent_type", "step")

    def __init__(
        self,
        above: ResponsePaths | None,
        step: str | Sequence[int] | None,
        origin: Sequence[int] | None = None,
        ordinal: int = 0,
        parent_type: str | None = None,
    ) -> None:
        self.above = above
        self.step = step
        self.origin = origin
        self.ordinal = ordinal
        self.parent_type = parent_type
        self.broken = False

    def locate(self, index: int) -> tuple[str | int | None, int]:
        """The last step to a value, and the value of the column above that it belongs to."""
        step = self.step if self.step is None or isinstance(self.step, str) else self.step[index]
        return step, index if self.origin is None else self.origin[index]

    def path(self, index: int) -> PathKeys:
        """The response path of a value: names and indexes from the root."""
        return tuple(key for key, _ in self._steps(index))

    def order(self, index: int) -> PathKeys:
        """The value's place in depth-first order: its path, with each name's number in its selection set."""
        return tuple(
            places.ordinal if isinstance(key, str) else key for key, places in self._steps(index)
        )

    def resolve_path(self, index: int) -> Path | None:
        """The path as resolvers get it in their `info`."""
        path: Path | None = None
        for key, places in self._steps(index):
            path = Path(path, key, places.parent_type)
        return path

    def _steps(self, index: int) -> list[tuple[str | int, ResponsePaths]]:
        """From the root to the value: each step's key, and the places it belongs to."""
        steps: list[tuple[str | int, ResponsePaths]] = []
        places: ResponsePaths | None = self
        while places is not None:
            key, above = places.locate(index)
            if key is not None:
                steps.append((key, places))
            index, places = above, places.above
        return steps[::-1]


class Items(ResponsePaths):
    """The places of all items of a column of lists, of which only the lengths are known."""

    __slots__ = ("_ends", "_lengths")

    def __init__(self, above: ResponsePaths, lengths: Sequence[int]) -> None:
        super().__init__(above, None)
        self._lengths = lengths
        self._ends: list[int] | None = None

    def locate(self, index: int) -> tuple[str | int | None, int]:
        """The item's index in its list, and the list."""
        if self._ends is None:
            self._ends = list(accumulate(self._lengths))
        number = bisect_right(self._ends, index)
        return index - (self._ends[number] - self._lengths[number]), number
