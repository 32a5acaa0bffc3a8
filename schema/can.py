"""`claim.can { submit { allowed reasons { message } } }`: decisions on the actions of a row."""

from collections.abc import Callable, Sequence
from typing import Any

import strawberry
from tortoise import Model

from data.parents import Parents, reads
from permissions import LOCKS, Anyone
from pipeline.context import Info
from resolvers.action_table import ACTIONS
from resolvers.decision import Action, decide_rows
from resolvers.decision import Decision as DecisionRow
from resolvers.parts import return_parents
from schema.decision import Decision
from schema.field import field


def can(model: type[Model]) -> Any:
    """Declare the field `can` of a type of rows, whose type has one field for each action."""
    actions, name = ACTIONS[model], model.__name__.lower()
    fields = {
        action.name: field(
            _decision_resolver(action),
            needs=Anyone,
            graphql_type=Decision,
            description=_description(action, name),
        )
        for action in actions
    }
    origin = type(
        f"{model.__name__}Can",
        (),
        {**fields, "__annotations__": dict.fromkeys(fields, Decision), "__module__": __name__},
    )
    kind = strawberry.type(
        origin, description=f"Permissions of the viewer for one {name}: one field for each action."
    )
    description = (
        f"Permissions of the viewer for this {name}, by its present state; each refusal has its "
        "reasons, with a contact if somebody can help."
    )
    return field(return_parents, needs=LOCKS[model], graphql_type=kind, description=description)


def _decision_resolver(action: Action) -> Callable[..., Any]:
    async def decide(rows: Parents[Any], info: Info) -> Sequence[DecisionRow]:
        return await decide_rows(info.context, action, rows)

    return decide if action.reads is None else reads(*action.reads)(decide)


def _description(action: Action, name: str) -> str:
    kind, _, field_name = action.coordinate.partition(".")
    if kind == "Mutation":
        return f"Permission to call `{field_name}` on this {name} in its present state."
    return f"Permission to read `{action.coordinate}` of this {name}."
