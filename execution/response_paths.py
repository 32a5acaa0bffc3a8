"""Response paths of a level's objects; a path is computed only when an error needs it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from graphql.pyutils import Path

PathKeys = tuple[str | int, ...]


class ResponsePaths:
    """Response paths of one column of values.

    Value `i` belongs to value `origin[i]` of the column above (the same `i` without an origin), one
    step further: a response name or a list index; no step if the same values are only reordered.
    `has_errors` is True if a value is an error that its own position cannot turn to null.
    """

    __slots__ = ("above", "has_errors", "ordinal", "origin", "parent_type", "step")

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
        self.has_errors = False

    def locate(self, index: int) -> tuple[str | int | None, int]:
        """Return the last step to a value, and the index of its parent value."""
        step = self.step if self.step is None or isinstance(self.step, str) else self.step[index]
        return step, index if self.origin is None else self.origin[index]

    def path(self, index: int) -> PathKeys:
        """Return the response path of a value: names and indexes from the root."""
        return tuple(key for key, _ in self._steps(index))

    def order(self, index: int) -> PathKeys:
        """Return a sort key for depth-first order: the path, with field positions for names."""
        return tuple(
            paths.ordinal if isinstance(key, str) else key for key, paths in self._steps(index)
        )

    def resolve_path(self, index: int) -> Path | None:
        """Return the path as resolvers get it in their `info`."""
        path: Path | None = None
        for key, paths in self._steps(index):
            path = Path(path, key, paths.parent_type)
        return path

    def _steps(self, index: int) -> list[tuple[str | int, ResponsePaths]]:
        """Return each step's key and paths, from the root to the value."""
        steps: list[tuple[str | int, ResponsePaths]] = []
        paths: ResponsePaths | None = self
        while paths is not None:
            key, above = paths.locate(index)
            if key is not None:
                steps.append((key, paths))
            index, paths = above, paths.above
        return steps[::-1]


class ListItemPaths(ResponsePaths):
    """Response paths of all items of a column of lists, computed from the lengths."""

    __slots__ = ("_ends", "_lengths")

    def __init__(self, above: ResponsePaths, lengths: Sequence[int]) -> None:
        super().__init__(above, None)
        self._lengths = lengths
        self._ends: list[int] | None = None

    def locate(self, index: int) -> tuple[str | int | None, int]:
        """Return an item's index in its list, and the index of the list."""
        if self._ends is None:
            self._ends = list(accumulate(self._lengths))
        number = bisect_right(self._ends, index)
        return index - (self._ends[number] - self._lengths[number]), number
