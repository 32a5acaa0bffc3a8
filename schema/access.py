"""Access of the viewer to one schema coordinate and, with an ID, to one object."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import strawberry

from data.global_id import from_global_id
from errors import BadUserInput, NotFound
from i18n import gettext
from permissions import LOCKS, reach
from permissions.reach import EXPIRY_COLUMNS
from pipeline.context import Info
from resolvers.action_table import find_action
from resolvers.decision import ALLOWED, Decision, Reason, decide, decide_each, decide_rows
from schema.decision import Reason as ReasonType
from schema.field import column
from schema.permission import RuleEntry, RuleType


@dataclass(frozen=True, slots=True)
class AccessAnswer:
    """Decision of the rules at a coordinate on the viewer."""

    coordinate: str
    rules: Sequence[RuleEntry]
    reasons: Sequence[Reason] = field(default=())

    @property
    def allowed(self) -> bool:
        """True if no reason speaks against it."""
        return not self.reasons


@strawberry.type(name="AccessAnswer")
class AccessAnswerType:
    """Decision for the viewer at one coordinate of the schema, with the reasons for a refusal."""

    coordinate: str = column("Schema coordinate that was asked about.")
    allowed: bool = column("True if the viewer may use the coordinate.")
    rules: list[RuleType] = column(
        "Rules that apply at the coordinate, on every path to it; empty if it is public."
    )
    reasons: list[ReasonType] = column("Reasons for the refusal; empty if it is allowed.")


async def get_access(info: Info, coordinate: str, id: strawberry.ID | None = None) -> AccessAnswer:  # noqa: A002 - Relay's name
    """Decision for the viewer at a coordinate of the schema, and on one object if its `id` is given.

    The error `BAD_USER_INPUT` for an unknown coordinate, or an ID of another type.

    Args:
        coordinate: Schema coordinate (GraphQL specification), such as `Invoice.amount` or `Mutation.submitClaim`.
        id: Global ID of the object to decide on, by its state as well; null for the coordinate in general.
    """
    locks = info.schema.locks  # type: ignore[attr-defined]
    try:
        rules = locks.of(coordinate)
    except LookupError:
        raise BadUserInput(
            gettext("The schema has no such coordinate."), argument="coordinate"
        ) from None
    entries = [RuleEntry(rule, locks.of_rule(rule)) for rule in rules]
    reasons = [
        reason for decision in await decide_each(info.context, rules) for reason in decision.reasons
    ]
    if id is not None and not reasons:
        reasons += (await _decide_row(info, coordinate, id)).reasons
    return AccessAnswer(coordinate, entries, reasons)


async def _decide_row(info: Info, coordinate: str, id: str) -> Decision:  # noqa: A002
    """Return the decision for one object: the viewer sees it, and its state allows the action."""
    model, key = from_global_id(id, "id")
    if (refused := await decide(info.context, LOCKS[model])).reasons:
        return refused
    action = find_action(coordinate, model)
    if action is None and coordinate.partition(".")[0] not in (model.__name__, "Query"):
        raise BadUserInput(
            gettext("This is not the ID of an object of the coordinate's type."), argument="id"
        )
    row = await reach(model, info.context.signed_in()).get_or_none(id=key)
    expiry = EXPIRY_COLUMNS.get(model)
    if row is None or (expiry is not None and getattr(row, expiry) <= info.context.now):
        return Decision(False, (Reason(NotFound.code, NotFound(model.__name__.lower()).message),))
    return (await decide_rows(info.context, action, [row]))[0] if action is not None else ALLOWED
