"""Compiled statements: a Tortoise query with slots for its values, built once and run often.

Tortoise takes 0.2 ms to build a query and more to make model objects of its rows. A query whose
values alone differ from request to request is built once, with a `Slot` for each value; its rows
are plain ones of the selected columns. Names, joins, operators and the dialect stay Tortoise's.
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

from adapters.database.driver_internals import compile_query, limit_by
from adapters.database.row import Reader, row_type

Values = Mapping[str, Any]
"""Values of one run, by the names of their slots."""


class Slot(Term):
    """Placeholder in a query for a value that is known when the statement runs."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def get_sql(self, ctx: SqlContext) -> str:
        """Return a parameter of the statement, which remembers its slot."""
        assert ctx.parameterizer is not None, "a slot is compiled, never run as it is"
        return ctx.parameterizer.create_param(self).get_sql(ctx)


class _AnyOf(Slot):
    """Slot for a list in PostgreSQL."""

    def get_sql(self, ctx: SqlContext) -> str:
        return f"ANY({super().get_sql(ctx)})"


class _Listed(Slot):
    """Slot for a list in SQLite, as JSON text."""

    def get_sql(self, ctx: SqlContext) -> str:
        return f"(SELECT value FROM json_each({super().get_sql(ctx)}))"  # noqa: S608 - a placeholder


def among(model: type[Model], key: str, slot: str) -> Q:
    """Return the condition that `key` is one of the values in a slot."""
    if _dialect(model) == "sqlite":
        return Q(**{f"{key}__in": cast("Any", _Listed(slot))})
    return Q(**{key: cast("Any", _AnyOf(slot))})


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL of a query, its parameters, and the class of its rows."""

    sql: str
    parameters: tuple[tuple[bool, Any], ...]
    """Name of a slot (True) or a constant (False), by position."""
    row: type[Any]
    readers: tuple[Reader | None, ...]
    """Conversion of SQLite's values, by column; PostgreSQL's are read as they are."""

    def arguments(self, values: Values) -> list[Any]:
        """Return the parameters of one run, in the order of the text."""
        return [
            values[parameter] if is_slot else parameter for is_slot, parameter in self.parameters
        ]


def compiled(
    query: QuerySet[Any], columns: Collection[str], *, limit: Slot | None = None, **others: str
) -> Statement:
    """Return the statement that reads these columns of a query's rows.

    `others` are columns of related tables, by their path.
    """
    if limit is not None:
        query = limit_by(query, limit)
    ordered = sorted(columns)
    sql, parameters = _text(query.values(*ordered, **others))
    sqlite = _dialect(query.model) == "sqlite"
    row, readers = row_type(query.model, ordered, others, sqlite=sqlite)
    return Statement(sql, parameters, row, readers)


def counting(query: QuerySet[Any]) -> Statement:
    """Return the statement that counts a query's rows."""
    return Statement(
        *_text(query.count()), tuple if _dialect(query.model) == "sqlite" else Record, (None,)
    )


def _text(query: Any) -> tuple[str, tuple[tuple[bool, Any], ...]]:
    sql, parameters = compile_query(query)
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
    """Return a value in the form in which Tortoise stores it in SQLite."""
    write = SQLITE_VALUES.get(type(value))
    return value if write is None else write(value)
