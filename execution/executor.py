"""The breadth-first executor: levels of objects instead of a tree of them. See the package's docstring."""

from collections.abc import Awaitable
from itertools import chain, islice
from typing import Any, Final, cast

from graphql import ExecutionResult, GraphQLError, GraphQLObjectType, GraphQLSchema, OperationType
from graphql.execution.values import get_argument_values
from strawberry.types.arguments import convert_arguments

from execution.column import Columns, columns_of_kinds, refusal_of
from execution.completion import Completion
from execution.faults import Fault, Raised, surviving
from execution.info import ColumnInfo
from execution.kinds import Kinds, any_may_wait, kinds_of
from execution.plan import Plans
from execution.resolving import attributes, each, one_for_each
from execution.response_paths import ResponsePaths
from execution.selection import Level, Selection
from execution.settling import settle
from execution.starting import started

INTROSPECTION: Final = frozenset({"__schema", "__type"})


class BreadthFirstExecutor(Completion):
    """Executes queries and mutations level by level; leaves the rest to graphql-core's own executor."""

    plans = Plans()

    def __init__(
        self, *args: Any, operation_extensions: dict[str, Any] | None = None, **kwargs: Any
    ) -> None:
        """Take what graphql-core gives an executor, and the request's `extensions` that Strawberry adds."""
        super().__init__(*args, **kwargs)
        self.operation_extensions = operation_extensions
        self.introspected: GraphQLSchema | None = None
        """The schema that introspection tells, where it is another one than is executed."""

    def build_resolve_info(
        self, field_def: Any, nodes: Any, parent_type: GraphQLObjectType, path: Any
    ) -> Any:
        """What a resolver learns; introspection learns of its own schema."""
        info = super().build_resolve_info(field_def, nodes, parent_type, path)
        if self.introspected is not None and (
            nodes[0].name.value in INTROSPECTION or parent_type.name.startswith("__")
        ):
            return info._replace(schema=self.introspected)
        return info

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
        return not any(
            selection.nodes[0].name.value in INTROSPECTION for selection in self.plan.root
        )

    async def _execute(self, serially: bool | None) -> ExecutionResult:
        one_by_one = (
            self.operation.operation is OperationType.MUTATION if serially is None else serially
        )
        steps = (
            [Level((selection,)) for selection in self.plan.root]
            if one_by_one
            else [self.plan.root]
        )
        data: dict[str, Any] | None = {}
        root = kinds_of([self.root_value])
        for selections in steps:
            (outcome,) = await self.execute_objects(
                selections, [self.root_value], root, ResponsePaths(None, None)
            )
            if isinstance(outcome, Raised):
                self.faults.append(Fault(outcome.order, outcome.error, ()))
                data = None
                break
            cast("dict[str, Any]", data).update(outcome)
        self.run_async_work_finished_hook()
        return ExecutionResult(data, surviving(self.faults) or None)

    async def execute_objects(
        self, selections: Level, parents: list[Any], kinds: Kinds, places: ResponsePaths
    ) -> list[Any]:
        """All objects of a level with all their fields: one `dict` for each parent, or `Raised`."""
        if not selections or not parents:
            return [{} for _ in parents]
        columns = columns_of_kinds(kinds)
        finished: list[Any] = []
        others: list[tuple[int, Selection, Any]] = []
        for number, selection in enumerate(selections):
            values = self._resolve(selection, parents, columns, places)
            leaf = selection.shape.leaf
            leaves = (
                leaf.column(values, nullable=selection.shape.nullable)
                if leaf is not None and type(values) is list
                else None
            )
            finished.append(leaves)
            if leaves is None:
                others.append((number, selection, values))
        broken = bool(others) and await self._finish_others(others, len(parents), places, finished)
        made: list[Any] = selections.build(*finished)
        if not broken:
            return made
        return [
            next((value for value in one.values() if type(value) is Raised), one) for one in made
        ]

    async def _finish_others(
        self,
        others: list[tuple[int, Selection, Any]],
        count: int,
        places: ResponsePaths,
        finished: list[Any],
    ) -> bool:
        """Complete the columns that are more than plain leaves; says whether one of their errors breaks a parent."""
        broken = False
        resolved = await self._settle_all([values for _, _, values in others])
        for number, (_, selection, _) in enumerate(others):
            values = resolved[number]
            if not isinstance(values, list):
                values = await self._awaited(selection, values, count)
            below = self._below(selection, places)
            finished[others[number][0]] = await self.complete_column(selection, values, below)
            broken = broken or below.broken
        return broken

    async def _settle_all(self, columns: list[Any]) -> list[Any]:
        """Awaitables of single objects run side by side; columns that have to be awaited wait for their turn."""
        loose = {
            number: column
            for number, column in enumerate(columns)
            if isinstance(column, list) and any_may_wait(kinds_of(column))
        }
        if not loose:
            return columns
        values = list(chain.from_iterable(loose.values()))
        await settle(values, self.is_awaitable)
        settled = iter(values)
        return [
            list(islice(settled, len(loose[number]))) if number in loose else column
            for number, column in enumerate(columns)
        ]

    def _below(self, selection: Selection, places: ResponsePaths) -> ResponsePaths:
        return ResponsePaths(
            places,
            selection.name,
            ordinal=selection.ordinal,
            parent_type=selection.parent_type.name,
        )

    def _resolve(
        self,
        selection: Selection,
        parents: list[Any],
        columns: Columns | None,
        places: ResponsePaths,
    ) -> list[Any] | Awaitable[list[Any]]:
        """The values of one column: some may be exceptions or awaitables."""
        if selection.attribute is not None:
            if (
                selection.permissions
                and (refusal := refusal_of(selection.permissions, ColumnInfo(self, selection)))
                is not None
            ):
                return [refusal] * len(parents)
            read = columns.get(selection.attribute) if columns is not None else None
            return attributes(parents, selection.attribute, read)
        if selection.column is None or len(parents) == 0:
            return [
                self._resolve_one(selection, parent, places, index)
                for index, parent in enumerate(parents)
            ]
        try:
            return self._resolve_column(selection, parents)
        except Exception as error:
            return [error] * len(parents)

    def _resolve_column(
        self, selection: Selection, parents: list[Any]
    ) -> list[Any] | Awaitable[list[Any]]:
        column = selection.column
        assert column is not None
        arguments: dict[str, Any] = {}
        if column.takes_info or selection.permissions or selection.has_arguments:
            info = ColumnInfo(self, selection)
            if (refusal := refusal_of(selection.permissions, info)) is not None:
                return [refusal] * len(parents)
            arguments = self._converted(selection, info)
            if column.takes_info:
                arguments["info"] = info
        if column.root:
            return (
                each(column, arguments, len(parents))
                if column.is_async
                else [column.resolve(**arguments) for _ in parents]
            )
        values = column.resolve(parents, **arguments)
        return (
            one_for_each(selection, values, len(parents))
            if isinstance(values, list)
            else cast("Awaitable[list[Any]]", values)
        )

    def _converted(self, selection: Selection, info: ColumnInfo) -> dict[str, Any]:
        """The arguments as Strawberry gives them to a resolver; constants are converted once."""
        if selection.constants is not None:
            return dict(selection.constants)
        arguments = self._arguments(selection)
        if selection.guard is not None:
            selection.guard(self.context_value, arguments)
        if arguments:
            assert selection.strawberry is not None
            api = self.schema._strawberry_schema  # type: ignore[attr-defined]
            registry = api.schema_converter.scalar_registry
            wanted = selection.strawberry.arguments
            arguments = convert_arguments(
                arguments, wanted, scalar_registry=registry, config=api.config, info=info
            )
        selection.keep_constants(arguments)
        return dict(arguments)

    def _resolve_one(
        self, selection: Selection, parent: Any, places: ResponsePaths, index: int
    ) -> Any:
        """What graphql-core would have called, for one object."""
        try:
            resolve = selection.field.resolve or self.field_resolver
            info = self.info(selection, self._below(selection, places).resolve_path(index))
            return resolve(parent, info, **self._arguments(selection))
        except Exception as error:
            return error

    async def _awaited(
        self, selection: Selection, values: Awaitable[list[Any]], count: int
    ) -> list[Any]:
        try:
            return one_for_each(selection, await values, count)
        except Exception as error:
            return [error] * count

    def _arguments(self, selection: Selection) -> dict[str, Any]:
        if not selection.has_arguments:
            return {}
        details = selection.details[0]
        return get_argument_values(
            selection.field,
            details.node,
            self.variable_values,
            details.fragment_variable_values,
            self.hide_suggestions,
        )
