"""Idempotent execution: an operation with a key is carried out once, and retries get its response.

The schema comes here twice: `open_operation` before the operation is admitted, and `run` to carry
it out. `run` calls back once, the attempt, which executes the document and formats final errors.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple

from graphql import ExecutionResult, OperationDefinitionNode

from errors import Unavailable
from execution.documents import Document
from i18n import gettext
from logs import report
from permissions import Anyone, Rule
from pipeline.context import Context
from pipeline.idempotency import replay
from pipeline.idempotency.key import (
    ARGUMENT,
    Variables,
    digest_of,
    key_of_header,
    keys_of_mutations,
    mutation_fields,
)
from pipeline.idempotency.operation import (
    AnsweredConcurrently,
    IdempotencyRequest,
    IdempotentOperation,
)
from pipeline.idempotency.replay import ReplayedResponse


class Outcome(NamedTuple):
    """Result of an attempt; its errors are formatted if its response is kept."""

    result: ExecutionResult
    is_final: bool
    """True if another attempt would end the same, so that its response is kept."""


Attempt = Callable[[], Awaitable[Outcome]]


class _RolledBack(Exception):
    """Rolls the transaction back; the errors of `result` say why."""

    def __init__(self, result: ExecutionResult) -> None:
        super().__init__()
        self.result = ExecutionResult(None, result.errors)


async def open_operation(
    context: Context,
    query: str,
    document: Document,
    operation: OperationDefinitionNode,
    variables: Variables,
    rules: Mapping[str, type[Rule]],
) -> IdempotentOperation | ReplayedResponse | None:
    """Return the operation under its key, or None without one; `rules` are those of all mutations.

    Returns the response instead, if the client retries with the token that this response replaced.
    """
    header = context.request.idempotency_key
    if header is None and ARGUMENT not in query:
        return None
    fields = mutation_fields(document.node, operation)
    if header is not None:
        keys: tuple[str, ...] = (key_of_header(header),)
    else:
        keys = keys_of_mutations(fields, operation, variables)
    if not keys:
        return None
    name = operation.name.value if operation.name is not None else ""
    request = IdempotencyRequest(
        replay.owner_of(context),
        keys,
        await digest_of(query, name, variables),
        {rules.get(field.name.value, Anyone) for field in fields},
    )
    lifetime = context.services.settings.idempotency_lifetime
    opened = IdempotentOperation(
        context.services.response_encryption, request, context.now, context.now + lifetime
    )
    return await replay.find_by_former_token(context, opened) or opened


async def run(
    context: Context, idempotent: IdempotentOperation, attempt: Attempt
) -> ExecutionResult | ReplayedResponse:
    """Return the response that was given under this key, or else the result of the attempt."""
    async with idempotent.exclusive():
        response = await replay.find(context, idempotent)
        if response is None:
            try:
                return await _carry_out(context, idempotent, attempt)
            except AnsweredConcurrently:
                response = await replay.find(context, idempotent)
        if response is None:
            raise Unavailable(
                gettext("The operation took too long and was cancelled: try again later.")
            )
        return response


async def _carry_out(
    context: Context, idempotent: IdempotentOperation, attempt: Attempt
) -> ExecutionResult:
    """Run the attempt and keep its response with its changes, or roll both back."""
    before, context.operation.idempotent = context.viewer, idempotent
    try:
        async with idempotent.transaction():
            result, is_final = await attempt()
            if idempotent.lost:
                raise AnsweredConcurrently
            if not is_final:
                raise _RolledBack(result)
            if idempotent.keeps_response:
                errors = [error.formatted for error in result.errors or ()]
                await replay.keep(context, idempotent, before, result.data, errors)
            return result
    except _RolledBack as rolled_back:
        await _clean_up(context)
        return rolled_back.result
    except BaseException:
        await _clean_up(context)
        raise
    finally:
        context.operation.idempotent = None


async def _clean_up(context: Context) -> None:
    """Withdraw token, cookie and tasks of an operation that was rolled back; run its own tasks."""
    context.response.cookie = context.response.issued_hash = None
    context.response.tasks.clear()
    for task in context.operation.rollback_tasks:
        try:
            await task()
        except Exception as error:
            report("a rollback task failed", error)
