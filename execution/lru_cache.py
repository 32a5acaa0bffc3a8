"""What is kept because it is made once and used often: bounded, those used last stay."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class LRUCache(Generic[K, V]):
    """Values by key: at most `most` of them, which together weigh at most `heaviest`."""

    def __init__(self, most: int, heaviest: int | None = None) -> None:
        self._most = most
        self._heaviest = most if heaviest is None else heaviest
        self._values: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self.weight = 0

    def find(self, key: K) -> V | None:
        """The value, which is now the one used last; None where there is none."""
        found = self._values.get(key)
        if found is None:
            return None
        self._values.move_to_end(key)
        return found[0]

    def keep(self, key: K, value: V, weight: int = 1) -> V:
        """Keep a value, in place of those that were used longest ago."""
        self.drop(key)
        self._values[key] = value, weight
        self.weight += weight
        while len(self._values) > self._most or self.weight > self._heaviest:
            self.drop(next(iter(self._values)))
        return value

    def drop(self, key: K) -> None:
        """Keep it no longer."""
        dropped = self._values.pop(key, None)
        if dropped is not None:
            self.weight -= dropped[1]

    def __len__(self) -> int:
        """How many there are."""
        return len(self._values)
