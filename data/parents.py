"""Parents of a nested resolver, and the declaration of the columns that it reads of them."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from tortoise import Model

READS, JOINS = "reads", "joins"
"""Attributes of a resolver in which `reads` keeps its declaration."""

Row = TypeVar("Row")
Resolver = TypeVar("Resolver", bound=Callable[..., Any])


class Parents(list[Row], Generic[Row]):
    """All objects of one level of the response.

    A nested resolver receives them at once and returns one result for each, in their order.
    """


def reads(*columns: str, **joins: type[Model]) -> Callable[[Resolver], Resolver]:
    """Declare the columns of its parents that a resolver reads, beside the primary key.

    For a resolver without this declaration all columns are fetched. `joins` are relations of the
    parents to one row each, whose columns may come with the parents (`data.rows.joined`).
    """

    def declare(resolver: Resolver) -> Resolver:
        setattr(resolver, READS, frozenset(columns))
        setattr(resolver, JOINS, tuple(joins.items()))
        return resolver

    return declare
