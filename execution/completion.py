"""Value completion of a whole column: lists, nulls, errors and types (GraphQL 6.4.3)."""

from itertools import chain, islice
from typing import Any, Final

from execution.awaiting import await_values
from execution.field_errors import PropagatedError
from execution.output_type import OutputType
from execution.response_paths import ListItemPaths, ResponsePaths
from execution.selection import Level, Selection
from execution.value_completion import ValueCompletion
from execution.value_types import ValueTypes, all_plain, value_types_of

LISTS: Final[ValueTypes] = frozenset({list})


class Completion(ValueCompletion):
    """Part of the executor that completes resolved columns: at once if their values are plain."""

    async def complete_column(
        self, selection: Selection, values: list[Any], paths: ResponsePaths
    ) -> list[Any]:
        """Complete a column, with errors turned to null where the field is nullable."""
        return await self._finish(
            selection, selection.output_type, values, value_types_of(values), paths
        )

    async def _finish(
        self,
        selection: Selection,
        output_type: OutputType,
        values: list[Any],
        value_types: ValueTypes,
        paths: ResponsePaths,
    ) -> list[Any]:
        """Complete a column: at once if its values are plain, else value by value."""
        if not values:  # the selections below an empty column are not compiled
            return []
        if output_type.leaf is not None:
            leaves = output_type.leaf.column(values, nullable=output_type.nullable)
            if leaves is not None:
                return leaves
        elif all_plain(value_types):
            if output_type.item is not None:
                if value_types == LISTS:
                    return self.propagate_nulls(
                        output_type.type,
                        await self._finish_lists(selection, output_type.item, values, paths),
                        paths,
                    )
            elif output_type.is_certain_for(value_types):
                level = self.below_type(selection, output_type.inner)
                if isinstance(level, Level):
                    done = await self.execute_objects(level, values, value_types, paths)
                    return (
                        self.propagate_nulls(output_type.type, done, paths)
                        if PropagatedError in value_types_of(done)
                        else done
                    )
                values = [level] * len(values)
        return self.propagate_nulls(
            output_type.type,
            await self.complete_values(selection, output_type.type, values, paths),
            paths,
        )

    async def _finish_lists(
        self, selection: Selection, item: OutputType, lists: list[list[Any]], paths: ResponsePaths
    ) -> list[Any]:
        """Complete lists whose items form one column of the next level."""
        lengths = list(map(len, lists))
        below = ListItemPaths(paths, lengths)
        items = list(chain.from_iterable(lists))
        value_types = await await_values(items, self.is_awaitable)
        finished = iter(await self._finish(selection, item, items, value_types, below))
        outcomes: list[Any] = [list(islice(finished, length)) for length in lengths]
        if below.has_errors:
            return [
                next((item for item in items if type(item) is PropagatedError), items)
                for items in outcomes
            ]
        return outcomes
