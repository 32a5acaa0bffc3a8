"""Field errors of an operation and their null propagation (GraphQL 6.4.4).

An error at a nullable position makes that position null. At a non-null position it propagates to
the nearest nullable one and nulls that. Columns complete concurrently, so errors are collected as
they occur and sorted into depth-first order at the end. An error below a position that an earlier
error has nulled is dropped, as the specification allows and graphql-core does.
"""

from typing import NamedTuple

from graphql import GraphQLError

from execution.response_paths import PathKeys


class PropagatedError:
    """Value of a column whose completion failed at a non-null position."""

    __slots__ = ("error", "order")

    def __init__(self, error: GraphQLError, order: PathKeys) -> None:
        self.error = error
        self.order = order


class FieldError(NamedTuple):
    """Field error with the path of the position that it nulls."""

    order: PathKeys
    error: GraphQLError
    nulled: PathKeys


def reported_errors(field_errors: list[FieldError]) -> list[GraphQLError]:
    """Return the errors in depth-first order, without those below a position already null."""
    nulled: set[PathKeys] = set()
    errors = []
    for field_error in sorted(field_errors, key=lambda field_error: field_error.order):
        if not any(
            field_error.nulled[:length] in nulled for length in range(len(field_error.nulled) + 1)
        ):
            nulled.add(field_error.nulled)
            errors.append(field_error.error)
    return errors
