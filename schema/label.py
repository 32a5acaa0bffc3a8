"""Labels of the enum values, for people."""

import strawberry

from schema.field import column


@strawberry.type
class EnumLabel:
    """Label of one enum value, in the language of the response."""

    enum: str = column("Name of the enum in this schema, such as `ClaimStatus`.")
    value: str = column("Enum value, such as `IN_REVIEW`.")
    label: str = column("Label for people; not for programs to branch on.")
