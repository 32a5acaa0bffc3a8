"""Change of a user's accesses, previewed and carried out: the gain and the loss of visible data."""

from collections.abc import Collection
from dataclasses import dataclass, replace

import strawberry
from tortoise import Model
from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

import models
from adapters.database.statement import counting
from data.global_id import key_from_global_id
from data.seen_by import reach_key
from errors import NotFound
from models import Access, Role
from permissions import LOCKS, Rule, Viewer, reach, viewer_of_membership
from pipeline.context import Context, Info, Parents
from resolvers.decision import Decision, reason_from_problem
from resolvers.parts import in_enum_order
from resolvers.preconditions import Problems, check_administrator_remains, check_grantable

MANAGEMENT = frozenset({Access.USER_MANAGEMENT})


@dataclass(frozen=True, slots=True)
class AccessDifference:
    """Data that one viewer sees in addition to another: `more` sees it, `less` does not."""

    less: Viewer
    more: Viewer

    @property
    def accesses(self) -> list[Access]:
        """The additional accesses."""
        return in_enum_order(self.more.accesses - self.less.accesses)

    def opens(self, rules: Collection[type[Rule]]) -> bool:
        """Return True if `more` is allowed by all of these rules and `less` is not."""
        return all(rule.allows(self.more) for rule in rules) and not all(
            rule.allows(self.less) for rule in rules
        )

    def rows(self, model: type[Model]) -> QuerySet[Model] | None:
        """Return the rows of a model that only `more` sees.

        None where the type's lock refuses `more`, or where `reach` is the same for both.
        """
        lock, more = LOCKS[model], reach(model, self.more)
        if not lock.allows(self.more):
            return None
        if not lock.allows(self.less):
            return more
        if reach_key(model, self.more) == reach_key(model, self.less):
            return None
        return more.exclude(id__in=Subquery(reach(model, self.less).values("id")))


@dataclass(frozen=True, slots=True)
class AccessChange:
    """A user before and after a change of accesses, with the problems that prevent the change."""

    user: models.User
    before: Viewer
    after: Viewer
    problems: Problems

    @property
    def decision(self) -> Decision:
        """Decision on the change, as the mutation `changeAccesses` would take it."""
        return Decision(not self.problems, tuple(map(reason_from_problem, self.problems)))

    @property
    def gained(self) -> AccessDifference:
        """Data that the user sees only after the change."""
        return AccessDifference(self.before, self.after)

    @property
    def lost(self) -> AccessDifference:
        """Data that the user sees only before the change."""
        return AccessDifference(self.after, self.before)


@dataclass(frozen=True, slots=True)
class ObjectCount:
    """Number of objects of one type; `count` is null where the viewer may not know it."""

    type: str
    count: int | None


async def preview_access_change(
    info: Info, user_id: strawberry.ID, accesses: list[Access], administrator: bool | None = None
) -> AccessChange:
    """What a user would see more, and what less, if `changeAccesses` were ordered with these arguments. Nothing is changed."""
    membership = await find_membership(info.context, user_id)
    return await plan_access_change(info.context, membership, accesses, administrator)


async def find_membership(context: Context, user_id: str) -> models.Membership:
    """Return the user's membership in the viewer's company; raise `NotFound` without one."""
    key = key_from_global_id(user_id, models.User, "userId")
    membership = (
        await reach(models.Membership, context.signed_in())
        .filter(user_id=key)
        .select_related("user")
        .get_or_none()
    )
    if membership is None:
        raise NotFound("user")
    return membership


async def plan_access_change(
    context: Context,
    membership: models.Membership,
    accesses: Collection[Access],
    administrator: bool | None,
) -> AccessChange:
    """Return the change that these accesses would make; nothing is saved.

    With `administrator`, the role changes as well.
    """
    problems: Problems = ()
    role, fixed = membership.role, membership.accesses
    if administrator is not None:
        role = Role.ADMINISTRATOR if administrator else Role.USER
    if role is Role.USER:
        (problems,) = await check_administrator_remains(context, [membership], "administrator")
        fixed -= MANAGEMENT  # only administrators have it, and a later promotion starts without it
    problems = problems or check_grantable(fixed ^ set(accesses), "accesses")
    before = viewer_of_membership(membership)
    return AccessChange(
        membership.user, before, replace(before, role=role, accesses=frozenset(accesses)), problems
    )


async def list_object_counts(
    differences: Parents[AccessDifference], info: Info
) -> list[list[ObjectCount]]:
    """How many objects of each type, where there are some."""
    return [await _object_counts(info.context, difference) for difference in differences]


async def _object_counts(context: Context, difference: AccessDifference) -> list[ObjectCount]:
    rows = {model: found for model in LOCKS if (found := difference.rows(model)) is not None}
    counts = [
        ObjectCount(model.__name__, await _count_rows(context, model, found))
        for model, found in rows.items()
    ]
    return [counted for counted in counts if counted.count != 0]


async def _count_rows(context: Context, model: type[Model], rows: QuerySet[Model]) -> int | None:
    """Return the number of rows; None where the type's lock refuses the viewer."""
    if not LOCKS[model].allows(context.viewer):
        return None
    ((number,),) = await context.fetch_rows(counting(rows), {})
    return int(number)
