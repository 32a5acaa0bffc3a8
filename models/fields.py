"""Column types that SQLite and PostgreSQL both keep, and the enums that several tables share."""

from enum import StrEnum
from functools import lru_cache
from typing import Any, Generic, TypeVar

from tortoise import Model
from tortoise.fields.base import Field

E = TypeVar("E", bound=StrEnum)


class Language(StrEnum):
    """A language that the portal speaks, by its ISO 639-1 code."""

    FR = "FR"
    DE = "DE"
    IT = "IT"
    EN = "EN"


class EnumSet(Field[frozenset[E]], Generic[E]):
    """A small set of enum members, kept as their values in alphabetical order with a space between.

    Arrays exist on PostgreSQL only and JSON cannot be filtered on SQLite; a text does on both.
    A member may not contain another one's value, so `__contains` finds exactly one member.
    """

    SQL_TYPE = "VARCHAR(100)"
    field_type = frozenset

    def __init__(self, enum: type[E], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.enum = enum

    def to_db_value(self, value: Any, instance: type[Model] | Model) -> str | None:
        """The text that is stored; a text (from a filter) passes as it is."""
        if value is None or isinstance(value, str):
            return value
        return " ".join(sorted(self.enum(member).value for member in value))

    def to_python_value(self, value: Any) -> frozenset[E] | None:
        """The set of members, from a stored text or any iterable of members."""
        if value is None:
            return None
        return (
            _kept(self.enum, value)
            if isinstance(value, str)
            else frozenset(self.enum(member) for member in value)
        )


@lru_cache(maxsize=1024)
def _kept(enum: type[E], text: str) -> frozenset[E]:
    """The set that is kept as this text."""
    return frozenset(enum(member) for member in text.split())
