"""Operations with a key are carried out once: their answer is kept with what they changed, and given again. See `pipeline/idempotency/operation.py`."""

from collections.abc import Awaitable, Callable

from graphql import ExecutionResult, GraphQLSchema, OperationDefinitionNode

from errors import Unavailable
from execution.documents import Document
from i18n import gettext
from logs import report
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
from resolvers.contact import find_contacts
from schema.error_format import FormattedError, explained, is_for_good
from schema.input_rules import rule_of_field

Execute = Callable[[], Awaitable[ExecutionResult]]


class Undone(Exception):
    """What was changed is taken back; the errors of `result` say why."""

    def __init__(self, result: ExecutionResult) -> None:
        super().__init__()
        self.result = ExecutionResult(None, result.errors)


async def idempotent_operation(
    context: Context,
    api: GraphQLSchema,
    query: str,
    document: Document,
    operation: OperationDefinitionNode,
    variables: Variables,
) -> IdempotentOperation | None:
    """The operation under its key; None where it has none."""
    if context.idempotency_key is None and ARGUMENT not in query:
        return None
    mutations = mutation_fields(document.node, operation)
    if context.idempotency_key is not None:
        keys: tuple[str, ...] = (key_of_header(context.idempotency_key),)
    else:
        keys = keys_of_mutations(mutations, operation, variables)
    if not keys:
        return None
    name = operation.name.value if operation.name is not None else ""
    known = api.mutation_type.fields if api.mutation_type is not None else {}
    rules = {rule_of_field(known.get(order.name.value)) for order in mutations}
    request = IdempotencyRequest(
        replay.owner_of(context), keys, await digest_of(query, name, variables), rules
    )
    return IdempotentOperation(
        context.services.response_encryption,
        request,
        context.now,
        context.now + context.services.settings.idempotency_lifetime,
    )


async def answer_by_former_token(
    context: Context, idempotent: IdempotentOperation
) -> ExecutionResult | None:
    """What was answered to whoever comes with a token that is good no longer, if it was."""
    kept = await replay.find_by_former_token(context, idempotent)
    return None if kept is None else _again(context, kept)


async def answer_idempotently(
    context: Context, idempotent: IdempotentOperation, execute: Execute, most: int
) -> ExecutionResult:
    """What was answered before, or else the answer of `execute`, of whose errors so many are told."""
    async with idempotent.exclusive():
        kept = await replay.find(context, idempotent)
        if kept is None:
            try:
                return await _carry_out(context, idempotent, execute, most)
            except AnsweredConcurrently:
                kept = await replay.find(context, idempotent)
        if kept is None:
            raise Unavailable(
                gettext("The operation took too long and was cancelled: try again later.")
            )
        return _again(context, kept)


def _again(context: Context, answer: ReplayedResponse) -> ExecutionResult:
    replay.give_again(context, answer)
    return ExecutionResult(
        answer.data, [FormattedError.again(error) for error in answer.errors] or None
    )


async def _carry_out(
    context: Context, idempotent: IdempotentOperation, execute: Execute, most: int
) -> ExecutionResult:
    """Carry the orders out and keep the answer with what they changed, or leave everything as it was."""
    before, context.idempotent = context.viewer, idempotent
    try:
        async with idempotent.transaction():
            result = _settled(idempotent, await execute())
            if idempotent.for_later and not idempotent.begun:
                return result
            result.errors = (
                await explained(result.errors[:most], context, find_contacts)
                if result.errors
                else None
            )
            await replay.keep(
                context,
                idempotent,
                before,
                result.data,
                [error.formatted for error in result.errors or ()],
            )
            return result
    except Undone as undone:
        await _undo(context)
        return undone.result
    except BaseException:
        await _undo(context)
        raise
    finally:
        context.idempotent = None


def _settled(idempotent: IdempotentOperation, result: ExecutionResult) -> ExecutionResult:
    """The result, where it is one that another attempt would not change."""
    if idempotent.lost:
        raise AnsweredConcurrently
    if result.data is None or not all(map(is_for_good, result.errors or ())):
        raise Undone(result)
    return result


async def _undo(context: Context) -> None:
    """Nothing was changed: nothing of it is told or left behind."""
    context.cookie = context.issued = None
    context.later.clear()
    for undo in context.if_undone:
        try:
            await undo()
        except Exception as error:
            report("what an operation has left behind was not removed", error)
