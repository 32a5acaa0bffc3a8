"""What the type of a field says of its values, taken apart once: nulls, lists, leaves, objects."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from graphql import is_abstract_type, is_leaf_type, is_list_type, is_non_null_type

from execution.column import BY_CLASS
from execution.kinds import Kinds
from execution.leaves import Leaf, leaf_of

FEW_NAMES, FEW_CHARACTERS = 64, 1_000
"""What is compiled, and kept, is bounded in its size too."""


class Shape:
    """One layer of a type: what is inside its `!`, and for a list, the shape of its items."""

    __slots__ = ("_by_class", "_is_certain", "inner", "item", "leaf", "nullable", "type")

    def __init__(self, kind: Any) -> None:
        self.type = kind
        self.nullable = not is_non_null_type(kind)
        self.inner: Any = kind if self.nullable else kind.of_type
        self.item: Shape | None = Shape(self.inner.of_type) if is_list_type(self.inner) else None
        self.leaf: Leaf | None = leaf_of(self.inner) if is_leaf_type(self.inner) else None
        check = getattr(self.inner, "is_type_of", None)
        is_object = self.item is None and self.leaf is None and not is_abstract_type(self.inner)
        self._by_class = getattr(check, BY_CLASS, None)
        self._is_certain = is_object and check is None

    def is_certain_of(self, kinds: Kinds) -> bool:
        """Whether all values of these Python types are of this object type for sure, without asking for each of them."""
        if self._by_class is None:
            return self._is_certain
        return all(map(self._by_class, kinds))


def builder(names: tuple[str, ...]) -> Callable[..., list[dict[str, Any]]]:
    """A function that makes objects with these names of columns of their values; for few names, one that is compiled and kept."""
    if len(names) <= FEW_NAMES and sum(map(len, names)) <= FEW_CHARACTERS:
        return _compiled(names)
    return lambda *columns: [
        dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)
    ]


@lru_cache(maxsize=1024)
def _compiled(names: tuple[str, ...]) -> Callable[..., list[dict[str, Any]]]:
    """Python makes a `dict` of names that stand in its source twice as fast as of names in a list.

    Response names are GraphQL's: letters, digits and underscores, so they are what they are in a Python string.
    """
    values = [f"value_{number}" for number in range(len(names))]
    columns = [f"column_{number}" for number in range(len(names))]
    pairs = ", ".join(f"{name!r}: {value}" for name, value in zip(names, values, strict=True))
    source = f"lambda {', '.join(columns)}: [{{{pairs}}} for {', '.join(values)}, in zip({', '.join(columns)})]"
    made: Callable[..., list[dict[str, Any]]] = eval(source, {"zip": zip})  # noqa: S307 - names of the grammar only, see above
    return made
