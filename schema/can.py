"""`claim.can { submit { allowed reasons { message } } }`: on each object, what the viewer may do to it."""

from collections.abc import Callable, Sequence
from typing import Any

import strawberry
from tortoise import Model

from data.parents import Parents, reads
from permissions import LOCK_OF, Anyone
from pipeline.context import Info
from resolvers.action import Act, decide_rows
from resolvers.action_table import ACTS
from resolvers.decision import Decision as DecisionRow
from resolvers.parts import list_same
from schema.decision import Decision
from schema.field import field


def can(model: type[Model]) -> Any:
    """The field `can` of a type of rows: a type with one field for each act."""
    acts = ACTS[model]
    fields = {
        act.name: field(_asks(act), needs=Anyone, graphql_type=Decision, description=_words(act))
        for act in acts
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
    description = f"What the viewer may do to this {model.__name__.lower()}, and where not, why not and whom to ask."
    return field(list_same, needs=LOCK_OF[model], graphql_type=kind, description=description)


def _asks(act: Act) -> Callable[..., Any]:
    async def ask(rows: Parents[Any], info: Info) -> Sequence[DecisionRow]:
        return await decide_rows(info.context, act, rows)

    return ask if act.reads is None else reads(*act.reads)(ask)


def _words(act: Act) -> str:
    where = act.coordinate.removeprefix("Mutation.")
    return f"May I? As `{where}` would answer."
