"""Scalars that refuse what they are not."""

from dataclasses import replace
from datetime import date

import strawberry
from graphql import GraphQLError
from starlette.datastructures import UploadFile
from strawberry.file_uploads import Upload
from strawberry.schema.types.base_scalars import DateDefinition, wrap_parser
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
    description="A file of a multipart request, as the GraphQL multipart request specification says.",
    parse_value=_parse_upload,
    serialize=_no_output,
)
DATE = replace(
    DateDefinition, parse_value=wrap_parser(date.fromisoformat, "Date", include_error=False)
)
"""Strawberry's own says in Python's words why something is no date."""
SCALARS: dict[object, ScalarDefinition] = {Upload: UPLOAD, date: DATE}
