"""Which Python types need a look at each value: asked once for all the types of a column, not for its values."""

from collections.abc import Iterable
from functools import lru_cache
from types import GeneratorType, NoneType
from typing import Any

from graphql import Undefined

Kinds = frozenset[Any]


def may_wait(kind: Any) -> bool:
    """Whether a value of this type may be something to await."""
    return hasattr(kind, "__await__") or issubclass(kind, GeneratorType)


@lru_cache(maxsize=1024)
def is_plain(kind: Any) -> bool:
    """Whether every value of this type is a value: no null, no error, nothing to await."""
    return not (
        kind is NoneType
        or kind is type(Undefined)
        or issubclass(kind, BaseException)
        or may_wait(kind)
    )


def kinds_of(values: Iterable[Any]) -> Kinds:
    """The types of a column's values."""
    return frozenset(map(type, values))


@lru_cache(maxsize=1024)
def all_plain(kinds: Kinds) -> bool:
    """Whether no value of these types is null, an error or something to await."""
    return all(map(is_plain, kinds))


@lru_cache(maxsize=1024)
def any_may_wait(kinds: Kinds) -> bool:
    """Whether a value of these types may be something to await."""
    return any(map(may_wait, kinds))
