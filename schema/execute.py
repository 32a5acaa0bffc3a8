"""Operation of a document: its selection by name and kind, and its execution."""

from inspect import isawaitable
from typing import Any, cast

from graphql import ExecutionResult, GraphQLSchema, OperationDefinitionNode
from graphql import OperationType as GraphQLOperationType
from strawberry import Schema as StrawberrySchema
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.graphql import OperationType

from execution import BreadthFirstExecutor
from execution.build_executor import build_executor
from execution.documents import Document
from schema.log_entry import note

KINDS = {kind: OperationType(kind.value) for kind in GraphQLOperationType}
"""Strawberry's kind of operation for each of graphql-core's."""


def find_operation(
    document: Document, name: str | None, kinds: frozenset[OperationType]
) -> tuple[OperationDefinitionNode, OperationType]:
    """Return the operation of a document and its kind, and log it; raises Strawberry's errors."""
    operation = document.operation(name)
    if operation is None:
        raise CannotGetOperationTypeError(name)
    kind = KINDS[operation.operation]
    note(document, operation, kind)
    if kind not in kinds:
        raise InvalidOperationTypeError(kind)
    return operation, kind


async def execute_document(
    schema: StrawberrySchema,
    document: Document,
    operation: OperationDefinitionNode,
    variables: Any,
    context: Any,
    root: Any,
    view: GraphQLSchema | None,
) -> ExecutionResult:
    """Execute an operation of a valid document; `view` is the schema for introspection."""
    assert schema.execution_context_class is not None
    executor = build_executor(
        schema.execution_context_class,
        schema._schema,
        document,
        operation,
        root,
        context,
        variables,
        hide_suggestions=context is not None and context.viewer is None,
    )
    if isinstance(executor, list):
        return ExecutionResult(None, executor)
    cast("BreadthFirstExecutor", executor).introspection_schema = view
    result = executor.execute_operation()
    return cast("ExecutionResult", await result if isawaitable(result) else result)
