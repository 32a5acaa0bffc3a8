"""Actions on one row, decided in advance by the same rule and state that the mutation checks."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from errors import Problem
from permissions import Rule
from pipeline.context import Context
from resolvers.decision import ALLOWED, Decision, decide_each, reason_from_problem

Problems = Sequence[Problem]
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
    precondition = iter(
        await action.precondition(context, open_to_viewer) if open_to_viewer else ()
    )
    return [
        _decision_from(next(precondition)) if decisions[rule].allowed else decisions[rule]
        for rule in rules
    ]


def _decision_from(problems: Problems) -> Decision:
    return Decision(False, tuple(map(reason_from_problem, problems))) if problems else ALLOWED
