"""Mutations, with a payload in which problems of the input are data.

    draft_claim = mutation(draft_claim, gives={"claim": Claim}, needs=DeclareClaims)

Each mutation takes and returns a `clientMutationId`, Relay's word for a key under which it is executed once
(`schema/idempotency.py`). The resolver is the use case and returns the row or, for several payload
fields, an object that has them; the payload `DraftClaimPayload { claim errors }` is made here.
Problems that the resolver raises as `Invalid` become `errors`, and nothing was changed. Every other
error, refusals among them, is a top-level error.
"""

import inspect
from collections.abc import Mapping
from typing import Any

import strawberry

from errors import Invalid, Problem
from logs import note_code
from permissions import Rule
from pipeline.context import WAITS, Context, Info
from schema.field import Resolver, field, with_signature

CLIENT_MUTATION_ID = inspect.Parameter(
    "client_mutation_id", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=str | None
)


@strawberry.type(description="One thing to mend in the input. Nothing was changed.")
class MutationError:
    """One thing to mend in the input. Nothing was changed."""

    code: str = strawberry.field(description="Stable: programs decide by it.")
    field: list[str] = strawberry.field(
        description='The path of the argument, such as `["draft", "eventDate"]`.'
    )
    message: str
    retry_after: int | None = strawberry.field(
        description="Where waiting mends it: how many seconds, as in HTTP."
    )


def mutation(
    resolver: Resolver, *, gives: Mapping[str, Any], needs: type[Rule], **options: Any
) -> Any:
    """Declare a mutation, open to viewers whom the rule `needs` allows.

    `gives` has the names and types of the payload's fields.
    """
    payload = _payload_type(resolver, gives)
    waits = getattr(resolver, WAITS, False)

    async def execute(info: Info, client_mutation_id: str | None = None, **arguments: Any) -> Any:
        echo = {"client_mutation_id": client_mutation_id}
        try:
            if not waits:
                await info.context.begin()
            result = await resolver(info, **arguments)
        except Invalid as invalid:
            _log_problems(info.context, invalid)
            empty = dict.fromkeys(gives)
            return payload(**empty, errors=[_as_error(p) for p in invalid.problems], **echo)
        return payload(**_fields(result, gives), errors=[], **echo)

    parameters = [*inspect.signature(resolver).parameters.values(), CLIENT_MUTATION_ID]
    return field(
        with_signature(execute, resolver, parameters),
        needs=needs,
        graphql_type=payload | None,
        **options,
    )


def _log_problems(context: Context, invalid: Invalid) -> None:
    """Log the codes of the problems.

    A response that asks to retry later is not stored for replay.
    """
    for problem in invalid.problems:
        note_code(problem.code)
    if context.idempotent is not None and any(
        problem.retry_after is not None for problem in invalid.problems
    ):
        context.idempotent.for_later = True


def _as_error(problem: Problem) -> MutationError:
    return MutationError(
        code=problem.code,
        field=list(problem.field),
        message=problem.message,
        retry_after=problem.retry_after,
    )


def _payload_type(resolver: Resolver, gives: Mapping[str, Any]) -> Any:
    name = "".join(word.capitalize() for word in resolver.__name__.split("_"))
    annotations = {
        **{field_name: kind | None for field_name, kind in gives.items()},
        "errors": list[MutationError],
    }
    annotations["client_mutation_id"] = str | None
    origin = type(f"{name}Payload", (), {"__annotations__": annotations, "__module__": __name__})
    return strawberry.type(
        origin,
        description=f"What `{name[0].lower()}{name[1:]}` answers; `errors` is empty when it was carried out.",
    )


def _fields(result: Any, gives: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of the payload fields: the result itself for one, else its attributes."""
    if len(gives) == 1:
        return dict.fromkeys(gives, result)
    return {name: getattr(result, name) for name in gives}
