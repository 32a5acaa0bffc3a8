"""Runtime types of values of interfaces, unions and `is_type_of` (ResolveAbstractType)."""

from typing import Any, cast

from graphql import GraphQLObjectType, GraphQLResolveInfo, is_abstract_type
from graphql.execution.executor import Executor, invalid_return_type_error
from graphql.pyutils import Path

from execution.response_paths import ResponsePaths
from execution.selection import Selection


class RuntimeTypes(Executor[Any]):
    """Part of the executor that resolves runtime types."""

    def info(self, selection: Selection, path: Path | None) -> GraphQLResolveInfo[Any]:
        """Build the info that resolvers get; a column has no path."""
        return self.build_resolve_info(
            selection.field, selection.nodes, selection.parent_type, cast("Path", path)
        )

    def runtime_type(
        self, selection: Selection, kind: Any, value: Any, paths: ResponsePaths, index: int
    ) -> Any:
        """Return the object type of a value, an exception, or an awaitable of the type."""
        try:
            if not is_abstract_type(kind):
                return (
                    kind
                    if kind.is_type_of is None
                    else self._checked_type(selection, kind, value, self.info(selection, None))
                )
            info = self.info(selection, paths.resolve_path(index))
            name = (kind.resolve_type or self.type_resolver)(value, info, kind)
            if self.is_awaitable(name):
                return self._runtime_type_async(selection, kind, value, info, name)
            return self._checked_type(
                selection,
                self.ensure_valid_runtime_type(name, kind, selection.details, info, value),
                value,
                info,
            )
        except Exception as error:
            return error

    async def _runtime_type_async(
        self, selection: Selection, kind: Any, value: Any, info: Any, name: Any
    ) -> Any:
        found = self.ensure_valid_runtime_type(await name, kind, selection.details, info, value)
        agreed = self._checked_type(selection, found, value, info)
        return await agreed if self.is_awaitable(agreed) else agreed

    def _checked_type(
        self, selection: Selection, kind: GraphQLObjectType, value: Any, info: Any
    ) -> Any:
        """Return the type after its `is_type_of` check; an awaitable if the check is one."""
        agrees = kind.is_type_of is None or kind.is_type_of(value, info)
        if self.is_awaitable(agrees):
            return self._checked_type_async(selection, kind, value, agrees)
        if not agrees:
            raise invalid_return_type_error(kind, value, selection.details)
        return kind

    async def _checked_type_async(
        self, selection: Selection, kind: GraphQLObjectType, value: Any, agrees: Any
    ) -> GraphQLObjectType:
        if not await agrees:
            raise invalid_return_type_error(kind, value, selection.details)
        return kind
