"""Scalars and enums, a whole column at once."""

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

from execution.kinds import is_plain

LARGEST_INT: Final = 2**31 - 1
SMALLEST_INT: Final = -(2**31)
MEMORY: Final = 256
"""How many different values of an enum are remembered, for each Python type."""

AS_THEY_ARE: Final[tuple[tuple[GraphQLLeafType, type], ...]] = (
    (GraphQLString, str),
    (GraphQLID, str),
    (GraphQLBoolean, bool),
    (GraphQLInt, int),
)
"""Scalars with the Python type whose values are their own result; values of a subclass go the long way."""


class Leaf:
    """A scalar or enum type, ready for whole columns."""

    def __init__(self, kind: GraphQLLeafType) -> None:
        self.kind = kind
        self._as_it_is = next((python for scalar, python in AS_THEY_ARE if scalar is kind), None)
        self._surely = {self._as_it_is} - {int}
        self._memory: dict[type, dict[Any, Any]] | None = (
            {} if isinstance(kind, GraphQLEnumType) else None
        )

    def column(self, values: list[Any], *, nullable: bool) -> list[Any] | None:
        """The results of a whole column, or None where one of its values must be looked at by itself."""
        kinds = set(map(type, values))
        if kinds == self._surely:
            return values
        with_nulls = NoneType in kinds
        if nullable:
            kinds.discard(NoneType)
        if len(kinds) > 1:
            return None
        if not kinds:
            return values
        (kind,) = kinds
        if not is_plain(kind):
            return None
        if kind is self._as_it_is:
            return values if kind is not int or _are_small(values, with_nulls=with_nulls) else None
        try:
            return (
                self._remembered(kind, values)
                if self._memory is not None
                else self._all_coerced(values, with_nulls)
            )
        except Exception:
            return None

    def _remembered(self, kind: type, values: list[Any]) -> list[Any]:
        """The names of an enum's members; each value is looked up once in the life of the schema."""
        assert self._memory is not None
        known = self._memory.setdefault(kind, {None: None})
        if len(known) > MEMORY:
            known = self._memory[kind] = {None: None}
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
        """The result of one value, or an exception: graphql-core's own coercion, and in its words, a scalar's that answers nothing."""
        result = self.kind.coerce_output_value(value)
        if result is Undefined or result is None:
            words = f"Expected `{inspect(self.kind)}.coerce_output_value({inspect(value)})` to return non-nullable value"
            raise TypeError(f"{words}, returned: {inspect(result)}")
        return result


def _are_small(values: list[Any], *, with_nulls: bool) -> bool:
    """Whether all integers, nulls aside, fit GraphQL's Int."""
    known = [value for value in values if value is not None] if with_nulls else values
    return bool(min(known) >= SMALLEST_INT and max(known) <= LARGEST_INT)


_LEAVES: dict[int, Leaf] = {}


def leaf_of(kind: Any) -> Leaf | None:
    """The leaf of a type, made once; None for a type that is no leaf."""
    if not is_leaf_type(kind):
        return None
    leaf = _LEAVES.get(id(kind))
    if leaf is None or leaf.kind is not kind:
        leaf = _LEAVES[id(kind)] = Leaf(kind)
    return leaf
