"""The executor of a document that is known: what graphql-core's `Executor.build` makes, without looking at the document again."""

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

MOST_ERRORS: Final = 50
"""As in graphql-core: so many faults of variables are found at once."""


def built(
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
    """An executor of the operation, or what is wrong with the variables. The schema is valid, and the document for it."""
    declared = operation.variable_definitions
    values: VariableValues | list[GraphQLError] = VariableValues({}, {})
    if declared:
        values = get_variable_values(
            schema,
            declared,
            variables or {},
            max_errors=MOST_ERRORS,
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
