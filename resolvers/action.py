"""What one may do to one row, asked before it is tried: by the very rule, and the very state, that the order checks."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from errors import Problem
from permissions import Rule
from pipeline.context import Context
from resolvers.decision import ALLOWED, Decision, decide_each, reason_from_problem

Problems = Sequence[Problem]
Precondition = Callable[[Context, Sequence[Any]], Awaitable[Sequence[Problems]]]
"""What stands in the way of each row: as the order would say it."""


async def no_precondition(context: Context, rows: Sequence[Any]) -> Sequence[Problems]:
    """No state stands in the way."""
    return [()] * len(rows)


def for_each_row(problems: Callable[[Any], Problems]) -> Precondition:
    """Obstacles that a row itself tells."""

    async def each(context: Context, rows: Sequence[Any]) -> Sequence[Problems]:
        return [problems(row) for row in rows]

    return each


@dataclass(frozen=True, slots=True)
class Action:
    """Something one may do to a row of one model."""

    name: str
    coordinate: str
    """Where it is done: `Mutation.submitClaim`, or the field that gives it, `Document.downloadUrl`."""
    rule: type[Rule]
    precondition: Precondition = no_precondition
    reads: tuple[str, ...] | None = None
    """The columns that the obstacles look at; None for all."""
    rule_of: Callable[[Any], type[Rule]] | None = None
    """The stricter rule that holds for some rows."""


async def decide_rows(context: Context, action: Action, rows: Sequence[Any]) -> list[Decision]:
    """For each row whether the viewer may, and why not: the rule is asked first, as the order does, then the state."""
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
