"""Preview of a change of a user's accesses."""

from collections.abc import Sequence

import strawberry

from data.parents import Parents
from models import Access
from permissions import Anyone
from pipeline.context import Info
from resolvers.access_change import AccessDifference as Difference
from resolvers.access_change import list_object_counts
from schema.decision import Decision
from schema.field import column, field
from schema.user import User


def list_opened(differences: Parents[Difference], info: Info) -> list[Sequence[str]]:
    """Schema coordinates that the user can use with these accesses only, such as `Query.invoices`.

    A type, such as `Invoice`, stands for its fields without a rule of their own.
    """
    in_force = info.schema.locks.in_force  # type: ignore[attr-defined]
    return [
        [coordinate for coordinate, rules in in_force if difference.opens(rules)]
        for difference in differences
    ]


@strawberry.type
class ObjectCount:
    """Number of objects of one type."""

    type: str = column("Name of the type, such as `Claim`.")
    count: int | None = column(
        "Number of objects; null if the viewer may not see the type: a count would reveal data "
        "without a trace."
    )


@strawberry.type
class AccessDifference:
    """Accesses that a user gains or loses, with all that depends on them."""

    accesses: list[Access] = column("Accesses gained or lost.")
    fields: list[str] = field(list_opened, needs=Anyone)
    objects: list[ObjectCount] = field(list_object_counts, needs=Anyone)


@strawberry.type
class AccessChange:
    """Change of a user's accesses in a company: what the user gains and loses."""

    user: User = column("User whose accesses change.")
    decision: Decision = column(
        "Decision of `changeAccesses` on the change; its reasons have the codes and fields of "
        "`errors`."
    )
    gained: AccessDifference = column("Access that the user gains by the change.")
    lost: AccessDifference = column("Access that the user loses by the change.")
