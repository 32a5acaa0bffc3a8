"""Classification of Python types: checked once per type of a column, not per value."""

from collections.abc import Iterable
from functools import lru_cache
from types import GeneratorType, NoneType
from typing import Any

from graphql import Undefined

ValueTypes = frozenset[Any]


def is_awaitable_type(kind: Any) -> bool:
    """Return True if a value of this type may be awaitable."""
    return hasattr(kind, "__await__") or issubclass(kind, GeneratorType)


@lru_cache(maxsize=1024)
def is_plain(kind: Any) -> bool:
    """Return True if values of this type are never null, an error or an awaitable."""
    return not (
        kind is NoneType
        or kind is type(Undefined)
        or issubclass(kind, BaseException)
        or is_awaitable_type(kind)
    )


def value_types_of(values: Iterable[Any]) -> ValueTypes:
    """Return the types of a column's values."""
    return frozenset(map(type, values))


@lru_cache(maxsize=1024)
def all_plain(value_types: ValueTypes) -> bool:
    """Return True if values of these types are never null, an error or an awaitable."""
    return all(map(is_plain, value_types))


@lru_cache(maxsize=1024)
def any_is_awaitable(value_types: ValueTypes) -> bool:
    """Return True if a value of these types may be awaitable."""
    return any(map(is_awaitable_type, value_types))
