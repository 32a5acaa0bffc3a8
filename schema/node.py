"""`Node`: the interface of all objects with a global ID; a type's lock holds on every path."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar, cast

import strawberry
from tortoise import Model

from data.global_id import list_ids
from execution.column import BY_CLASS, ROW_KIND
from permissions import LOCKS, Anyone
from permissions.lock import describe_with_lock, lock
from schema.description import text_of
from schema.field import field

T = TypeVar("T")


@strawberry.interface
class Node:
    """Object with a global ID (Relay Global Object Identification)."""

    id: strawberry.ID = field(list_ids, needs=Anyone)


def noun(model: type[Model]) -> Callable[[type[T]], type[T]]:
    """Decorate a GraphQL type of rows of `model`, with the model's lock."""

    def declare(cls: type[T]) -> type[T]:
        @lru_cache(maxsize=256)
        def is_of_model(row_class: type[Any]) -> bool:
            return issubclass(getattr(row_class, "model", row_class), model)

        def is_type_of(row: Any, info: Any) -> bool:
            return is_of_model(cast("Any", type(row)))

        setattr(is_type_of, BY_CLASS, is_of_model)
        cls.is_type_of = staticmethod(is_type_of)  # type: ignore[attr-defined]
        setattr(cls, ROW_KIND, model)
        return strawberry.type(
            cls,
            description=describe_with_lock(text_of(cls), LOCKS[model]),
            directives=lock(LOCKS[model]),
        )

    return declare
