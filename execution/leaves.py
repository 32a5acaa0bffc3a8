"""Serialization of scalars and enums, by whole columns."""

from types import NoneType
from typing import Any, Final

from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLID,
    GraphQLInt,
    GraphQLLeafType,
    GraphQLString,
    Undefined,
    is_leaf_type,
)
from graphql.pyutils import inspect

from execution.value_types import is_plain

LARGEST_INT: Final = 2**31 - 1
SMALLEST_INT: Final = -(2**31)
MAX_ENUM_VALUES: Final = 256
"""Number of an enum's values that are cached for each Python type."""

IDENTITY_SCALARS: Final[tuple[tuple[GraphQLLeafType, type], ...]] = (
    (GraphQLString, str),
    (GraphQLID, str),
    (GraphQLBoolean, bool),
    (GraphQLInt, int),
)
"""Scalars whose values serialize to themselves, with their exact Python type."""


class Leaf:
    """Scalar or enum type that serializes whole columns."""

    def __init__(self, kind: GraphQLLeafType) -> None:
        self.kind = kind
        self._identity_type = next(
            (python for scalar, python in IDENTITY_SCALARS if scalar is kind), None
        )
        self._identity_types = {self._identity_type} - {int}
        self._enum_names: dict[type, dict[Any, Any]] | None = (
            {} if isinstance(kind, GraphQLEnumType) else None
        )

    def column(self, values: list[Any], *, nullable: bool) -> list[Any] | None:
        """Serialize a column, or return None if a value must be handled by itself."""
        value_types = set(map(type, values))
        if value_types == self._identity_types:
            return values
        with_nulls = NoneType in value_types
        if nullable:
            value_types.discard(NoneType)
        if len(value_types) > 1:
            return None
        if not value_types:
            return values
        (kind,) = value_types
        if not is_plain(kind):
            return None
        if kind is self._identity_type:
            return values if kind is not int or _are_small(values, with_nulls=with_nulls) else None
        try:
            return (
                self._cached_enum_names(kind, values)
                if self._enum_names is not None
                else self._all_coerced(values, with_nulls)
            )
        except Exception:
            return None

    def _cached_enum_names(self, kind: type, values: list[Any]) -> list[Any]:
        """Serialize enum values by a cache of their names."""
        assert self._enum_names is not None
        known = self._enum_names.setdefault(kind, {None: None})
        if len(known) > MAX_ENUM_VALUES:
            known = self._enum_names[kind] = {None: None}
        try:
            return list(map(known.__getitem__, values))
        except KeyError:
            known.update({value: self.coerce(value) for value in set(values).difference(known)})
        return list(map(known.__getitem__, values))

    def _all_coerced(self, values: list[Any], with_nulls: bool) -> list[Any]:
        coerce = self.kind.coerce_output_value
        if with_nulls:
            return [None if value is None else self.coerce(value) for value in values]
        results = list(map(coerce, values))
        if not {NoneType, type(Undefined)}.isdisjoint(map(type, results)):
            raise TypeError("a scalar answered nothing")
        return results

    def coerce(self, value: Any) -> Any:
        """Serialize one value as graphql-core does; raise its error for a null result."""
        result = self.kind.coerce_output_value(value)
        if result is Undefined or result is None:
            call = f"`{inspect(self.kind)}.coerce_output_value({inspect(value)})`"
            expected = f"Expected {call} to return non-nullable value"
            raise TypeError(f"{expected}, returned: {inspect(result)}")
        return result


def _are_small(values: list[Any], *, with_nulls: bool) -> bool:
    """Return True if all integers, nulls aside, fit GraphQL's Int."""
    known = [value for value in values if value is not None] if with_nulls else values
    return bool(min(known) >= SMALLEST_INT and max(known) <= LARGEST_INT)


_LEAVES: dict[int, Leaf] = {}


def leaf_of(kind: Any) -> Leaf | None:
    """Return the cached leaf of a type; None if the type is not a leaf."""
    if not is_leaf_type(kind):
        return None
    leaf = _LEAVES.get(id(kind))
    if leaf is None or leaf.kind is not kind:
        leaf = _LEAVES[id(kind)] = Leaf(kind)
    return leaf
