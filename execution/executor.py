"""Breadth-first executor: levels of objects instead of a tree; see the package's docstring."""

from collections.abc import Awaitable
from itertools import chain, islice
from typing import Any, Final, cast

from graphql import ExecutionResult, GraphQLError, GraphQLObjectType, GraphQLSchema, OperationType
from graphql.execution.values import get_argument_values
from strawberry.types.arguments import convert_arguments

from execution.awaiting import await_values
from execution.column import Columns, columns_of_types, refusal_of
from execution.completion import Completion
from execution.eager_start import start_eagerly
from execution.field_errors import FieldError, PropagatedError, reported_errors
from execution.info import ColumnInfo
from execution.plan import Plans
from execution.resolving import read_attributes, require_one_for_each, resolve_for_each
from execution.response_paths import ResponsePaths
from execution.selection import Level, Selection
from execution.value_types import ValueTypes, any_is_awaitable, value_types_of

INTROSPECTION: Final = frozenset({"__schema", "__type"})


class BreadthFirstExecutor(Completion):
    """Executor of queries and mutations by level; graphql-core's own executes everything else."""

    plans = Plans()

    def __init__(
        self, *args: Any, operation_extensions: dict[str, Any] | None = None, **kwargs: Any
    ) -> None:
        """Take graphql-core's arguments and Strawberry's `operation_extensions`."""
        super().__init__(*args, **kwargs)
        self.operation_extensions = operation_extensions
        self.introspection_schema: GraphQLSchema | None = None
        """Schema that introspection shows, if it is not the executed one."""

    def build_resolve_info(
        self, field_def: Any, nodes: Any, parent_type: GraphQLObjectType, path: Any
    ) -> Any:
        """Build the info of a resolver; introspection gets its own schema."""
        info = super().build_resolve_info(field_def, nodes, parent_type, path)
        if self.introspection_schema is not None and (
            nodes[0].name.value in INTROSPECTION or parent_type.name.startswith("__")
        ):
            return info._replace(schema=self.introspection_schema)
        return info

    def execute_operation(self, serially: bool | None = None) -> Any:
        """Return the result of the operation, or an awaitable of it if something is awaited."""
        if not self._can_serve():
            return super().execute_operation(serially)
        self.field_errors = []
        return start_eagerly(self._execute(serially))

    def _can_serve(self) -> bool:
        """Return True for queries and mutations of the schema's own fields, without middleware."""
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
        root = value_types_of([self.root_value])
        for selections in steps:
            (outcome,) = await self.execute_objects(
                selections, [self.root_value], root, ResponsePaths(None, None)
            )
            if isinstance(outcome, PropagatedError):
                self.field_errors.append(FieldError(outcome.order, outcome.error, ()))
                data = None
                break
            cast("dict[str, Any]", data).update(outcome)
        self.run_async_work_finished_hook()
        return ExecutionResult(data, reported_errors(self.field_errors) or None)

    async def execute_objects(
        self, selections: Level, parents: list[Any], value_types: ValueTypes, paths: ResponsePaths
    ) -> list[Any]:
        """Execute all fields of all objects of a level.

        One `dict` or `PropagatedError` per parent.
        """
        if not selections or not parents:
            return [{} for _ in parents]
        columns = columns_of_types(value_types)
        finished: list[Any] = []
        others: list[tuple[int, Selection, Any]] = []
        for number, selection in enumerate(selections):
            values = self._resolve(selection, parents, columns, paths)
            leaf = selection.output_type.leaf
            leaves = (
                leaf.column(values, nullable=selection.output_type.nullable)
                if leaf is not None and type(values) is list
                else None
            )
            finished.append(leaves)
            if leaves is None:
                others.append((number, selection, values))
        has_errors = bool(others) and await self._finish_others(
            others, len(parents), paths, finished
        )
        made: list[Any] = selections.build(*finished)
        if not has_errors:
            return made
        return [
            next((value for value in one.values() if type(value) is PropagatedError), one)
            for one in made
        ]

    async def _finish_others(
        self,
        others: list[tuple[int, Selection, Any]],
        count: int,
        paths: ResponsePaths,
        finished: list[Any],
    ) -> bool:
        """Complete the columns that are not plain leaves.

        Return True if an error nulls a parent.
        """
        has_errors = False
        resolved = await self._await_columns([values for _, _, values in others])
        for number, (_, selection, _) in enumerate(others):
            values = resolved[number]
            if not isinstance(values, list):
                values = await self._await_column(selection, values, count)
            below = self._below(selection, paths)
            finished[others[number][0]] = await self.complete_column(selection, values, below)
            has_errors = has_errors or below.has_errors
        return has_errors

    async def _await_columns(self, columns: list[Any]) -> list[Any]:
        """Await the awaitables of single objects concurrently.

        Leave awaitable columns for later.
        """
        loose = {
            number: column
            for number, column in enumerate(columns)
            if isinstance(column, list) and any_is_awaitable(value_types_of(column))
        }
        if not loose:
            return columns
        values = list(chain.from_iterable(loose.values()))
        await await_values(values, self.is_awaitable)
        settled = iter(values)
        return [
            list(islice(settled, len(loose[number]))) if number in loose else column
            for number, column in enumerate(columns)
        ]

    def _below(self, selection: Selection, paths: ResponsePaths) -> ResponsePaths:
        return ResponsePaths(
            paths,
            selection.name,
            ordinal=selection.ordinal,
            parent_type=selection.parent_type.name,
        )

    def _resolve(
        self,
        selection: Selection,
        parents: list[Any],
        columns: Columns | None,
        paths: ResponsePaths,
    ) -> list[Any] | Awaitable[list[Any]]:
        """Resolve one column; values may be exceptions or awaitables."""
        if selection.attribute is not None:
            if (
                selection.permissions
                and (refusal := refusal_of(selection.permissions, ColumnInfo(self, selection)))
                is not None
            ):
                return [refusal] * len(parents)
            read = columns.get(selection.attribute) if columns is not None else None
            return read_attributes(parents, selection.attribute, read)
        if selection.column is None or len(parents) == 0:
            return [
                self._resolve_one(selection, parent, paths, index)
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
            arguments = self._converted_arguments(selection, info)
            if column.takes_info:
                arguments["info"] = info
        if column.root:
            return (
                resolve_for_each(column, arguments, len(parents))
                if column.is_async
                else [column.resolve(**arguments) for _ in parents]
            )
        values = column.resolve(parents, **arguments)
        return (
            require_one_for_each(selection, values, len(parents))
            if isinstance(values, list)
            else cast("Awaitable[list[Any]]", values)
        )

    def _converted_arguments(self, selection: Selection, info: ColumnInfo) -> dict[str, Any]:
        """Return the arguments as Strawberry passes them to a resolver; convert constants once."""
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
        self, selection: Selection, parent: Any, paths: ResponsePaths, index: int
    ) -> Any:
        """Call the resolver of one object, as graphql-core would."""
        try:
            resolve = selection.field.resolve or self.field_resolver
            info = self.info(selection, self._below(selection, paths).resolve_path(index))
            return resolve(parent, info, **self._arguments(selection))
        except Exception as error:
            return error

    async def _await_column(
        self, selection: Selection, values: Awaitable[list[Any]], count: int
    ) -> list[Any]:
        try:
            return require_one_for_each(selection, await values, count)
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
