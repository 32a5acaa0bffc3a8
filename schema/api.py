"""The executable schema: Strawberry's, with the way from a request to its answer laid straight."""

import asyncio
import re
from collections.abc import Iterable, Sequence
from functools import cached_property, partial
from inspect import isawaitable
from time import monotonic
from typing import Any, cast

from graphql import (
    ExecutionResult,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    specified_rules,
)
from graphql.validation import ASTValidationRule
from strawberry.exceptions import MissingQueryError
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types import ExecutionResult as Result
from strawberry.types.graphql import OperationType

from errors import Unavailable
from execution import BreadthFirstExecutor
from execution.build_executor import build_executor
from execution.documents import Document, Documents
from execution.eager_start import start_eagerly
from execution.operation_metrics import OperationMetrics
from i18n import gettext
from pipeline.context import Context
from resolvers.contact import find_contacts, hotline_for
from schema.document_limits import USUAL, AnonymousFields, Limits
from schema.error_format import REQUEST_FAULTS, explained
from schema.idempotency import answer_by_former_token, answer_idempotently, idempotent_operation
from schema.input_rules import guard_inputs
from schema.locks import Locks
from schema.log_entry import note, note_cost, note_text
from schema.page_size import set_page_size
from schema.unsupported import AsyncOnlySchema
from schema.view import Views, Wanted
from settings import Introspection

INTROSPECTS = re.compile(r"__(schema|type)\b")
"""Found in each document that asks for the schema; `__typename`, which most clients add everywhere, needs no view of it."""
SERVED = frozenset({OperationType.QUERY, OperationType.MUTATION})


def late() -> GraphQLError:
    """What is said of an operation that was given up."""
    return GraphQLError(
        "",
        original_error=Unavailable(
            gettext("This took too long and was given up: try again later.")
        ),
    )


class Schema(AsyncOnlySchema):
    """Strawberry's schema. Its extensions would run for every operation whether they do anything or not; what is needed of them is here."""

    def __init__(
        self,
        *args: Any,
        forbidden: Sequence[type[ASTValidationRule]] = (),
        limits: Limits = USUAL,
        **kwargs: Any,
    ) -> None:
        """Take what Strawberry's schema takes, validation rules of one's own that forbid something, and how much may be asked for."""
        super().__init__(*args, **kwargs)
        guard_inputs(self._schema)
        set_page_size(self._schema, limits.usual_page)
        self.locks = Locks(self._schema)
        self.views = Views(self._schema, self.locks, self.as_str)
        self.limits, self.anonymous_fields = limits, AnonymousFields(self._schema)
        self._rules = (*specified_rules, *forbidden)
        self.documents = self._documents_of(self._schema)

    def foresees(self, query: str, operation_name: str | None, field: str) -> bool:
        """Whether the operation will ask for this field of its root, as far as is known of a document that was met before."""
        document = self.documents.cache.find(query)
        return document is not None and document.begins_with(operation_name, field)

    @cached_property
    def _current_documents(self) -> Documents:
        """Documents that use nothing deprecated."""
        return self._documents_of(self.views.make(None, Wanted(without_deprecated=True)))

    def _documents_of(self, schema: GraphQLSchema) -> Documents:
        """The documents asked of a schema, within the limits."""
        limits = self.limits
        admit, inspect = limits.admit_text, limits.admit_fragments
        return Documents(
            schema,
            self._rules,
            admit=admit,
            inspect=inspect,
            executed=self._schema,
            page=limits.page,
        )

    async def _introspected(self, context: Context | None) -> GraphQLSchema | None:
        """The schema that the viewer is told, as the deployment and the request want it."""
        if context is None:
            return None
        settings, schema_view = context.services.settings, context.schema_view
        hides = settings.introspection is Introspection.HIDE or (
            context.viewer is None and settings.is_production
        )
        wanted = Wanted(
            hides or bool(schema_view and schema_view.hides),
            bool(schema_view and schema_view.without_deprecated),
        )
        return self.views.find(context.viewer, wanted) or await asyncio.to_thread(
            self.views.make, context.viewer, wanted
        )

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
        if operation_extensions:
            raise TypeError(
                "No resolver reads an operation's `extensions`: they are not passed on."
            )
        if not query:
            raise MissingQueryError
        kinds = SERVED if allowed_operation_types is None else frozenset(allowed_operation_types)
        ends = (
            monotonic()
            + self.limits.seconds
            - (context_value.waited if context_value is not None else 0)
        )
        try:
            result = start_eagerly(
                self._answer(
                    query, variable_values, context_value, root_value, operation_name, kinds
                )
            )
            if not isinstance(result, ExecutionResult):  # it waits for something
                async with asyncio.timeout(ends - monotonic()):
                    result = await result
        except GraphQLError as error:  # of the syntax
            result = ExecutionResult(None, [error])
        except REQUEST_FAULTS:
            note_text(query)
            raise
        except TimeoutError:  # what was under way is cancelled, its transaction rolled back
            result = ExecutionResult(None, [late()])
        except Exception as error:
            result = ExecutionResult(None, [GraphQLError("", original_error=error)])
        if not result.errors:
            return Result(data=result.data, errors=None, extensions=self._cost(context_value))
        note_text(query)
        told = result.errors[: self.limits.errors]
        try:
            async with asyncio.timeout(ends - monotonic()):
                errors = await explained(told, context_value, find_contacts)
        except (TimeoutError, Unavailable):  # what was carried out is told all the same
            errors = await explained(told, context_value, hotline_for)
        return Result(data=result.data, errors=errors, extensions=self._cost(context_value))

    async def _answer(
        self,
        query: str,
        variables: dict[str, Any] | None,
        context: Any,
        root: Any,
        name: str | None,
        kinds: frozenset[OperationType],
    ) -> ExecutionResult:
        schema_view = context.schema_view if context is not None else None
        document = (
            self._current_documents
            if schema_view is not None and schema_view.without_deprecated
            else self.documents
        ).find(query)
        operation = document.operation(name)
        if operation is None:
            raise CannotGetOperationTypeError(name)
        kind = OperationType(operation.operation.value)
        note(document, operation, kind)
        if kind not in kinds:
            raise InvalidOperationTypeError(kind)
        anonymous = context is not None and context.viewer is None
        idempotent = (
            await idempotent_operation(context, self._schema, query, document, operation, variables)
            if kind is OperationType.MUTATION
            else None
        )
        if (
            idempotent is not None
            and (again := await answer_by_former_token(context, idempotent)) is not None
        ):
            return again
        await self._admit(
            document.metrics.find(operation, variables),
            operation,
            variables,
            context,
            anonymous=anonymous,
        )
        if errors := document.errors(hide_suggestions=anonymous):
            return ExecutionResult(None, list(errors))
        if kind is not OperationType.QUERY:
            await context.begin_writing()
        introspected = await self._introspected(context) if INTROSPECTS.search(query) else None
        execute = partial(
            self._execute_document, document, operation, variables, context, root, introspected
        )
        return await (
            execute()
            if idempotent is None
            else answer_idempotently(context, idempotent, execute, self.limits.errors)
        )

    async def _admit(
        self,
        measure: OperationMetrics,
        operation: OperationDefinitionNode,
        variables: Any,
        context: Any,
        *,
        anonymous: bool,
    ) -> None:
        """Take what the operation costs, before it is validated; raises what stands in the way: a limit, the doors, too few points."""
        charge = context.charge if context is not None else None
        if charge is not None:
            charge.requested = measure.cost
        self.anonymous_fields.admit(operation.operation, measure, anonymous=anonymous)
        self.limits.admit_lists(measure.lists, variables)
        self.limits.admit(measure, anonymous=anonymous)
        note_cost(measure.cost)
        if charge is not None and charge.requested > charge.paid:
            await context.services.rate_limiter.pay(charge)

    def _cost(self, context: Context | None) -> dict[str, Any] | None:
        """What an operation costs, may cost, and what there is left to spend; nothing where nobody sent it."""
        if context is None or context.charge is None:
            return None
        charge = context.charge
        return {
            "cost": {
                "requested": charge.requested,
                "limit": self.limits.cost_for(anonymous=charge.anonymous),
                **charge.formatted(),
            }
        }

    async def _execute_document(
        self,
        document: Document,
        operation: OperationDefinitionNode,
        variables: Any,
        context: Any,
        root: Any,
        introspected: GraphQLSchema | None,
    ) -> ExecutionResult:
        assert self.execution_context_class is not None
        kind, anonymous = (
            self.execution_context_class,
            context is not None and context.viewer is None,
        )
        executor = build_executor(
            kind,
            self._schema,
            document,
            operation,
            root,
            context,
            variables,
            hide_suggestions=anonymous,
        )
        if isinstance(executor, list):
            return ExecutionResult(None, executor)
        cast("BreadthFirstExecutor", executor).introspection_schema = introspected
        result = executor.execute_operation()
        return cast("ExecutionResult", await result if isawaitable(result) else result)
