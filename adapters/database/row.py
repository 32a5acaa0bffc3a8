"""Plain rows: the selected columns of a table, read by name, with the model's methods.

A row is the record of the database driver: asyncpg's `Record` of PostgreSQL, a tuple of SQLite. Its
class is made with the statement: one property for each column, and the model's own methods. A
column that was not selected is no attribute.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from operator import itemgetter
from types import FunctionType
from typing import Any, cast
from uuid import UUID

from asyncpg import Record
from tortoise import Model
from tortoise.fields import DateField, DatetimeField, UUIDField
from tortoise.fields.base import Field

Reader = Callable[[Any], Any]


def model_of(row: Any) -> type[Model]:
    """Return the model of a row or a model object."""
    found: type[Model] = getattr(row, "model", None) or type(row)
    return found


def row_type(
    model: type[Model], columns: Sequence[str], others: Mapping[str, str], *, sqlite: bool
) -> tuple[type[Any], tuple[Reader | None, ...]]:
    """Return the class of a statement's rows, and the conversions of SQLite's columns.

    `others` are columns of related tables, by their path. Statements of the same columns have the
    same class: the driver caches prepared statements by text and class.
    """
    return _row_type(cast("Any", model), tuple(columns), tuple(others.items()), sqlite=sqlite)


@lru_cache(maxsize=1024)
def _row_type(
    model: Any, columns: tuple[str, ...], paths: tuple[tuple[str, str], ...], *, sqlite: bool
) -> tuple[type[Any], tuple[Reader | None, ...]]:
    others = dict(paths)
    fields = [
        *(model._meta.fields_map.get(column) for column in columns),
        *(_field(model, path) for path in others.values()),
    ]
    names = [*columns, *others]
    members: dict[str, Any] = {"__slots__": (), "model": model, **_own(model)}
    for index, (name, field) in enumerate(zip(names, fields, strict=True)):
        members[name] = property(_getter(index, None if sqlite else field))
    if model._meta.pk_attr in columns:
        members["pk"] = members[model._meta.pk_attr]
    members["columns"] = {
        name: _column(index, None if sqlite else field)
        for index, (name, field) in enumerate(zip(names, fields, strict=True))
    }
    readers = tuple(_sqlite_reader(field) if sqlite else None for field in fields)
    return type(f"{model.__name__}Row", (tuple if sqlite else Record,), members), readers


def _own(model: type[Model]) -> dict[str, Any]:
    """Return the methods and properties of the model's own class body."""
    tables = model._meta.fields_map
    return {
        name: member
        for name, member in vars(model).items()
        if not name.startswith("_")
        and name not in tables
        and isinstance(member, FunctionType | property)
    }


def _field(model: type[Model], path: str) -> Field[Any]:
    """Return the field at the end of a path such as `membership__role`."""
    *steps, last = path.split("__")
    for step in steps:
        model = model._meta.fields_map[step].related_model  # type: ignore[attr-defined]
    return model._meta.fields_map[last]


def _getter(index: int, field: Field[Any] | None) -> Callable[[Any], Any]:
    """Return the getter of a column; PostgreSQL's values are Python's already, but for enums."""
    read = _enum_reader(field)
    if read is None:
        return itemgetter(index)
    return lambda row: read(row[index])


def _column(index: int, field: Field[Any] | None) -> Callable[[Any], Any]:
    """Return the getter for a whole column: enum values stay text, as in the response."""
    return itemgetter(index) if hasattr(field, "enum_type") else _getter(index, field)


def _enum_reader(field: Field[Any] | None) -> Reader | None:
    enum = getattr(field, "enum_type", None)
    if enum is not None:
        members = {None: None, **{member.value: member for member in enum}}
        return members.__getitem__
    return field.to_python_value if field is not None and hasattr(field, "enum") else None


def _sqlite_reader(field: Field[Any] | None) -> Reader | None:
    """Return the conversion of SQLite's text to a Python value, None if it needs none."""
    for kind, read in (
        (UUIDField, UUID),
        (DatetimeField, datetime.fromisoformat),
        (DateField, date.fromisoformat),
    ):
        if isinstance(field, kind):
            return _or_none(read)
    return _enum_reader(field)


def _or_none(read: Reader) -> Reader:
    return lambda value: None if value is None else read(value)
