"""Output type of a field, analysed once: nulls, lists, leaves and objects."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from graphql import is_abstract_type, is_leaf_type, is_list_type, is_non_null_type

from execution.column import BY_CLASS
from execution.leaves import Leaf, leaf_of
from execution.value_types import ValueTypes

MAX_COMPILED_NAMES, MAX_COMPILED_CHARACTERS = 64, 1_000
"""Bounds of the object builders that are compiled and cached."""


class OutputType:
    """One level of an output type: its nullable inner type, and for a list its item type."""

    __slots__ = ("_by_class", "_is_certain", "inner", "item", "leaf", "nullable", "type")

    def __init__(self, kind: Any) -> None:
        self.type = kind
        self.nullable = not is_non_null_type(kind)
        self.inner: Any = kind if self.nullable else kind.of_type
        self.item: OutputType | None = (
            OutputType(self.inner.of_type) if is_list_type(self.inner) else None
        )
        self.leaf: Leaf | None = leaf_of(self.inner) if is_leaf_type(self.inner) else None
        check = getattr(self.inner, "is_type_of", None)
        is_object = self.item is None and self.leaf is None and not is_abstract_type(self.inner)
        self._by_class = getattr(check, BY_CLASS, None)
        self._is_certain = is_object and check is None

    def is_certain_for(self, value_types: ValueTypes) -> bool:
        """Return True if all values of these Python types are certainly of this object type."""
        if self._by_class is None:
            return self._is_certain
        return all(map(self._by_class, value_types))


def object_builder(names: tuple[str, ...]) -> Callable[..., list[dict[str, Any]]]:
    """Return a function that builds objects with these names from columns of values.

    For a few short names the function is compiled and cached.
    """
    if len(names) <= MAX_COMPILED_NAMES and sum(map(len, names)) <= MAX_COMPILED_CHARACTERS:
        return _compiled_builder(names)
    return lambda *columns: [
        dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)
    ]


@lru_cache(maxsize=1024)
def _compiled_builder(names: tuple[str, ...]) -> Callable[..., list[dict[str, Any]]]:
    """Compile a builder: a `dict` display is twice as fast as a `dict` of zipped names.

    Response names are GraphQL names (letters, digits, underscores), so they are safe in Python
    source.
    """
    values = [f"value_{number}" for number in range(len(names))]
    columns = [f"column_{number}" for number in range(len(names))]
    pairs = ", ".join(f"{name!r}: {value}" for name, value in zip(names, values, strict=True))
    parameters = ", ".join(columns)
    rows = f"for {', '.join(values)}, in zip({parameters})"
    source = f"lambda {parameters}: [{{{pairs}}} {rows}]"
    made: Callable[..., list[dict[str, Any]]] = eval(source, {"zip": zip})  # noqa: S307 - names of the grammar only, see above
    return made
