"""What one may do to one row, asked before it is tried: by the very rule, and the very state, that the order checks."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from errors import Problem
from permissions import Rule
from pipeline.context import Context
from resolvers.decision import ALLOWED, Decision, decide_each, in_the_way

Problems = Sequence[Problem]
Obstacles = Callable[[Context, Sequence[Any]], Awaitable[Sequence[Problems]]]
"""What stands in the way of each row: as the order would say it."""


async def nothing(context: Context, rows: Sequence[Any]) -> Sequence[Problems]:
    """No state stands in the way."""
    return [()] * len(rows)


def by_row(problems: Callable[[Any], Problems]) -> Obstacles:
    """Obstacles that a row itself tells."""

    async def each(context: Context, rows: Sequence[Any]) -> Sequence[Problems]:
        return [problems(row) for row in rows]

    return each


@dataclass(frozen=True, slots=True)
class Act:
    """Something one may do to a row of one model."""

    name: str
    coordinate: str
    """Where it is done: `Mutation.submitClaim`, or the field that gives it, `Document.downloadUrl`."""
    rule: type[Rule]
    obstacles: Obstacles = nothing
    reads: tuple[str, ...] | None = None
    """The columns that the obstacles look at; None for all."""
    rule_of: Callable[[Any], type[Rule]] | None = None
    """The stricter rule that holds for some rows."""


async def decide_rows(context: Context, act: Act, rows: Sequence[Any]) -> list[Decision]:
    """For each row whether the viewer may, and why not: the rule is asked first, as the order does, then the state."""
    rules = [act.rule if act.rule_of is None else act.rule_of(row) for row in rows]
    different = list(dict.fromkeys(rules))
    decisions = dict(zip(different, await decide_each(context, different), strict=True))
    open_to_viewer = [row for row, rule in zip(rows, rules, strict=True) if decisions[rule].allowed]
    obstacles = iter(await act.obstacles(context, open_to_viewer) if open_to_viewer else ())
    return [
        _by_state(next(obstacles)) if decisions[rule].allowed else decisions[rule] for rule in rules
    ]


def _by_state(problems: Problems) -> Decision:
    return Decision(False, tuple(map(in_the_way, problems))) if problems else ALLOWED
