"""SQL that is built once and run often: a Tortoise query with slots for its values, compiled to text.

Tortoise takes 0.2 ms to build a query and more to make model objects of its rows. A query that differs from the
last one in its values only is built once, with a `Slot` wherever a value would be, and run with the values of
each request; its rows are plain ones of the selected columns. What Tortoise knows stays its own: names, joins,
operators, the dialect.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, cast
from uuid import UUID

import orjson
from asyncpg import Record
from pypika_tortoise.context import SqlContext
from pypika_tortoise.terms import Term
from tortoise import Model
from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from adapters.database.row import Reader, row_type

Values = Mapping[str, Any]
"""The values of one run, by the names of their slots."""


class Slot(Term):
    """Stands in a query for a value that is known when the statement runs."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def get_sql(self, ctx: SqlContext) -> str:
        """A parameter of the statement, which remembers whose place it takes."""
        assert ctx.parameterizer is not None, "a slot is compiled, never run as it is"
        return ctx.parameterizer.create_param(self).get_sql(ctx)


class _AnyOf(Slot):
    """A slot for a list, as PostgreSQL compares with one."""

    def get_sql(self, ctx: SqlContext) -> str:
        return f"ANY({super().get_sql(ctx)})"


class _Listed(Slot):
    """A slot for a list, which SQLite reads from JSON text."""

    def get_sql(self, ctx: SqlContext) -> str:
        return f"(SELECT value FROM json_each({super().get_sql(ctx)}))"  # noqa: S608 - a placeholder


def among(model: type[Model], key: str, slot: str) -> Q:
    """The condition that `key` is one of the values in a slot."""
    if _dialect(model) == "sqlite":
        return Q(**{f"{key}__in": cast("Any", _Listed(slot))})
    return Q(**{key: cast("Any", _AnyOf(slot))})


@dataclass(frozen=True, slots=True)
class Statement:
    """The text of a query, what to put into its parameters, and what to make of its rows."""

    sql: str
    parameters: tuple[tuple[bool, Any], ...]
    """Each a slot's name (True) or a constant (False)."""
    row: type[Any]
    readers: tuple[Reader | None, ...]
    """What SQLite's values become, column by column; PostgreSQL's are read as they are."""

    def arguments(self, values: Values) -> list[Any]:
        """The parameters of one run, in the order of the text."""
        return [
            values[parameter] if is_slot else parameter for is_slot, parameter in self.parameters
        ]


def compiled(
    query: QuerySet[Any], columns: Collection[str], *, limit: Slot | None = None, **others: str
) -> Statement:
    """The statement that reads these columns of a query's rows; `others` are columns of related tables, by their path."""
    if limit is not None:
        query = query.limit(1)
        query._limit = limit  # type: ignore[assignment] # `limit()` itself takes numbers only
    ordered = sorted(columns)
    sql, parameters = _text(query.values(*ordered, **others))
    sqlite = _dialect(query.model) == "sqlite"
    row, readers = row_type(query.model, ordered, others, sqlite=sqlite)
    return Statement(sql, parameters, row, readers)


def counting(query: QuerySet[Any]) -> Statement:
    """The statement that counts a query's rows."""
    return Statement(
        *_text(query.count()), tuple if _dialect(query.model) == "sqlite" else Record, (None,)
    )


def _text(query: Any) -> tuple[str, tuple[tuple[bool, Any], ...]]:
    query._choose_db_if_not_chosen()
    query._make_query()
    sql, parameters = query.query.get_parameterized_sql()
    return sql, tuple(
        (True, value.name) if isinstance(value, Slot) else (False, value) for value in parameters
    )


def _dialect(model: type[Model]) -> str:
    return str(model._meta.db.capabilities.dialect)


SQLITE_VALUES: Final[Mapping[type, Callable[[Any], Any]]] = {
    UUID: str,
    datetime: lambda moment: moment.isoformat(" "),
    date: date.isoformat,
    list: lambda values: orjson.dumps([for_sqlite(value) for value in values]).decode(),
}


def for_sqlite(value: Any) -> Any:
    """A value as SQLite keeps it: what Tortoise writes there."""
    write = SQLITE_VALUES.get(type(value))
    return value if write is None else write(value)
