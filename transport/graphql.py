"""GraphQL over HTTP: requests, operations and responses; nothing of the domain."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from typing import Any, Protocol

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response
from strawberry.exceptions import MissingQueryError
from strawberry.schema import BaseSchema
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.graphql import OperationType

from errors import RequestError
from i18n import gettext
from logs import report
from settings import Limits
from transport.accept import response_type
from transport.body import (
    GraphQLRequest,
    bad_request,
    declared_length,
    media_type,
    read_json,
    skip_body,
)
from transport.get_request import read_query_string
from transport.header_fields import get_header
from transport.idempotency_key import REPLAYED_HEADER
from transport.multipart import read_multipart
from transport.request_head import Cookie, RequestHead, read_request_head
from transport.response import error_response, operation_response

QUERIES = frozenset({OperationType.QUERY})
OPERATIONS = QUERIES | {OperationType.MUTATION}


class ResponseState(Protocol):
    """Parts of a response beside its body."""

    cookie: str | None
    """Session token for the cookie; empty: it is deleted, None: it is left as it is."""
    replayed: bool
    tasks: list[Callable[[], Awaitable[None]]]
    """Tasks to run after the response was sent."""


class OperationContext(Protocol):
    """Context of an operation, as far as the transport needs it."""

    @property
    def response(self) -> ResponseState:
        """Return the parts of the response beside its body."""


@dataclass(frozen=True, slots=True)
class GraphQLEndpoint:
    """GraphQL endpoint: `POST` executes; `GET` shows the explorer, or executes queries."""

    schema: BaseSchema
    limits: Limits
    cookie: Cookie
    admit: Callable[[RequestHead], Awaitable[Any]]
    """Charges a request before its body is read; raises `RequestError` (429)."""
    open_operation: Callable[
        [RequestHead, Any, GraphQLRequest | None], AbstractAsyncContextManager[OperationContext]
    ]
    """Opens the context of an operation, from head, admission and body; None before it is read."""
    admit_upload: Callable[[Any, int], AbstractAsyncContextManager[None]]
    """Holds an upload of so many bytes while it is under way; raises `RequestError` (401, 429)."""
    page: Callable[[], Response] | None
    """Page of the explorer; None if it is switched off."""
    by_get: bool
    """True if queries are executed by GET too."""

    async def __call__(self, request: Request) -> Response:
        """Return the response to one request."""
        try:
            if request.method == "POST":
                return await self._execute(request)
            if request.method not in ("GET", "HEAD"):
                raise not_allowed(gettext("Send operations with POST."), self.methods)
            if self.page is not None and "text/html" in get_header(request, b"accept"):
                return self.page()
            if not self.by_get:
                raise not_allowed(gettext("Send operations with POST."), self.methods)
            return await self._execute_get(request)
        except RequestError as error:
            return error_response(request, error)

    @property
    def methods(self) -> str:
        """Return the methods of operations, as the header `Allow` lists them."""
        return "GET, HEAD, POST" if self.by_get else "POST"

    async def _execute_get(self, request: Request) -> Response:
        kind, head = response_type(request), read_request_head(request, self.cookie, simple=True)
        admission = await self.admit(head)
        operation = read_query_string(request, self.limits)
        async with self.open_operation(head, admission, operation) as context:
            result = await self._run(operation, context, QUERIES)
        return self._respond(kind, result, context)

    async def _execute(self, request: Request) -> Response:
        kind, sent = response_type(request), media_type(request)
        if sent not in ("application/json", "multipart/form-data"):
            raise RequestError(
                415,
                "UNSUPPORTED_MEDIA_TYPE",
                gettext("The body must be application/json, or multipart/form-data for uploads."),
            )
        if sent == "multipart/form-data":
            return await self._execute_upload(request, kind)
        head = read_request_head(request, self.cookie, simple=False)
        admission = await self._admit(request, head)
        operation = await read_json(request, self.limits)
        async with self.open_operation(head, admission, operation) as context:
            result = await self._run(operation, context, OPERATIONS)
        return self._respond(kind, result, context)

    async def _admit(self, request: Request, head: RequestHead) -> Any:
        """Admit a request; a refused one's body is read, so that the connection is reusable."""
        try:
            return await self.admit(head)
        except RequestError:
            await skip_body(request, self.limits)
            raise

    async def _execute_upload(self, request: Request, kind: str) -> Response:
        """Look up the sender before files are read, and again afterwards, maybe minutes later."""
        head = read_request_head(request, self.cookie, simple=True)
        admission = await self.admit(head)
        async with AsyncExitStack() as open_files:
            async with self.open_operation(head, admission, None) as before:
                await open_files.enter_async_context(
                    self.admit_upload(
                        before, declared_length(request, self.limits.max_upload_bytes)
                    )
                )
            operation = await read_multipart(request, self.limits, open_files)
            async with self.open_operation(head, admission, operation) as context:
                result = await self._run(operation, context, OPERATIONS)
        return self._respond(kind, result, context)

    def _respond(self, kind: str, result: Any, context: OperationContext) -> Response:
        response = operation_response(kind, result)
        state = context.response
        if state.cookie is not None:
            self.cookie.put(response, state.cookie)
        if state.replayed:
            response.headers[REPLAYED_HEADER] = "true"
        if state.tasks:
            response.background = BackgroundTask(_run_tasks, state.tasks)
        return response

    async def _run(
        self, operation: GraphQLRequest, context: OperationContext, kinds: frozenset[OperationType]
    ) -> Any:
        try:
            return await self.schema.execute(
                operation.query,
                variable_values=operation.variables,
                context_value=context,
                operation_name=operation.operation_name,
                allowed_operation_types=kinds,
            )
        except (MissingQueryError, CannotGetOperationTypeError, InvalidOperationTypeError) as error:
            if (
                isinstance(error, InvalidOperationTypeError)
                and error.operation_type is OperationType.MUTATION
            ):
                raise not_allowed(gettext("Send mutations with POST."), "POST") from None
            raise bad_request(
                gettext(
                    "The document has no such query or mutation; set `operationName` if it has "
                    "several."
                )
            ) from None


def not_allowed(message: str, methods: str) -> RequestError:
    """Return the error 405, with the allowed methods."""
    return RequestError(405, "METHOD_NOT_ALLOWED", message, {"Allow": methods})


async def _run_tasks(tasks: list[Callable[[], Awaitable[None]]]) -> None:
    for task in tasks:
        try:
            await task()
        except Exception as error:
            report("a task after the response failed", error)
