"""The executable schema: Strawberry's, with the way from a request to its answer laid straight."""

import asyncio
from collections.abc import Iterable, Sequence
from functools import cached_property
from inspect import isawaitable
from typing import Any, cast

from graphql import ExecutionResult, GraphQLError, GraphQLSchema, specified_rules
from graphql.validation import ASTValidationRule
from strawberry import Schema as StrawberrySchema
from strawberry.exceptions import MissingQueryError
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult as Result
from strawberry.types.graphql import OperationType

from execution import BreadthFirstExecutor
from execution.documents import Document, Documents
from resolvers.context import Context
from schema.explain import REQUEST_FAULTS, explained
from schema.inputs import guard_inputs
from schema.locks import Locks
from schema.view import Views, Wanted
from settings import Introspection

SERVED = frozenset({OperationType.QUERY, OperationType.MUTATION})


class Schema(StrawberrySchema):
    """Strawberry's schema. Its extensions run for every operation whether they do anything or not; what is needed of them is here."""

    def __init__(self, *args: Any, forbidden: Sequence[type[ASTValidationRule]] = (), **kwargs: Any) -> None:
        """Take what Strawberry's schema takes, and validation rules of one's own that forbid something."""
        super().__init__(*args, **kwargs)
        guard_inputs(self._schema)
        self.locks = Locks(self._schema)
        self.views = Views(self._schema, self.locks, self.as_str)
        self._rules = (*specified_rules, *forbidden)
        self.documents = Documents(self._schema, self._rules)

    def foresees(self, query: str, operation_name: str | None, field: str) -> bool:
        """Whether the operation will ask for this field of its root, as far as is known of a document that was met before."""
        document = self.documents.kept.find(query)
        return document is not None and document.begins_with(operation_name, field)

    @cached_property
    def _current_documents(self) -> Documents:
        """Documents that use nothing deprecated."""
        return Documents(self.views.make(None, Wanted(without_deprecated=True)), self._rules)

    async def _introspected(self, context: Context | None) -> GraphQLSchema | None:
        """The schema that the viewer is told, as the deployment and the request want it."""
        if context is None:
            return None
        settings, wish = context.portal.settings, context.wish
        hides = settings.introspection is Introspection.HIDE or (context.viewer is None and settings.is_production)
        wanted = Wanted(hides or bool(wish and wish.hides), bool(wish and wish.without_deprecated))
        return self.views.find(context.viewer, wanted) or await asyncio.to_thread(self.views.make, context.viewer, wanted)

    def process_errors(self, errors: Sequence[GraphQLError], execution_context: Any = None) -> None:
        """Leave the log to `explain`: Strawberry's own would print tracebacks of refusals, with the input's values."""

    async def execute(
        self,
        query: str | None,
        variable_values: dict[str, Any] | None = None,
        context_value: Context | None = None,
        root_value: Any = None,
        operation_name: str | None = None,
        allowed_operation_types: Iterable[OperationType] | None = None,
        operation_extensions: dict[str, Any] | None = None,
    ) -> Result:
        """The answer to one operation; raises Strawberry's own errors where there is no such operation to execute."""
        if not query:
            raise MissingQueryError
        kinds = SERVED if allowed_operation_types is None else frozenset(allowed_operation_types)
        try:
            result = await self._answer(query, variable_values, context_value, root_value, operation_name, kinds)
        except GraphQLError as error:  # of the syntax
            result = ExecutionResult(None, [error])
        except REQUEST_FAULTS:
            raise
        except Exception as error:
            result = ExecutionResult(None, [GraphQLError("", original_error=error)])
        errors = await explained(result.errors, context_value) if result.errors else None
        return Result(data=result.data, errors=errors)

    async def _answer(
        self, query: str, variables: dict[str, Any] | None, context: Any, root: Any, name: str | None, kinds: frozenset[OperationType]
    ) -> ExecutionResult:
        wish = context.wish if context is not None else None
        document = (self._current_documents if wish is not None and wish.without_deprecated else self.documents).find(query)
        operation = document.operation(name)
        if operation is None:
            raise CannotGetOperationTypeError(name)
        kind = OperationType(operation.operation.value)
        if kind not in kinds:
            raise InvalidOperationTypeError(kind)
        if document.errors:
            return ExecutionResult(None, list(document.errors))
        if kind is not OperationType.QUERY:
            await context.begin_writing()
        introspected = await self._introspected(context) if "__schema" in query or "__type" in query else None
        return await self._execute_document(document, variables, context, root, name, introspected)

    async def _execute_document(
        self, document: Document, variables: Any, context: Any, root: Any, name: str | None, introspected: GraphQLSchema | None
    ) -> ExecutionResult:
        assert self.execution_context_class is not None
        executor = self.execution_context_class.build(self._schema, document.node, root, context, variables, name)
        if isinstance(executor, list):
            return ExecutionResult(None, executor)
        cast("BreadthFirstExecutor", executor).introspected = introspected
        result = executor.execute_operation()
        return cast("ExecutionResult", await result if isawaitable(result) else result)
