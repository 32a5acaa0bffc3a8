"""Which Python types need a look at each value: asked once for all the types of a column, not for its values."""

from collections.abc import Iterable
from functools import lru_cache
from types import GeneratorType, NoneType
from typing import Any

from graphql import Undefined


@lru_cache(maxsize=1024)
def may_wait(kind: Any) -> bool:
    """Whether a value of this type may be something to await."""
    return hasattr(kind, "__await__") or issubclass(kind, GeneratorType)


@lru_cache(maxsize=1024)
def is_plain(kind: Any) -> bool:
    """Whether every value of this type is a value: no null, no error, nothing to await."""
    return not (kind is NoneType or kind is type(Undefined) or issubclass(kind, BaseException) or may_wait(kind))


def all_plain(values: Iterable[Any]) -> bool:
    """Whether none of these is null, an error or something to await."""
    return all(map(is_plain, set(map(type, values))))


def any_may_wait(values: Iterable[Any]) -> bool:
    """Whether one of these may be something to await."""
    return any(map(may_wait, set(map(type, values))))
