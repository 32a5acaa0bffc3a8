"""Executable schema: Strawberry's, with its own steps from document to result."""

import asyncio
from collections.abc import Iterable, Sequence
from functools import cached_property, partial
from time import monotonic
from typing import Any

from graphql import ExecutionResult, GraphQLError, GraphQLSchema, specified_rules
from graphql.validation import ASTValidationRule
from strawberry.exceptions import MissingQueryError
from strawberry.types import ExecutionResult as Result
from strawberry.types.graphql import OperationType

from errors import Unavailable
from execution.documents import Documents
from execution.eager_start import start_eagerly
from pipeline.context import Context
from pipeline.idempotency import run
from pipeline.idempotency.operation import IdempotentOperation
from pipeline.idempotency.replay import ReplayedResponse
from pipeline.idempotency.run import Outcome
from resolvers.contact import find_contacts, hotline_contacts
from schema.admission import Admission
from schema.description import describe_types
from schema.error_format import (
    REQUEST_ERRORS,
    format_errors,
    is_final,
    replayed_result,
    timed_out_error,
)
from schema.execute import execute_document, find_operation
from schema.input_rules import guard_inputs, rules_of_fields
from schema.introspection import introspects, view_for
from schema.locks import Locks
from schema.log_entry import note_text
from schema.page_size import set_page_size
from schema.unsupported import AsyncOnlySchema
from schema.view import SchemaViews, ViewRequest
from settings import DEFAULT_LIMITS, Limits

SERVED = frozenset({OperationType.QUERY, OperationType.MUTATION})


class Schema(AsyncOnlySchema):
    """Strawberry's schema, whose extensions are not run: the steps that are needed are here."""

    def __init__(
        self,
        *args: Any,
        forbidden: Sequence[type[ASTValidationRule]] = (),
        limits: Limits = DEFAULT_LIMITS,
        **kwargs: Any,
    ) -> None:
        """Take the arguments of Strawberry's schema, further validation rules, and the limits."""
        super().__init__(*args, **kwargs)
        describe_types(self._schema)
        guard_inputs(self._schema)
        set_page_size(self._schema, limits.page_size)
        self.locks = Locks(self._schema)
        self.views = SchemaViews(self._schema, self.locks, self.as_str)
        self.limits, self.admission = limits, Admission(self._schema, limits)
        self._rules = (*specified_rules, *forbidden)
        self._mutation_rules = rules_of_fields(self._schema.mutation_type)
        self.documents = self._documents_of(self._schema)

    def is_known_to_begin_with(self, query: str, operation_name: str | None, field: str) -> bool:
        """Return True if a document that was met before begins with this root field."""
        document = self.documents.cache.find(query)
        return document is not None and document.begins_with(operation_name, field)

    @cached_property
    def _current_documents(self) -> Documents:
        """Documents validated against the schema without its deprecated parts."""
        return self._documents_of(self.views.make(None, ViewRequest(without_deprecated=True)))

    def _documents_of(self, schema: GraphQLSchema) -> Documents:
        """Return the cache of documents that are validated against a schema."""
        return Documents(
            schema,
            self._rules,
            admit=self.admission.limits.admit_text,
            inspect=self.admission.limits.admit_fragments,
            executed=self._schema,
            page=self.limits.max_page,
        )

    def process_errors(self, errors: Sequence[GraphQLError], execution_context: Any = None) -> None:
        """Do nothing: Strawberry would log refusals with the input's values."""

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
        """Return the result of one operation; raises Strawberry's errors if there is none."""
        if operation_extensions:
            raise TypeError("No resolver reads the `extensions` of an operation.")
        if not query:
            raise MissingQueryError
        kinds = SERVED if allowed_operation_types is None else frozenset(allowed_operation_types)
        waited = context_value.request.admission_seconds if context_value is not None else 0
        ends = monotonic() + self.limits.execution_seconds - waited
        answer = self._answer(
            query, variable_values, context_value, root_value, operation_name, kinds
        )
        try:
            result = start_eagerly(answer)
            if not isinstance(result, ExecutionResult):  # it waits for something
                async with asyncio.timeout(ends - monotonic()):
                    result = await result
        except GraphQLError as error:  # of the syntax
            result = ExecutionResult(None, [error])
        except REQUEST_ERRORS:
            note_text(query)
            raise
        except TimeoutError:  # the operation was cancelled, its transaction rolled back
            result = ExecutionResult(None, [timed_out_error()])
        except Exception as error:
            result = ExecutionResult(None, [GraphQLError("", original_error=error)])
        errors = None
        if result.errors:
            errors = await self._formatted(result.errors, query, context_value, ends)
        extensions = self.admission.cost_extension(context_value)
        return Result(data=result.data, errors=errors, extensions=extensions)

    async def _formatted(
        self, errors: Sequence[GraphQLError], query: str, context: Context | None, ends: float
    ) -> list[GraphQLError]:
        """Return as many errors as a response may have; without time left, with the hotline."""
        note_text(query)
        first = errors[: self.limits.max_errors]
        try:
            async with asyncio.timeout(ends - monotonic()):
                return await format_errors(first, context, find_contacts)
        except (TimeoutError, Unavailable):  # the response is sent all the same
            return await format_errors(first, context, hotline_contacts)

    async def _answer(
        self,
        query: str,
        variables: dict[str, Any] | None,
        context: Any,
        root: Any,
        name: str | None,
        kinds: frozenset[OperationType],
    ) -> ExecutionResult:
        """Find the document and its operation, admit, validate and execute it, in this order."""
        document = self._documents_for(context).find(query)
        operation, kind = find_operation(document, name, kinds)
        anonymous = context is not None and context.viewer is None
        idempotent: IdempotentOperation | None = None
        if kind is OperationType.MUTATION:
            opened = await run.open_operation(
                context, query, document, operation, variables, self._mutation_rules
            )
            if isinstance(opened, ReplayedResponse):
                return replayed_result(opened)
            idempotent = opened
        measure = document.metrics.find(operation, variables)
        await self.admission.admit(
            operation.operation, measure, variables, context, anonymous=anonymous
        )
        if errors := document.errors(hide_suggestions=anonymous):
            return ExecutionResult(None, list(errors))
        if kind is not OperationType.QUERY:
            await context.prepare_writing()
        view = await view_for(context, self.views) if introspects(query) else None
        execute = partial(
            execute_document, self, document, operation, variables, context, root, view
        )
        if idempotent is None:
            return await execute()
        result = await run.run(context, idempotent, partial(self._attempt, execute, context))
        return replayed_result(result) if isinstance(result, ReplayedResponse) else result

    def _documents_for(self, context: Context | None) -> Documents:
        schema_view = context.request.schema_view if context is not None else None
        without_deprecated = schema_view is not None and schema_view.without_deprecated
        return self._current_documents if without_deprecated else self.documents

    async def _attempt(self, execute: Any, context: Context) -> Outcome:
        """Execute an operation with a key; errors of a response to keep are formatted at once."""
        result: ExecutionResult = await execute()
        if result.data is None or not all(map(is_final, result.errors or ())):
            return Outcome(result, is_final=False)
        idempotent = context.operation.idempotent
        if result.errors and idempotent is not None and idempotent.keeps_response:
            first = result.errors[: self.limits.max_errors]
            result.errors = await format_errors(first, context, find_contacts)
        return Outcome(result, is_final=True)
