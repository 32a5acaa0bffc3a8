"""Conditions of a query, as filters add them."""

from collections.abc import Sequence
from typing import Any, cast

from tortoise import Model
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from adapters.database.statement import Slot, among


class Conditions:
    """Conditions of a query whose values are parameters of the statement."""

    def __init__(self, model: type[Model]) -> None:
        self._model = model
        self._conditions: list[Q] = []
        self.values: dict[str, Any] = {}
        self.cache_key: tuple[str, ...] | None = ()
        """Names of the conditions; None if the SQL depends on a value and cannot be cached."""

    def add_comparison(self, key: str, value: Any) -> None:
        """Add a condition in Tortoise's notation, such as `event_date__gte`."""
        self._add(Q(**{key: cast("Any", Slot(key))}), key, value)

    def add_in(self, key: str, values: Sequence[Any]) -> None:
        """Add the condition that the value of a column is one of these."""
        self._add(among(self._model, key, f"{key}__in"), f"{key}__in", list(values))

    def add_literal(self, condition: Q) -> None:
        """Add a condition that contains its own values; the statement is then not cached."""
        self._conditions.append(condition)
        self.cache_key = None

    def _add(self, condition: Q, key: str, value: Any) -> None:
        self._conditions.append(condition)
        self.values[key] = value
        if self.cache_key is not None:
            self.cache_key = (*self.cache_key, key)

    def __call__(self, query: QuerySet[Any]) -> QuerySet[Any]:
        """Return the query with all conditions."""
        return query.filter(*self._conditions) if self._conditions else query
