"""A change of a user's accesses, seen before and after: what the user sees more, and what less."""

from collections.abc import Collection
from dataclasses import dataclass, replace

import strawberry
from tortoise import Model
from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

import models
from adapters.database.statement import counting
from data.global_id import read_id
from data.parents import Parents
from data.seen_by import reach_of
from errors import NotFound
from models import Access, Role
from permissions import LOCK_OF, Rule, Viewer, reach, seated
from pipeline.context import Context, Info
from resolvers.decision import Decision, in_the_way
from resolvers.parts import in_order
from resolvers.preconditions import Problems, needed, not_grantable

MANAGEMENT = frozenset({Access.USER_MANAGEMENT})


@dataclass(frozen=True, slots=True)
class AccessDifference:
    """What a user sees more as one viewer than as another."""

    less: Viewer
    more: Viewer

    @property
    def accesses(self) -> list[Access]:
        """The accesses themselves."""
        return in_order(self.more.accesses - self.less.accesses)

    def opens(self, rules: Collection[type[Rule]]) -> bool:
        """Whether all of these rules allow the one, and not the other."""
        return all(rule.allows(self.more) for rule in rules) and not all(
            rule.allows(self.less) for rule in rules
        )

    def rows(self, model: type[Model]) -> QuerySet[Model] | None:
        """The rows of a model that only the one sees; None where the type's lock or `reach` makes no difference."""
        lock, more = LOCK_OF[model], reach(model, self.more)
        if not lock.allows(self.more):
            return None
        if not lock.allows(self.less):
            return more
        if reach_of(model, self.more) == reach_of(model, self.less):
            return None
        return more.exclude(id__in=Subquery(reach(model, self.less).values("id")))


@dataclass(frozen=True, slots=True)
class AccessChange:
    """A user before and after a change of accesses, and what stands in its way."""

    user: models.User
    before: Viewer
    after: Viewer
    problems: Problems

    @property
    def decision(self) -> Decision:
        """What the order answers."""
        return Decision(not self.problems, tuple(map(in_the_way, self.problems)))

    @property
    def gained(self) -> AccessDifference:
        """What the user sees more afterwards."""
        return AccessDifference(self.before, self.after)

    @property
    def lost(self) -> AccessDifference:
        """What the user sees no more."""
        return AccessDifference(self.after, self.before)


@dataclass(frozen=True, slots=True)
class ObjectCount:
    """How many objects of one type."""

    type: str
    count: int | None


async def preview_access_change(
    info: Info, user_id: strawberry.ID, accesses: list[Access], administrator: bool | None = None
) -> AccessChange:
    """What a user would see more, and what less, if `changeAccesses` were ordered with these arguments. Nothing is changed."""
    membership = await find_membership(info.context, user_id)
    return await plan(info.context, membership, accesses, administrator)


async def find_membership(context: Context, user_id: str) -> models.Membership:
    """The user's membership in the company that the viewer acts for."""
    key = read_id(user_id, models.User, "userId")
    membership = (
        await reach(models.Membership, context.signed_in())
        .filter(user_id=key)
        .select_related("user")
        .get_or_none()
    )
    if membership is None:
        raise NotFound("user")
    return membership


async def plan(
    context: Context,
    membership: models.Membership,
    accesses: Collection[Access],
    administrator: bool | None,
) -> AccessChange:
    """What a membership becomes with these accesses, and with `administrator` in another role; nothing is changed."""
    problems: Problems = ()
    role, kept = membership.role, membership.accesses
    if administrator is not None:
        role = Role.ADMINISTRATOR if administrator else Role.USER
    if role is Role.USER:
        (problems,) = await needed(context, [membership], "administrator")
        kept -= MANAGEMENT  # it was an administrator's: whoever is promoted again starts without it
    problems = problems or not_grantable(kept ^ set(accesses), "accesses")
    before = seated(membership)
    return AccessChange(
        membership.user, before, replace(before, role=role, accesses=frozenset(accesses)), problems
    )


async def list_object_counts(
    differences: Parents[AccessDifference], info: Info
) -> list[list[ObjectCount]]:
    """How many objects of each type, where there are some."""
    return [await _counted(info.context, difference) for difference in differences]


async def _counted(context: Context, difference: AccessDifference) -> list[ObjectCount]:
    rows = {model: found for model in LOCK_OF if (found := difference.rows(model)) is not None}
    counts = [
        ObjectCount(model.__name__, await _count(context, model, found))
        for model, found in rows.items()
    ]
    return [counted for counted in counts if counted.count != 0]


async def _count(context: Context, model: type[Model], rows: QuerySet[Model]) -> int | None:
    """How many rows; None where the type is closed to whoever asks, or another's view would tell it."""
    if not LOCK_OF[model].allows(context.viewer):
        return None
    ((number,),) = await context.fetch_rows(counting(rows), {})
    return int(number)
