"""Resolution of a column: one call for all parents, or one for each object without a column."""

from collections.abc import Awaitable
from itertools import chain, islice
from typing import Any, cast

from graphql.execution.values import get_argument_values
from strawberry.types.arguments import convert_arguments

from execution.awaiting import await_values
from execution.column import Columns, refusal_of
from execution.info import ColumnInfo
from execution.resolving import read_attributes, require_one_for_each, resolve_for_each
from execution.response_paths import ResponsePaths
from execution.runtime_types import RuntimeTypes
from execution.selection import Selection
from execution.value_types import any_is_awaitable, value_types_of


class ColumnResolution(RuntimeTypes):
    """Part of the executor that resolves columns, permissions and arguments included."""

    def resolve(
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
            info = self.info(selection, self.paths_below(selection, paths).resolve_path(index))
            return resolve(parent, info, **self._arguments(selection))
        except Exception as error:
            return error

    async def await_columns(self, columns: list[Any]) -> list[Any]:
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

    async def await_column(
        self, selection: Selection, values: Awaitable[list[Any]], count: int
    ) -> list[Any]:
        """Await a column that one call returns; an exception is the value of each parent."""
        try:
            return require_one_for_each(selection, await values, count)
        except Exception as error:
            return [error] * count

    def paths_below(self, selection: Selection, paths: ResponsePaths) -> ResponsePaths:
        """Return the response paths of a field of these objects."""
        return ResponsePaths(
            paths,
            selection.name,
            ordinal=selection.ordinal,
            parent_type=selection.parent_type.name,
        )

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
