"""Strawberry's `Info`, extended by the attributes that the selections below read."""

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

import strawberry
from graphql import GraphQLResolveInfo
from typing_extensions import TypeVar

if TYPE_CHECKING:
    from graphql.execution.executor import Executor

    from execution.selection import Selection

ContextType = TypeVar("ContextType", default=Any)
RootType = TypeVar("RootType", default=Any)


class Info(strawberry.Info[ContextType, RootType]):
    """Strawberry's `Info` as graphql-core's executor makes it: any attribute may be read below."""

    def reads(self, kind: Hashable) -> frozenset[str] | None:
        """Return the attributes of rows of this kind that are read below; None means all."""
        return None


class ColumnInfo(Info[Any, Any]):
    """`Info` of a column; the fields that Strawberry would look up are made on first use."""

    def __init__(self, executor: "Executor[Any]", selection: "Selection") -> None:
        self._executor = executor
        self._selection = selection
        self._raw: GraphQLResolveInfo[Any] | None = None

    @property
    def _raw_info(self) -> GraphQLResolveInfo[Any]:  # type: ignore[override]
        if self._raw is None:
            self._raw = self._executor.info(self._selection, None)  # type: ignore[attr-defined]
        return self._raw

    @property
    def _field(self) -> Any:  # type: ignore[override]
        return self._selection.strawberry

    @property
    def context(self) -> Any:
        """Context of the operation."""
        return self._executor.context_value

    def reads(self, kind: Hashable) -> frozenset[str] | None:
        """Return the attributes of rows of this kind that are read below; None means all."""
        executor: Any = self._executor
        found: frozenset[str] | None = executor.plan.reads(executor, self._selection).get(
            kind, frozenset()
        )
        return found
