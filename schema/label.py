"""What people call the members of the enums."""

import strawberry

from schema.field import column


@strawberry.type(
    description="What people call one member of an enum, in the language of the answer."
)
class EnumLabel:
    """What people call one member of an enum."""

    enum: str = column("The enum's name in this schema, such as `ClaimStatus`.")
    value: str = column("The member, as the API writes it.")
    label: str = column("For people; never to be decided by.")
