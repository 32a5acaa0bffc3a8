"""What the specification says of a value ("Value Completion"), for a whole column: lists, nulls, errors, types."""

from itertools import chain, islice
from typing import Any, Final

from graphql import (
    GraphQLError,
    GraphQLObjectType,
    Undefined,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    located_error,
)

from execution.faults import Fault, Raised
from execution.items import items_of
from execution.kinds import Kinds, all_plain, kinds_of
from execution.plan import Plan
from execution.response_paths import Items, ResponsePaths
from execution.runtime_types import RuntimeTypes
from execution.selection import Level, Selection
from execution.settling import settle
from execution.shape import Shape

LISTS: Final[Kinds] = frozenset({list})


class Completion(RuntimeTypes):
    """The half of the executor that turns resolved columns into results."""

    plan: Plan
    faults: list[Fault]

    async def execute_objects(
        self, selections: Level, parents: list[Any], kinds: Kinds, places: ResponsePaths
    ) -> list[Any]:
        """All objects of a level with all their fields: one `dict` for each parent, or `Raised`."""
        raise NotImplementedError

    async def complete_column(
        self, selection: Selection, values: list[Any], places: ResponsePaths
    ) -> list[Any]:
        """The results of a column: completed, and errors caught where the field may be null."""
        return await self._finish(selection, selection.shape, values, kinds_of(values), places)

    async def _finish(
        self,
        selection: Selection,
        shape: Shape,
        values: list[Any],
        kinds: Kinds,
        places: ResponsePaths,
    ) -> list[Any]:
        """A column as its type wants it: at once where it is plain, else value by value; errors caught where they may be."""
        if not values:  # nothing below is compiled for nobody
            return []
        if shape.leaf is not None:
            leaves = shape.leaf.column(values, nullable=shape.nullable)
            if leaves is not None:
                return leaves
        elif all_plain(kinds):
            if shape.item is not None:
                if kinds == LISTS:
                    return self._caught(
                        shape.type,
                        await self._finish_lists(selection, shape.item, values, places),
                        places,
                    )
            elif shape.is_certain_of(kinds):
                level = self._below_type(selection, shape.inner)
                if isinstance(level, Level):
                    done = await self.execute_objects(level, values, kinds, places)
                    return (
                        self._caught(shape.type, done, places) if Raised in kinds_of(done) else done
                    )
                values = [level] * len(values)
        return self._caught(
            shape.type, await self._complete(selection, shape.type, values, places), places
        )

    async def _finish_lists(
        self, selection: Selection, item: Shape, lists: list[list[Any]], places: ResponsePaths
    ) -> list[Any]:
        """Lists whose items are one column of the next level."""
        lengths = list(map(len, lists))
        below = Items(places, lengths)
        items = list(chain.from_iterable(lists))
        kinds = await settle(items, self.is_awaitable)
        finished = iter(await self._finish(selection, item, items, kinds, below))
        outcomes: list[Any] = [list(islice(finished, length)) for length in lengths]
        if below.broken:
            return [
                next((item for item in items if type(item) is Raised), items) for items in outcomes
            ]
        return outcomes

    def _caught(self, kind: Any, outcomes: list[Any], places: ResponsePaths) -> list[Any]:
        """Errors become null where the type allows; elsewhere they stay and break the places."""
        swallows = not (self.error_propagation and is_non_null_type(kind))
        for index, outcome in enumerate(outcomes):
            if type(outcome) is Raised:
                if swallows:
                    self.faults.append(Fault(outcome.order, outcome.error, places.path(index)))
                    outcomes[index] = None
                else:
                    places.broken = True
        return outcomes

    async def _complete(
        self, selection: Selection, kind: Any, values: list[Any], places: ResponsePaths
    ) -> list[Any]:
        """Each value as the type wants it, or `Raised`."""
        inner = _nullable(kind)
        outcomes: list[Any] = [None] * len(values)
        live = []
        for index, value in enumerate(values):
            if isinstance(value, Exception):
                outcomes[index] = self._raised(selection, value, places, index)
            elif value is not None and value is not Undefined:
                live.append(index)
        if is_leaf_type(inner):
            self._complete_leaves(selection, values, live, outcomes, places)
        elif is_list_type(inner):
            await self._complete_lists(selection, inner.of_type, values, live, outcomes, places)
        else:
            await self._complete_composites(selection, inner, values, live, outcomes, places)
        if inner is not kind:
            self._forbid_null(selection, outcomes, places)
        return outcomes

    def _forbid_null(
        self, selection: Selection, outcomes: list[Any], places: ResponsePaths
    ) -> None:
        for index, outcome in enumerate(outcomes):
            if outcome is None:
                what = f"{selection.parent_type}.{selection.nodes[0].name.value}"
                outcomes[index] = self._raised(
                    selection,
                    TypeError(f"Cannot return null for non-nullable field {what}."),
                    places,
                    index,
                )

    def _complete_leaves(
        self,
        selection: Selection,
        values: list[Any],
        live: list[int],
        outcomes: list[Any],
        places: ResponsePaths,
    ) -> None:
        assert selection.leaf is not None
        coerce = selection.leaf.coerce
        for index in live:
            try:
                outcomes[index] = coerce(values[index])
            except Exception as error:
                outcomes[index] = self._raised(selection, error, places, index)

    async def _complete_lists(
        self,
        selection: Selection,
        kind: Any,
        values: list[Any],
        live: list[int],
        outcomes: list[Any],
        places: ResponsePaths,
    ) -> None:
        """All items of all lists are one column of the next level."""
        items: list[Any] = []
        origin: list[int] = []
        steps: list[int] = []
        for index in live:
            try:
                found = await items_of(self, selection, values[index])
            except Exception as error:
                outcomes[index] = self._raised(selection, error, places, index)
                continue
            outcomes[index] = []
            items += found
            origin += [index] * len(found)
            steps += range(len(found))
        below = ResponsePaths(places, steps, origin)
        await settle(items, self.is_awaitable)
        completed = self._caught(kind, await self._complete(selection, kind, items, below), below)
        for index, outcome in zip(origin, completed, strict=True):
            held = outcomes[index]
            if type(held) is not Raised:
                if type(outcome) is Raised:
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
        places: ResponsePaths,
    ) -> None:
        """Objects go to the next level by their type: one, or for an interface or union, the one that each turns out to be."""
        types = [self.runtime_type(selection, kind, values[index], places, index) for index in live]
        await settle(types, self.is_awaitable)
        by_type: dict[GraphQLObjectType, list[int]] = {}
        for index, found in zip(live, types, strict=True):
            if isinstance(found, Exception):
                outcomes[index] = self._raised(selection, found, places, index)
            else:
                by_type.setdefault(found, []).append(index)
        for found, indexes in by_type.items():
            below = ResponsePaths(places, None, indexes)
            selections = self._below_type(selection, found)
            if not isinstance(selections, Level):
                for index in indexes:
                    outcomes[index] = self._raised(selection, selections, places, index)
                continue
            objects = [values[index] for index in indexes]
            done = await self.execute_objects(selections, objects, kinds_of(objects), below)
            for index, outcome in zip(indexes, done, strict=True):
                outcomes[index] = outcome

    def _below_type(self, selection: Selection, kind: GraphQLObjectType) -> Level | GraphQLError:
        """What is selected of an object, or why that cannot be said: a directive's variable may be null."""
        try:
            return self.plan.below(self, selection, kind)
        except GraphQLError as error:
            return error

    def _raised(
        self, selection: Selection, error: Exception, places: ResponsePaths, index: int
    ) -> Raised:
        return Raised(
            located_error(error, selection.nodes, list(places.path(index))), places.order(index)
        )


def _nullable(kind: Any) -> Any:
    return kind.of_type if is_non_null_type(kind) else kind
