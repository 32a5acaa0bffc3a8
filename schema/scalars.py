"""Scalars with their specifications, and parsers that refuse other values."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Final, TypeVar

import strawberry
from graphql import GraphQLError
from starlette.datastructures import UploadFile
from strawberry.file_uploads import Upload
from strawberry.schema.types.base_scalars import (
    DateDefinition,
    DateTimeDefinition,
    DecimalDefinition,
    wrap_parser,
)
from strawberry.types.scalar import ScalarDefinition

Day = TypeVar("Day", bound=date)

FULL_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FULL_DATE_TIME: Final = re.compile(
    FULL_DATE.pattern + r"T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})"
)
"""Forms of RFC 3339, 5.6; Python reads all of ISO 8601, such as `20260131` and `2026-W05-6`."""


def _parse_date(text: str) -> date:
    if FULL_DATE.fullmatch(text) is None:
        raise ValueError("Expected the form YYYY-MM-DD (RFC 3339).")
    return _or_no_such_day(date.fromisoformat, text)


def _parse_date_time(text: str) -> datetime:
    if FULL_DATE_TIME.fullmatch(text) is None:
        raise ValueError("Expected the form YYYY-MM-DDThh:mm:ssZ, or with an offset (RFC 3339).")
    return _or_no_such_day(datetime.fromisoformat, text)


def _or_no_such_day(parse: Callable[[str], Day], text: str) -> Day:
    """Parse a text of the right form, without Python's message for a day that does not exist."""
    try:
        return parse(text)
    except ValueError:
        raise ValueError("There is no such date or time.") from None


def _parse_upload(value: object) -> UploadFile:
    if not isinstance(value, UploadFile):
        raise GraphQLError(
            "An Upload is a file of a multipart request (GraphQL multipart request specification)."
        )
    return value


def _no_output(value: object) -> object:
    raise GraphQLError("Upload is for input only.")


UPLOAD: ScalarDefinition = strawberry.scalar(
    name="Upload",
    description="File of a multipart request (GraphQL multipart request specification), for input "
    "only.",
    specified_by_url="https://github.com/jaydenseric/graphql-multipart-request-spec",
    parse_value=_parse_upload,
    serialize=_no_output,
)
DATE = replace(
    DateDefinition,
    description="Calendar date in the form `YYYY-MM-DD` (RFC 3339, `full-date`).",
    specified_by_url="https://www.rfc-editor.org/rfc/rfc3339#section-5.6",
    parse_value=wrap_parser(_parse_date, "Date"),
)
DATE_TIME = replace(
    DateTimeDefinition,
    description="Timestamp in UTC in the form `YYYY-MM-DDThh:mm:ss.ssssss+00:00` (RFC 3339, "
    "`date-time`); the fraction is left out if it is zero.",
    specified_by_url="https://www.rfc-editor.org/rfc/rfc3339#section-5.6",
    parse_value=wrap_parser(_parse_date_time, "DateTime"),
)
DECIMAL = replace(
    DecimalDefinition,
    description='Exact decimal number as a string, such as `"-1234.50"` (XML Schema, `decimal`).',
    specified_by_url="https://www.w3.org/TR/xmlschema-2/#decimal",
)
SCALARS: dict[object, ScalarDefinition] = {
    Upload: UPLOAD,
    date: DATE,
    datetime: DATE_TIME,
    Decimal: DECIMAL,
}
