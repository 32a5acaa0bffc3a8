"""Column types that SQLite and PostgreSQL both support, and enums shared by several tables."""

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
    """Column of a small set of enum members, stored as their sorted values joined by spaces.

    Arrays exist on PostgreSQL only, and JSON cannot be filtered on SQLite; text works on both.
    No value may contain another one, so that `__contains` matches exactly one member.
    """

    SQL_TYPE = "VARCHAR(100)"
    field_type = frozenset

    def __init__(self, enum: type[E], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.enum = enum

    def to_db_value(self, value: Any, instance: type[Model] | Model) -> str | None:
        """Return the stored text; a text given by a filter is returned unchanged."""
        if value is None or isinstance(value, str):
            return value
        return " ".join(sorted(self.enum(member).value for member in value))

    def to_python_value(self, value: Any) -> frozenset[E] | None:
        """Return the set of members of a stored text or an iterable of members."""
        if value is None:
            return None
        return (
            _parse_members(self.enum, value)
            if isinstance(value, str)
            else frozenset(self.enum(member) for member in value)
        )


@lru_cache(maxsize=1024)
def _parse_members(enum: type[E], text: str) -> frozenset[E]:
    """Return the members of a stored text."""
    return frozenset(enum(member) for member in text.split())
