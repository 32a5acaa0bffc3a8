"""What a resolver learns of the operation: Strawberry's `Info`, and for a column, what is selected below it."""

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
    """Strawberry's own; made by graphql-core's executor, a resolver is told that everything below may be read."""

    def reads(self, kind: Hashable) -> frozenset[str] | None:
        """The attributes that the fields below read of rows of this kind; None where only all of them will do."""
        return None


class ColumnInfo(Info[Any, Any]):
    """The `Info` of a column: what Strawberry would look up is made only when somebody asks for it."""

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
        """The operation's context."""
        return self._executor.context_value

    def reads(self, kind: Hashable) -> frozenset[str] | None:
        """The attributes that the fields below read of rows of this kind; None where only all of them will do."""
        executor: Any = self._executor
        found: frozenset[str] | None = executor.plan.reads(executor, self._selection).get(
            kind, frozenset()
        )
        return found
