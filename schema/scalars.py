"""Scalars with their specifications, and parsers that refuse other values."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

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
    parse_value=wrap_parser(date.fromisoformat, "Date", include_error=False),
)
"""Strawberry's own parser repeats Python's error message."""
DATE_TIME = replace(
    DateTimeDefinition,
    description="Timestamp in UTC in the form `YYYY-MM-DDThh:mm:ss.ssssss+00:00` (RFC 3339, "
    "`date-time`); the fraction is left out if it is zero.",
    specified_by_url="https://www.rfc-editor.org/rfc/rfc3339#section-5.6",
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
