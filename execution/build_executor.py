"""Build the executor of a known document.

Like graphql-core's `Executor.build`, without inspecting the document again.
"""

from __future__ import annotations

from typing import Any, Final

from graphql import (
    Executor,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    default_field_resolver,
    default_type_resolver,
)
from graphql.execution.values import VariableValues, get_variable_values

from execution.documents import Document

MAX_VARIABLE_ERRORS: Final = 50
"""Limit of errors reported for the variables of one request, as in graphql-core."""


def build_executor(
    kind: type[Executor[Any]],
    schema: GraphQLSchema,
    document: Document,
    operation: OperationDefinitionNode,
    root: Any,
    context: Any,
    variables: dict[str, Any] | None,
    *,
    hide_suggestions: bool,
) -> Executor[Any] | list[GraphQLError]:
    """Build an executor of the operation, or return the errors of its variables.

    The schema must be valid, and the document valid against it.
    """
    declared = operation.variable_definitions
    values: VariableValues | list[GraphQLError] = VariableValues({}, {})
    if declared:
        values = get_variable_values(
            schema,
            declared,
            variables or {},
            max_errors=MAX_VARIABLE_ERRORS,
            hide_suggestions=hide_suggestions,
        )
    if isinstance(values, list):
        return values
    return kind(
        schema,
        document.fragments,
        document.details,
        root,
        context,
        operation,
        values,
        default_field_resolver,
        default_type_resolver,
        default_field_resolver,
        hide_suggestions=hide_suggestions,
    )
