"""The breadth-first executor: levels of objects instead of a tree of them. See the package's docstring."""

import asyncio
from collections.abc import Awaitable, Generator, Sequence
from itertools import islice
from typing import Any, Final, cast

from graphql import (
    ExecutionResult,
    GraphQLError,
    GraphQLObjectType,
    GraphQLResolveInfo,
    OperationType,
    Undefined,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    located_error,
)
from graphql.execution.executor import Executor, collect_iterator_awaitables, invalid_return_type_error
from graphql.execution.values import get_argument_values
from graphql.pyutils import Path, is_iterable
from strawberry.types.arguments import convert_arguments

from execution.faults import Fault, Raised, surviving
from execution.places import Places
from execution.plan import Plan, Plans, Selection

INTROSPECTION: Final = frozenset({"__schema", "__type"})


class BreadthFirstExecutor(Executor[Any]):
    """Executes queries and mutations level by level; leaves the rest to graphql-core's own executor."""

    plans = Plans()
    plan: Plan
    faults: list[Fault]

    def __init__(self, *args: Any, operation_extensions: dict[str, Any] | None = None, **kwargs: Any) -> None:
        """Take what graphql-core gives an executor, and the request's `extensions` that Strawberry adds."""
        super().__init__(*args, **kwargs)
        self.operation_extensions = operation_extensions

    def execute_operation(self, serially: bool | None = None) -> Any:
        """The result of the operation, or an awaitable of it where something has to be awaited."""
        if not self._can_serve():
            return super().execute_operation(serially)
        self.faults = []
        return _started(self._execute(serially))

    def _can_serve(self) -> bool:
        """Whether this is a query or mutation of the schema's own fields, without hooks into each field."""
        kind = self.operation.operation
        if kind is OperationType.SUBSCRIPTION or self.abort_signal is not None:
            return False
        if self.middleware_manager is not None and self.middleware_manager.middlewares:
            return False
        if any(details.variable_signatures for details in self.fragments.values()):
            return False
        root_type = self.schema.get_root_type(kind)
        if root_type is None:
            return False
        try:
            self.plan = self.plans.find(self, root_type)
        except (GraphQLError, RecursionError):
            return False
        return not any(selection.nodes[0].name.value in INTROSPECTION for selection in self.plan.root)

    async def _execute(self, serially: bool | None) -> ExecutionResult:
        one_by_one = self.operation.operation is OperationType.MUTATION if serially is None else serially
        steps = [(selection,) for selection in self.plan.root] if one_by_one else [self.plan.root]
        data: dict[str, Any] | None = {}
        for selections in steps:
            (outcome,) = await self.execute_objects(selections, [self.root_value], Places(None, None))
            if isinstance(outcome, Raised):
                self.faults.append(Fault(outcome.order, outcome.error, ()))
                data = None
                break
            cast("dict[str, Any]", data).update(outcome)
        self.run_async_work_finished_hook()
        return ExecutionResult(data, surviving(self.faults) or None)

    async def execute_objects(self, selections: Sequence[Selection], parents: list[Any], places: Places) -> list[Any]:
        """All objects of a level with all their fields: one `dict` for each parent, or `Raised`."""
        columns = await self._resolve_all(selections, parents, places)
        finished = []
        broken = False
        for selection, values in zip(selections, columns, strict=True):
            below = self._below(selection, places)
            finished.append(await self._finish(selection, values, below))
            broken = broken or below.broken
        names = [selection.name for selection in selections]
        if not names:
            return [{} for _ in parents]
        rows = zip(*finished, strict=True)
        if not broken:
            return [dict(zip(names, row, strict=True)) for row in rows]
        return [next((value for value in row if type(value) is Raised), None) or dict(zip(names, row, strict=True)) for row in rows]

    async def _resolve_all(self, selections: Sequence[Selection], parents: list[Any], places: Places) -> list[list[Any]]:
        """The values of each column. Awaitables of single objects run side by side, columns one after the other."""
        columns = [self._resolve(selection, parents, places) for selection in selections]
        values = [value for column in columns if isinstance(column, list) for value in column]
        await self._settle(values)
        settled = iter(values)
        for number, column in enumerate(columns):
            if isinstance(column, list):
                columns[number] = list(islice(settled, len(column)))
            else:
                columns[number] = await self._awaited(column, len(parents))
        return cast("list[list[Any]]", columns)

    def _below(self, selection: Selection, places: Places) -> Places:
        return Places(places, selection.name, ordinal=selection.ordinal, parent_type=selection.parent_type.name)

    def _resolve(self, selection: Selection, parents: list[Any], places: Places) -> list[Any] | Awaitable[list[Any]]:
        """The values of one column: some may be exceptions or awaitables."""
        if selection.attribute is not None:
            return _attributes(parents, selection.attribute)
        if selection.column is None or len(parents) == 0:
            return [self._resolve_one(selection, parent, places, index) for index, parent in enumerate(parents)]
        try:
            return self._resolve_column(selection, parents)
        except Exception as error:
            return [error] * len(parents)

    def _resolve_column(self, selection: Selection, parents: list[Any]) -> list[Any] | Awaitable[list[Any]]:
        column, field = selection.column, selection.strawberry
        assert column is not None
        assert field is not None
        raw = self._info(selection, None)
        api = self.schema._strawberry_schema  # type: ignore[attr-defined]
        info = api.config.info_class(_raw_info=raw, _field=field)
        refusal = column.refuse(info)
        if refusal is not None:
            return [refusal] * len(parents)
        arguments = self._arguments(selection)
        if arguments:
            registry = api.schema_converter.scalar_registry
            arguments = convert_arguments(arguments, field.arguments, scalar_registry=registry, config=api.config, info=info)
        if column.takes_info:
            arguments["info"] = info
        if column.root:
            return [column.resolve(**arguments) for _ in parents]
        return cast("list[Any] | Awaitable[list[Any]]", column.resolve(parents, **arguments))

    def _resolve_one(self, selection: Selection, parent: Any, places: Places, index: int) -> Any:
        """What graphql-core would have called, for one object."""
        try:
            resolve = selection.field.resolve or self.field_resolver
            info = self._info(selection, self._below(selection, places).resolve_path(index))
            return resolve(parent, info, **self._arguments(selection))
        except Exception as error:
            return error

    async def _awaited(self, values: Awaitable[list[Any]], count: int) -> list[Any]:
        try:
            return await values
        except Exception as error:
            return [error] * count

    def _arguments(self, selection: Selection) -> dict[str, Any]:
        if not selection.has_arguments:
            return {}
        details = selection.details[0]
        return get_argument_values(
            selection.field, details.node, self.variable_values, details.fragment_variable_values, self.hide_suggestions
        )

    def _info(self, selection: Selection, path: Path | None) -> GraphQLResolveInfo[Any]:
        return self.build_resolve_info(selection.field, selection.nodes, selection.parent_type, cast("Path", path))

    async def _finish(self, selection: Selection, values: list[Any], places: Places) -> list[Any]:
        """The results of a column: completed, and errors caught where the field may be null."""
        if selection.is_plain_leaf and selection.leaf is not None and selection.leaf.passes(values):
            return values
        return self._caught(selection.type, await self._complete(selection, selection.type, values, places), places)

    def _caught(self, kind: Any, outcomes: list[Any], places: Places) -> list[Any]:
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

    async def _complete(self, selection: Selection, kind: Any, values: list[Any], places: Places) -> list[Any]:
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

    def _forbid_null(self, selection: Selection, outcomes: list[Any], places: Places) -> None:
        for index, outcome in enumerate(outcomes):
            if outcome is None:
                what = f"{selection.parent_type}.{selection.nodes[0].name.value}"
                outcomes[index] = self._raised(selection, TypeError(f"Cannot return null for non-nullable field {what}."), places, index)

    def _complete_leaves(self, selection: Selection, values: list[Any], live: list[int], outcomes: list[Any], places: Places) -> None:
        assert selection.leaf is not None
        coerce = selection.leaf.coerce
        for index in live:
            try:
                outcomes[index] = coerce(values[index])
            except Exception as error:
                outcomes[index] = self._raised(selection, error, places, index)

    async def _complete_lists(
        self, selection: Selection, kind: Any, values: list[Any], live: list[int], outcomes: list[Any], places: Places
    ) -> None:
        """All items of all lists are one column of the next level."""
        items: list[Any] = []
        origin: list[int] = []
        steps: list[int] = []
        for index in live:
            try:
                found = await self._items(selection, values[index])
            except Exception as error:
                outcomes[index] = self._raised(selection, error, places, index)
                continue
            outcomes[index] = []
            items += found
            origin += [index] * len(found)
            steps += range(len(found))
        below = Places(places, steps, origin)
        await self._settle(items)
        completed = self._caught(kind, await self._complete(selection, kind, items, below), below)
        for index, outcome in zip(origin, completed, strict=True):
            held = outcomes[index]
            if type(held) is not Raised:
                if type(outcome) is Raised:
                    outcomes[index] = outcome
                else:
                    held.append(outcome)

    async def _items(self, selection: Selection, value: Any) -> list[Any]:
        """The items of one list; awaitables among them are settled even where the list breaks off."""
        if type(value) is list:
            return value
        if self.is_async_iterable(value):
            await asyncio.sleep(0)
            return [item async for item in value]
        if not is_iterable(value):
            what = f"{selection.parent_type}.{selection.nodes[0].name.value}"
            raise GraphQLError(f"Expected Iterable, but did not find one for field '{what}'.")
        found: list[Any] = []
        iterator = iter(value)
        try:
            found.extend(iterator)
        except Exception:
            self.track_async_work([*found, *collect_iterator_awaitables(iterator, self.is_awaitable)])
            raise
        return found

    async def _settle(self, values: list[Any]) -> None:
        """Put the results of awaitables in their places, exceptions included; they run side by side."""
        waiting = [index for index, value in enumerate(values) if self.is_awaitable(value)]
        if not waiting:
            return
        settled = await asyncio.gather(*(values[index] for index in waiting), return_exceptions=True)
        for index, value in zip(waiting, settled, strict=True):
            if isinstance(value, BaseException) and not isinstance(value, Exception):
                raise value
            values[index] = value

    async def _complete_composites(
        self, selection: Selection, kind: Any, values: list[Any], live: list[int], outcomes: list[Any], places: Places
    ) -> None:
        """Objects go to the next level by their type: one, or for an interface or union, the one that each turns out to be."""
        types = [self._runtime_type(selection, kind, values[index], places, index) for index in live]
        await self._settle(types)
        by_type: dict[GraphQLObjectType, list[int]] = {}
        for index, found in zip(live, types, strict=True):
            if isinstance(found, Exception):
                outcomes[index] = self._raised(selection, found, places, index)
            else:
                by_type.setdefault(found, []).append(index)
        for found, indexes in by_type.items():
            below = Places(places, None, indexes)
            selections = self.plan.below(self, selection, found)
            done = await self.execute_objects(selections, [values[index] for index in indexes], below)
            for index, outcome in zip(indexes, done, strict=True):
                outcomes[index] = outcome

    def _runtime_type(self, selection: Selection, kind: Any, value: Any, places: Places, index: int) -> Any:
        """The object type of a value, an exception, or an awaitable of the type."""
        try:
            if not is_abstract_type(kind):
                return kind if kind.is_type_of is None else self._agreed(selection, kind, value, self._info(selection, None))
            info = self._info(selection, places.resolve_path(index))
            name = (kind.resolve_type or self.type_resolver)(value, info, kind)
            if self.is_awaitable(name):
                return self._runtime_type_later(selection, kind, value, info, name)
            return self._agreed(selection, self.ensure_valid_runtime_type(name, kind, selection.details, info, value), value, info)
        except Exception as error:
            return error

    async def _runtime_type_later(self, selection: Selection, kind: Any, value: Any, info: Any, name: Any) -> Any:
        found = self.ensure_valid_runtime_type(await name, kind, selection.details, info, value)
        agreed = self._agreed(selection, found, value, info)
        return await agreed if self.is_awaitable(agreed) else agreed

    def _agreed(self, selection: Selection, kind: GraphQLObjectType, value: Any, info: Any) -> Any:
        """The type, once its `is_type_of` agrees; an awaitable where that has to be awaited."""
        agrees = kind.is_type_of is None or kind.is_type_of(value, info)
        if self.is_awaitable(agrees):
            return self._agreed_later(selection, kind, value, agrees)
        if not agrees:
            raise invalid_return_type_error(kind, value, selection.details)
        return kind

    async def _agreed_later(self, selection: Selection, kind: GraphQLObjectType, value: Any, agrees: Any) -> GraphQLObjectType:
        if not await agrees:
            raise invalid_return_type_error(kind, value, selection.details)
        return kind

    def _raised(self, selection: Selection, error: Exception, places: Places, index: int) -> Raised:
        return Raised(located_error(error, selection.nodes, list(places.path(index))), places.order(index))


def _nullable(kind: Any) -> Any:
    return kind.of_type if is_non_null_type(kind) else kind


def _attributes(parents: list[Any], name: str) -> list[Any]:
    """One attribute of all parents; where one lacks it, its error is its value."""
    try:
        return [getattr(parent, name) for parent in parents]
    except Exception:
        return [_attribute(parent, name) for parent in parents]


def _attribute(parent: Any, name: str) -> Any:
    try:
        return getattr(parent, name)
    except Exception as error:
        return error


def _started(coroutine: Any) -> Any:
    """Run a coroutine until it has to wait: its result where it never does, else an awaitable of it."""
    try:
        waits_for = coroutine.send(None)
    except StopIteration as done:
        return done.value
    return _continued(coroutine, waits_for)


async def _continued(coroutine: Any, waits_for: Any) -> Any:
    return await _Rest(coroutine, waits_for)


class _Rest:
    """The rest of a coroutine that was started already."""

    def __init__(self, coroutine: Any, waits_for: Any) -> None:
        self._coroutine, self._waits_for = coroutine, waits_for

    def __await__(self) -> Generator[Any, Any, Any]:
        waits_for = self._waits_for
        while True:
            try:
                sent = yield waits_for
            except BaseException as thrown:
                resume, given = self._coroutine.throw, thrown
            else:
                resume, given = self._coroutine.send, sent
            try:
                waits_for = resume(given)
            except StopIteration as done:
                return done.value
