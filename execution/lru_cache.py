"""LRU cache bounded by entries and by weight."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class LRUCache(Generic[K, V]):
    """LRU cache of at most `max_entries`, which together weigh at most `max_weight`."""

    def __init__(self, max_entries: int, max_weight: int | None = None) -> None:
        self._most = max_entries
        self._heaviest = max_entries if max_weight is None else max_weight
        self._values: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self.weight = 0

    def find(self, key: K) -> V | None:
        """Return a value and mark it as most recently used; None if it is missing."""
        found = self._values.get(key)
        if found is None:
            return None
        self._values.move_to_end(key)
        return found[0]

    def keep(self, key: K, value: V, weight: int = 1) -> V:
        """Store a value, evicting those that were least recently used."""
        self.drop(key)
        self._values[key] = value, weight
        self.weight += weight
        while len(self._values) > self._most or self.weight > self._heaviest:
            self.drop(next(iter(self._values)))
        return value

    def drop(self, key: K) -> None:
        """Remove a value."""
        dropped = self._values.pop(key, None)
        if dropped is not None:
            self.weight -= dropped[1]

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self._values)
