"""Errors of an operation, and what they null.

An error at a place whose type is nullable makes that place null. Where it is not, the error goes up to the nearest
place that is, and nulls that. Columns are finished side by side, so errors are noted as they are met and brought
into depth-first order at the end; there, an error below a place that an earlier one has nulled is dropped, as the
specification allows and graphql-core does.
"""

from typing import NamedTuple

from graphql import GraphQLError

from execution.response_paths import PathKeys


class Raised:
    """In a column: a value whose completion failed and whose own place may not be null."""

    __slots__ = ("error", "order")

    def __init__(self, error: GraphQLError, order: PathKeys) -> None:
        self.error = error
        self.order = order


class Fault(NamedTuple):
    """An error that was caught at the place `nulled`."""

    order: PathKeys
    error: GraphQLError
    nulled: PathKeys


def surviving(faults: list[Fault]) -> list[GraphQLError]:
    """The errors to answer, in depth-first order, without those below a place that is null already."""
    nulled: set[PathKeys] = set()
    errors = []
    for fault in sorted(faults, key=lambda fault: fault.order):
        if not any(fault.nulled[:length] in nulled for length in range(len(fault.nulled) + 1)):
            nulled.add(fault.nulled)
            errors.append(fault.error)
    return errors
