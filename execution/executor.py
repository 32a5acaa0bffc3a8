"""Breadth-first executor: levels of objects instead of a tree; see the package's docstring."""

from typing import Any, Final, cast

from graphql import ExecutionResult, GraphQLError, GraphQLObjectType, GraphQLSchema, OperationType

from execution.column import columns_of_types
from execution.column_resolution import ColumnResolution
from execution.completion import Completion
from execution.eager_start import start_eagerly
from execution.field_errors import FieldError, PropagatedError, reported_errors
from execution.plan_cache import Plans
from execution.response_paths import ResponsePaths
from execution.selection import Level, Selection
from execution.value_types import ValueTypes, value_types_of

INTROSPECTION: Final = frozenset({"__schema", "__type"})


class BreadthFirstExecutor(ColumnResolution, Completion):
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
            values = self.resolve(selection, parents, columns, paths)
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
        resolved = await self.await_columns([values for _, _, values in others])
        for number, (_, selection, _) in enumerate(others):
            values = resolved[number]
            if not isinstance(values, list):
                values = await self.await_column(selection, values, count)
            below = self.paths_below(selection, paths)
            finished[others[number][0]] = await self.complete_column(selection, values, below)
            has_errors = has_errors or below.has_errors
        return has_errors
