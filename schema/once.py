"""Operations with a key are carried out once: their answer is kept with what they changed, and given again. See `resolvers/once.py`."""

from collections.abc import Awaitable, Callable

from graphql import ExecutionResult, GraphQLSchema, OperationDefinitionNode

from errors import Unavailable
from execution.documents import Document
from languages import say
from logs import report
from resolvers import given_answer
from resolvers.contact import find_contacts
from resolvers.context import Context
from resolvers.given_answer import GivenAnswer
from resolvers.once import AnsweredMeanwhile, Asked, Once
from schema.explain import Told, explained, is_for_good
from schema.inputs import rule_of_field
from schema.operation_key import ARGUMENT, Variables, digest_of, key_of_header, keys_of_orders, orders_of

Execute = Callable[[], Awaitable[ExecutionResult]]


class Undone(Exception):
    """What was changed is taken back; the errors of `result` say why."""

    def __init__(self, result: ExecutionResult) -> None:
        super().__init__()
        self.result = ExecutionResult(None, result.errors)


async def once_of(
    context: Context, api: GraphQLSchema, query: str, document: Document, operation: OperationDefinitionNode, variables: Variables
) -> Once | None:
    """The operation under its key; None where it has none."""
    if context.idempotency_key is None and ARGUMENT not in query:
        return None
    orders = orders_of(document.node, operation)
    if context.idempotency_key is not None:
        keys: tuple[str, ...] = (key_of_header(context.idempotency_key),)
    else:
        keys = keys_of_orders(orders, operation, variables)
    if not keys:
        return None
    name = operation.name.value if operation.name is not None else ""
    known = api.mutation_type.fields if api.mutation_type is not None else {}
    rules = {rule_of_field(known.get(order.name.value)) for order in orders}
    asked = Asked(given_answer.owner_of(context), keys, await digest_of(query, name, variables), rules)
    return Once(context.portal.seals, asked, context.now, context.now + context.portal.settings.idempotency_lifetime)


async def answer_by_former_token(context: Context, once: Once) -> ExecutionResult | None:
    """What was answered to whoever comes with a token that is good no longer, if it was."""
    kept = await given_answer.find_by_former_token(context, once)
    return None if kept is None else _again(context, kept)


async def answer_once(context: Context, once: Once, execute: Execute, most: int) -> ExecutionResult:
    """What was answered before, or else the answer of `execute`, of whose errors so many are told."""
    async with once.turn():
        kept = await given_answer.find(context, once)
        if kept is None:
            try:
                return await _carry_out(context, once, execute, most)
            except AnsweredMeanwhile:
                kept = await given_answer.find(context, once)
        if kept is None:
            raise Unavailable(say("This took too long and was given up: try again later."))
        return _again(context, kept)


def _again(context: Context, answer: GivenAnswer) -> ExecutionResult:
    given_answer.give_again(context, answer)
    return ExecutionResult(answer.data, [Told.again(error) for error in answer.errors] or None)


async def _carry_out(context: Context, once: Once, execute: Execute, most: int) -> ExecutionResult:
    """Carry the orders out and keep the answer with what they changed, or leave everything as it was."""
    before, context.once = context.viewer, once
    try:
        async with once.changes():
            result = _settled(once, await execute())
            if once.for_later and not once.begun:
                return result
            result.errors = await explained(result.errors[:most], context, find_contacts) if result.errors else None
            await given_answer.keep(context, once, before, result.data, [error.formatted for error in result.errors or ()])
            return result
    except Undone as undone:
        await _undo(context)
        return undone.result
    except BaseException:
        await _undo(context)
        raise
    finally:
        context.once = None


def _settled(once: Once, result: ExecutionResult) -> ExecutionResult:
    """The result, where it is one that another attempt would not change."""
    if once.lost:
        raise AnsweredMeanwhile
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
