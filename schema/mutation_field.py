"""Mutations with a payload of their own, in which problems of the input are data.

    draft_claim = mutation(declaration.draft_claim, gives={"claim": Claim}, needs=DeclareClaims)

Each takes a `clientMutationId`, Relay's word for an idempotency key (`pipeline/idempotency/`), and
returns it. The resolver is the use case and returns the row (or, for several fields, an object that
has them). The payload type `DraftClaimPayload { claim errors clientMutationId }` is made here; its
fields are described by the resolver's docstring (`Returns:`). An `Invalid` that the resolver raises
becomes `errors`, and nothing was changed; every other error is a top-level error.
"""

import inspect
from collections.abc import Mapping
from typing import Any

import strawberry

from errors import Invalid, Problem
from logs import note_code
from permissions import Rule
from pipeline.context import Context, Info
from pipeline.idempotency.waits import does_wait
from schema.description import RETURNED, describe_names
from schema.field import column, field
from schema.strawberry_resolver import Resolver, with_signature

CLIENT_MUTATION_ID = inspect.Parameter(
    "client_mutation_id", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=str | None
)


@strawberry.type
class MutationError:
    """Error in the input of a mutation, which has changed nothing.

    Failed attempts are still counted and recorded as security events.
    """

    code: str = column(
        "Stable error code in capitals, such as `REQUIRED`, for programs to branch on."
    )
    field: list[str] = column(
        'Path of the argument or input field in error, such as `["draft", "eventDate"]`; list '
        'positions are numbers from `"0"`.'
    )
    message: str = column(
        "Message for people, in the language of the response; not for programs to branch on."
    )
    retry_after: int | None = column(
        "Seconds to wait before another attempt, as in HTTP's `Retry-After`; null if waiting does "
        "not help."
    )


def mutation(
    resolver: Resolver, *, gives: Mapping[str, Any], needs: type[Rule], **options: Any
) -> Any:
    """Return a mutation with the rule `needs`; `gives` are the payload's fields and their types."""
    payload = _payload_type(resolver, gives)
    begins_changes = not does_wait(resolver)

    async def execute(info: Info, client_mutation_id: str | None = None, **arguments: Any) -> Any:
        echo = {"client_mutation_id": client_mutation_id}
        try:
            if begins_changes:
                await info.context.begin_changes()
            result = await resolver(info, **arguments)
        except Invalid as invalid:
            _log_problems(info.context, invalid)
            nothing = dict.fromkeys(gives)
            return payload(**nothing, errors=[_as_error(p) for p in invalid.problems], **echo)
        return payload(**_fields(result, gives), errors=[], **echo)

    parameters = [*inspect.signature(resolver).parameters.values(), CLIENT_MUTATION_ID]
    return field(
        with_signature(execute, resolver, parameters),
        needs=needs,
        graphql_type=payload | None,
        **options,
    )


def _log_problems(context: Context, invalid: Invalid) -> None:
    """Log the codes of the problems; a response that says to retry later is not kept."""
    for problem in invalid.problems:
        note_code(problem.code)
    idempotent = context.operation.idempotent
    if idempotent is not None and any(one.retry_after is not None for one in invalid.problems):
        idempotent.retry_later = True


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
    texts = describe_names(resolver, "Returns", gives, RETURNED)
    columns = {
        field_name: column(texts.get(field_name) or RETURNED[field_name])
        for field_name in annotations
    }
    origin = type(
        f"{name}Payload", (), {**columns, "__annotations__": annotations, "__module__": __name__}
    )
    return strawberry.type(
        origin, description=f"Payload of the mutation `{name[0].lower()}{name[1:]}`."
    )


def _fields(result: Any, gives: Mapping[str, Any]) -> dict[str, Any]:
    """Return the payload's fields: one is the result itself, several are its attributes."""
    if len(gives) == 1:
        return dict.fromkeys(gives, result)
    return {name: getattr(result, name) for name in gives}
