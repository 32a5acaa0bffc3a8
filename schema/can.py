"""`claim.can { submit { allowed reasons { message } } }`: decisions on the actions of a row."""

from collections.abc import Callable, Sequence
from typing import Any

import strawberry
from tortoise import Model

from permissions import LOCKS, Anyone
from pipeline.context import Info, Parents, reads
from resolvers.action_table import ACTIONS
from resolvers.decision import Action, decide_rows
from resolvers.decision import Decision as DecisionRow
from resolvers.parts import return_parents
from schema.decision import Decision
from schema.field import field


def can(model: type[Model]) -> Any:
    """Declare the field `can` of a type of rows, whose type has one field for each action."""
    actions = ACTIONS[model]
    fields = {
        action.name: field(
            _decision_resolver(action),
            needs=Anyone,
            graphql_type=Decision,
            description=_description(action),
        )
        for action in actions
    }
    origin = type(
        f"{model.__name__}Can",
        (),
        {**fields, "__annotations__": dict.fromkeys(fields, Decision), "__module__": __name__},
    )
    kind = strawberry.type(
        origin,
        description=f"What the viewer may do to this {model.__name__.lower()}, asked before it is tried.",
    )
    description = f"What the viewer may do to this {model.__name__.lower()}, and where not, why not and whom to decide."
    return field(return_parents, needs=LOCKS[model], graphql_type=kind, description=description)


def _decision_resolver(action: Action) -> Callable[..., Any]:
    async def decide(rows: Parents[Any], info: Info) -> Sequence[DecisionRow]:
        return await decide_rows(info.context, action, rows)

    return decide if action.reads is None else reads(*action.reads)(decide)


def _description(action: Action) -> str:
    where = action.coordinate.removeprefix("Mutation.")
    return f"May I? As `{where}` would answer."
