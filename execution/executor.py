"""The breadth-first executor: levels of objects instead of a tree of them. See the package's docstring."""

from collections.abc import Awaitable, Sequence
from itertools import chain, islice
from typing import Any, Final, cast

from graphql import ExecutionResult, GraphQLError, OperationType
from graphql.execution.values import get_argument_values
from strawberry.types.arguments import convert_arguments

from execution.column import Column
from execution.completion import Completion
from execution.faults import Fault, Raised, surviving
from execution.info import ColumnInfo
from execution.kinds import any_may_wait
from execution.places import Places
from execution.plan import Plans, Selection
from execution.starting import started

INTROSPECTION: Final = frozenset({"__schema", "__type"})


class BreadthFirstExecutor(Completion):
    """Executes queries and mutations level by level; leaves the rest to graphql-core's own executor."""

    plans = Plans()

    def __init__(self, *args: Any, operation_extensions: dict[str, Any] | None = None, **kwargs: Any) -> None:
        """Take what graphql-core gives an executor, and the request's `extensions` that Strawberry adds."""
        super().__init__(*args, **kwargs)
        self.operation_extensions = operation_extensions

    def execute_operation(self, serially: bool | None = None) -> Any:
        """The result of the operation, or an awaitable of it where something has to be awaited."""
        if not self._can_serve():
            return super().execute_operation(serially)
        self.faults = []
        return started(self._execute(serially))

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
            finished.append(await self.complete_column(selection, values, below))
            broken = broken or below.broken
        names = [selection.name for selection in selections]
        if not names:
            return [{} for _ in parents]
        rows = zip(*finished, strict=True)
        if not broken:
            return [dict(zip(names, row, strict=False)) for row in rows]
        return [next((value for value in row if type(value) is Raised), None) or dict(zip(names, row, strict=True)) for row in rows]

    async def _resolve_all(self, selections: Sequence[Selection], parents: list[Any], places: Places) -> list[list[Any]]:
        """The values of each column. Awaitables of single objects run side by side, columns one after the other."""
        columns = [self._resolve(selection, parents, places) for selection in selections]
        loose: dict[int, list[Any]] = {
            number: column for number, column in enumerate(columns) if isinstance(column, list) and any_may_wait(column)
        }
        if loose:
            values = list(chain.from_iterable(loose.values()))
            await self.settle(values)
            settled = iter(values)
            columns = [list(islice(settled, len(loose[number]))) if number in loose else column for number, column in enumerate(columns)]
        for number, column in enumerate(columns):
            if not isinstance(column, list):
                columns[number] = await self._awaited(selections[number], column, len(parents))
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
        info = ColumnInfo(self, selection)
        refusal = column.refuse(info)
        if refusal is not None:
            return [refusal] * len(parents)
        arguments = self._arguments(selection)
        if arguments:
            api = self.schema._strawberry_schema  # type: ignore[attr-defined]
            registry = api.schema_converter.scalar_registry
            arguments = convert_arguments(arguments, field.arguments, scalar_registry=registry, config=api.config, info=info)
        if column.takes_info:
            arguments["info"] = info
        if column.root:
            return _each(column, arguments, len(parents)) if column.is_async else [column.resolve(**arguments) for _ in parents]
        values = column.resolve(parents, **arguments)
        return _one_for_each(selection, values, len(parents)) if isinstance(values, list) else cast("Awaitable[list[Any]]", values)

    def _resolve_one(self, selection: Selection, parent: Any, places: Places, index: int) -> Any:
        """What graphql-core would have called, for one object."""
        try:
            resolve = selection.field.resolve or self.field_resolver
            info = self.info(selection, self._below(selection, places).resolve_path(index))
            return resolve(parent, info, **self._arguments(selection))
        except Exception as error:
            return error

    async def _awaited(self, selection: Selection, values: Awaitable[list[Any]], count: int) -> list[Any]:
        try:
            return _one_for_each(selection, await values, count)
        except Exception as error:
            return [error] * count

    def _arguments(self, selection: Selection) -> dict[str, Any]:
        if not selection.has_arguments:
            return {}
        details = selection.details[0]
        return get_argument_values(
            selection.field, details.node, self.variable_values, details.fragment_variable_values, self.hide_suggestions
        )


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


async def _each(column: Column, arguments: dict[str, Any], count: int) -> list[Any]:
    """What a resolver without parents answers, called for each of them."""
    return [await _caught(column.resolve(**arguments)) for _ in range(count)]


async def _caught(awaitable: Awaitable[Any]) -> Any:
    try:
        return await awaitable
    except Exception as error:
        return error


def _one_for_each(selection: Selection, values: list[Any], count: int) -> list[Any]:
    """The results of a column's resolver, which are as many as its parents."""
    if len(values) != count:
        raise TypeError(f"{selection.parent_type}.{selection.nodes[0].name.value} answered {len(values)} results for {count} parents.")
    return values
