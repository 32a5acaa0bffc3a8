"""Decisions in advance, on rules and on actions on rows: allowed, or the reasons against it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from errors import Problem
from models import Access
from permissions import AskWho, MissingRequirement, Rule
from pipeline.context import Context
from resolvers.contact import Contact, find_contacts
from resolvers.preconditions import Problems


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason against an action: a missing permission, or the state of the row."""

    code: str
    message: str
    access: Access | None = None
    ask_who: AskWho | None = None
    contact: Contact | None = None
    field: Sequence[str] | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """Decision of a rule; `reasons` is empty if it is allowed."""

    allowed: bool
    reasons: Sequence[Reason] = ()


ALLOWED = Decision(True)


async def decide(context: Context, rule: type[Rule]) -> Decision:
    """Return the decision of one rule on the viewer."""
    (decision,) = await decide_each(context, [rule])
    return decision


async def decide_each(context: Context, rules: Sequence[type[Rule]]) -> list[Decision]:
    """Return the decision of each rule on the viewer; contacts are looked up once for all."""
    missing = [rule.missing(context.viewer) for rule in rules]
    wanted = {one.ask_who for one in missing if one is not None and one.ask_who is not None}
    contacts = await find_contacts(context, wanted) if wanted else {}
    return [
        ALLOWED if one is None else Decision(False, (_reason(context, one, contacts),))
        for one in missing
    ]


def _reason(
    context: Context, missing: MissingRequirement, contacts: dict[AskWho, Contact]
) -> Reason:
    if missing.ask_who is None:
        return Reason(missing.code, missing.message, missing.access)
    contact = contacts[missing.ask_who]
    message = missing.message if context.viewer is None else contact.with_contact(missing.message)
    return Reason(missing.code, message, missing.access, contact.ask_who, contact)


def reason_from_problem(problem: Problem) -> Reason:
    """Return the reason for a state that prevents an action, as the mutation words it."""
    return Reason(problem.code, problem.message, field=problem.field)


Precondition = Callable[[Context, Sequence[Any]], Awaitable[Sequence[Problems]]]
"""Checks the state of several rows: returns the problems of each, as the mutation reports them."""


async def no_precondition(context: Context, rows: Sequence[Any]) -> Sequence[Problems]:
    """Return no problems: the state of the rows does not matter."""
    return [()] * len(rows)


def for_each_row(problems: Callable[[Any], Problems]) -> Precondition:
    """Make a precondition of a check that needs only the row itself."""

    async def each(context: Context, rows: Sequence[Any]) -> Sequence[Problems]:
        return [problems(row) for row in rows]

    return each


@dataclass(frozen=True, slots=True)
class Action:
    """An action on a row of one model."""

    name: str
    coordinate: str
    """Schema coordinate: `Mutation.submitClaim`, or a field such as `Document.downloadUrl`."""
    rule: type[Rule]
    precondition: Precondition = no_precondition
    reads: tuple[str, ...] | None = None
    """Columns that the precondition reads; None for all."""
    rule_of: Callable[[Any], type[Rule]] | None = None
    """Stricter rule that applies to some rows."""


async def decide_rows(context: Context, action: Action, rows: Sequence[Any]) -> list[Decision]:
    """Return the decision on an action for each row.

    As in the mutation, the rule is checked first, and the state only where the rule allows.
    """
    rules = [action.rule if action.rule_of is None else action.rule_of(row) for row in rows]
    distinct = list(dict.fromkeys(rules))
    decisions = dict(zip(distinct, await decide_each(context, distinct), strict=True))
    open_to_viewer = [row for row, rule in zip(rows, rules, strict=True) if decisions[rule].allowed]
    problems = iter(await action.precondition(context, open_to_viewer) if open_to_viewer else ())
    return [
        _decision_from(next(problems)) if decisions[rule].allowed else decisions[rule]
        for rule in rules
    ]


def _decision_from(problems: Problems) -> Decision:
    return Decision(False, tuple(map(reason_from_problem, problems))) if problems else ALLOWED
