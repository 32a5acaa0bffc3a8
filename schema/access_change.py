"""A change of a user's accesses, seen before and after."""

from collections.abc import Sequence

import strawberry

from models import Access
from permissions import Anyone
from pipeline.context import Info, Parents
from resolvers.access_change import AccessDifference as Difference
from resolvers.access_change import list_object_counts
from schema.decision import Decision
from schema.field import column, field
from schema.user import User


def list_opened(differences: Parents[Difference], info: Info) -> list[Sequence[str]]:
    """The schema coordinates that ask for a rule, such as `Query.invoices`; a type, such as `Invoice`, stands for its plain fields."""
    in_force = info.schema.locks.in_force  # type: ignore[attr-defined]
    return [
        [coordinate for coordinate, rules in in_force if difference.opens(rules)]
        for difference in differences
    ]


@strawberry.type(description="How many objects of one type.")
class ObjectCount:
    """How many objects of one type."""

    type: str = column("The type's name, such as `Claim`.")
    count: int | None = column(
        "Null where the type is closed to you: open it for yourself first, which is kept as a security event."
    )


@strawberry.type(description="What a user sees more at one time than at another.")
class AccessDifference:
    """What a user sees more at one time than at another."""

    accesses: list[Access]
    fields: list[str] = field(list_opened, needs=Anyone)
    objects: list[ObjectCount] = field(list_object_counts, needs=Anyone)


@strawberry.type(description="A change of a user's accesses, seen before and after.")
class AccessChange:
    """A change of a user's accesses, seen before and after."""

    user: User
    decision: Decision = column(
        "As `changeAccesses` answers: allowed, or what stands in the way, with the `errors`' codes and fields."
    )
    gained: AccessDifference = column("What the user sees afterwards and did not before.")
    lost: AccessDifference = column("What the user saw before and does not afterwards.")
