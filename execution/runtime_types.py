"""Which object type a value is of: what an interface, a union or an `is_type_of` says ("ResolveAbstractType")."""

from typing import Any, cast

from graphql import GraphQLObjectType, GraphQLResolveInfo, is_abstract_type
from graphql.execution.executor import Executor, invalid_return_type_error
from graphql.pyutils import Path

from execution.response_paths import ResponsePaths
from execution.selection import Selection


class RuntimeTypes(Executor[Any]):
    """The part of the executor that asks for types."""

    def info(self, selection: Selection, path: Path | None) -> GraphQLResolveInfo[Any]:
        """What resolvers learn of the execution; a column has no path."""
        return self.build_resolve_info(
            selection.field, selection.nodes, selection.parent_type, cast("Path", path)
        )

    def runtime_type(
        self, selection: Selection, kind: Any, value: Any, places: ResponsePaths, index: int
    ) -> Any:
        """The object type of a value, an exception, or an awaitable of the type."""
        try:
            if not is_abstract_type(kind):
                return (
                    kind
                    if kind.is_type_of is None
                    else self._agreed(selection, kind, value, self.info(selection, None))
                )
            info = self.info(selection, places.resolve_path(index))
            name = (kind.resolve_type or self.type_resolver)(value, info, kind)
            if self.is_awaitable(name):
                return self._runtime_type_later(selection, kind, value, info, name)
            return self._agreed(
                selection,
                self.ensure_valid_runtime_type(name, kind, selection.details, info, value),
                value,
                info,
            )
        except Exception as error:
            return error

    async def _runtime_type_later(
        self, selection: Selection, kind: Any, value: Any, info: Any, name: Any
    ) -> Any:
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

    async def _agreed_later(
        self, selection: Selection, kind: GraphQLObjectType, value: Any, agrees: Any
    ) -> GraphQLObjectType:
        if not await agrees:
            raise invalid_return_type_error(kind, value, selection.details)
        return kind
