"""Scalars and enums, a whole column at once."""

from typing import Any, Final

from graphql import GraphQLBoolean, GraphQLEnumType, GraphQLID, GraphQLInt, GraphQLLeafType, GraphQLString, Undefined, is_leaf_type
from graphql.pyutils import inspect

LARGEST_INT: Final = 2**31 - 1
SMALLEST_INT: Final = -(2**31)
MEMORY: Final = 256
"""How many different values of an enum are remembered."""

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
        self._memory: dict[tuple[type, Any], Any] | None = {} if isinstance(kind, GraphQLEnumType) else None

    def passes(self, values: list[Any]) -> bool:
        """Whether a whole column may stay as it is."""
        kind = self._as_it_is
        if kind is None:
            return False
        if kind is int:
            return all(type(value) is int and SMALLEST_INT <= value <= LARGEST_INT for value in values)
        return all(type(value) is kind for value in values)

    def coerce(self, value: Any) -> Any:
        """The result of one value, or an exception; an enum's is remembered."""
        if self._memory is None:
            return self._coerced(value)
        key = (type(value), value)
        try:
            return self._memory[key]
        except KeyError:
            result = self._coerced(value)
        except TypeError:
            return self._coerced(value)
        if len(self._memory) < MEMORY:
            self._memory[key] = result
        return result

    def _coerced(self, value: Any) -> Any:
        """Graphql-core's own coercion; a scalar that answers nothing is an error, in its words."""
        result = self.kind.coerce_output_value(value)
        if result is Undefined or result is None:
            words = f"Expected `{inspect(self.kind)}.coerce_output_value({inspect(value)})` to return non-nullable value"
            raise TypeError(f"{words}, returned: {inspect(result)}")
        return result


_LEAVES: dict[int, Leaf] = {}


def leaf_of(kind: Any) -> Leaf | None:
    """The leaf of a type, made once; None for a type that is no leaf."""
    if not is_leaf_type(kind):
        return None
    leaf = _LEAVES.get(id(kind))
    if leaf is None or leaf.kind is not kind:
        leaf = _LEAVES[id(kind)] = Leaf(kind)
    return leaf
