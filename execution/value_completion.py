"""Completion of values one by one, where a column is not plain (GraphQL 6.4.3)."""

from typing import Any

from graphql import (
    GraphQLError,
    GraphQLObjectType,
    Undefined,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    located_error,
)

from execution.awaiting import await_values
from execution.field_errors import FieldError, PropagatedError
from execution.list_items import list_items
from execution.plan import Plan
from execution.response_paths import ResponsePaths
from execution.runtime_types import RuntimeTypes
from execution.selection import Level, Selection
from execution.value_types import ValueTypes, value_types_of


class ValueCompletion(RuntimeTypes):
    """Part of the executor that completes the values of a column one by one."""

    plan: Plan
    field_errors: list[FieldError]

    async def execute_objects(
        self, selections: Level, parents: list[Any], value_types: ValueTypes, paths: ResponsePaths
    ) -> list[Any]:
        """Execute all fields of all objects of a level.

        One `dict` or `PropagatedError` per parent.
        """
        raise NotImplementedError

    def propagate_nulls(self, kind: Any, outcomes: list[Any], paths: ResponsePaths) -> list[Any]:
        """Turn errors to null where the type is nullable; else keep them for the parent."""
        nulls_errors = not (self.error_propagation and is_non_null_type(kind))
        for index, outcome in enumerate(outcomes):
            if type(outcome) is PropagatedError:
                if nulls_errors:
                    self.field_errors.append(
                        FieldError(outcome.order, outcome.error, paths.path(index))
                    )
                    outcomes[index] = None
                else:
                    paths.has_errors = True
        return outcomes

    async def complete_values(
        self, selection: Selection, kind: Any, values: list[Any], paths: ResponsePaths
    ) -> list[Any]:
        """Complete each value to its result or a `PropagatedError`."""
        inner = _nullable(kind)
        outcomes: list[Any] = [None] * len(values)
        live = []
        for index, value in enumerate(values):
            if isinstance(value, Exception):
                outcomes[index] = self._propagated(selection, value, paths, index)
            elif value is not None and value is not Undefined:
                live.append(index)
        if is_leaf_type(inner):
            self._complete_leaves(selection, values, live, outcomes, paths)
        elif is_list_type(inner):
            await self._complete_lists(selection, inner.of_type, values, live, outcomes, paths)
        else:
            await self._complete_composites(selection, inner, values, live, outcomes, paths)
        if inner is not kind:
            self._reject_nulls(selection, outcomes, paths)
        return outcomes

    def _reject_nulls(
        self, selection: Selection, outcomes: list[Any], paths: ResponsePaths
    ) -> None:
        for index, outcome in enumerate(outcomes):
            if outcome is None:
                what = f"{selection.parent_type}.{selection.nodes[0].name.value}"
                outcomes[index] = self._propagated(
                    selection,
                    TypeError(f"Cannot return null for non-nullable field {what}."),
                    paths,
                    index,
                )

    def _complete_leaves(
        self,
        selection: Selection,
        values: list[Any],
        live: list[int],
        outcomes: list[Any],
        paths: ResponsePaths,
    ) -> None:
        assert selection.leaf is not None
        coerce = selection.leaf.coerce
        for index in live:
            try:
                outcomes[index] = coerce(values[index])
            except Exception as error:
                outcomes[index] = self._propagated(selection, error, paths, index)

    async def _complete_lists(
        self,
        selection: Selection,
        kind: Any,
        values: list[Any],
        live: list[int],
        outcomes: list[Any],
        paths: ResponsePaths,
    ) -> None:
        """Complete all items of all lists as one column of the next level."""
        items: list[Any] = []
        origin: list[int] = []
        steps: list[int] = []
        for index in live:
            try:
                found = await list_items(self, selection, values[index])
            except Exception as error:
                outcomes[index] = self._propagated(selection, error, paths, index)
                continue
            outcomes[index] = []
            items += found
            origin += [index] * len(found)
            steps += range(len(found))
        below = ResponsePaths(paths, steps, origin)
        await await_values(items, self.is_awaitable)
        completed = self.propagate_nulls(
            kind, await self.complete_values(selection, kind, items, below), below
        )
        for index, outcome in zip(origin, completed, strict=True):
            held = outcomes[index]
            if type(held) is not PropagatedError:
                if type(outcome) is PropagatedError:
                    outcomes[index] = outcome
                else:
                    held.append(outcome)

    async def _complete_composites(
        self,
        selection: Selection,
        kind: Any,
        values: list[Any],
        live: list[int],
        outcomes: list[Any],
        paths: ResponsePaths,
    ) -> None:
        """Complete objects, grouped by their runtime type for interfaces and unions."""
        types = [self.runtime_type(selection, kind, values[index], paths, index) for index in live]
        await await_values(types, self.is_awaitable)
        by_type: dict[GraphQLObjectType, list[int]] = {}
        for index, found in zip(live, types, strict=True):
            if isinstance(found, Exception):
                outcomes[index] = self._propagated(selection, found, paths, index)
            else:
                by_type.setdefault(found, []).append(index)
        for found, indexes in by_type.items():
            below = ResponsePaths(paths, None, indexes)
            selections = self.below_type(selection, found)
            if not isinstance(selections, Level):
                for index in indexes:
                    outcomes[index] = self._propagated(selection, selections, paths, index)
                continue
            objects = [values[index] for index in indexes]
            done = await self.execute_objects(selections, objects, value_types_of(objects), below)
            for index, outcome in zip(indexes, done, strict=True):
                outcomes[index] = outcome

    def below_type(self, selection: Selection, kind: GraphQLObjectType) -> Level | GraphQLError:
        """Return the selections of an object, or the error of a directive's null variable."""
        try:
            return self.plan.below(self, selection, kind)
        except GraphQLError as error:
            return error

    def _propagated(
        self, selection: Selection, error: Exception, paths: ResponsePaths, index: int
    ) -> PropagatedError:
        return PropagatedError(
            located_error(error, selection.nodes, list(paths.path(index))), paths.order(index)
        )


def _nullable(kind: Any) -> Any:
    return kind.of_type if is_non_null_type(kind) else kind
