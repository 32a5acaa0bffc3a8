"""GraphQL over HTTP: knows requests and operations, nothing of the domain."""

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
from transport.accept import response_type
from transport.body import (
    GraphQLRequest,
    Limits,
    bad_request,
    declared_length,
    media_type,
    read_json,
    skip_body,
)
from transport.get_request import read_address
from transport.header_fields import get_header
from transport.idempotency_key import REPLAYED_HEADER
from transport.multipart import read_multipart
from transport.request_head import Cookie, RequestHead, read_request_head
from transport.response import error_response, operation_response

QUERIES = frozenset({OperationType.QUERY})
OPERATIONS = QUERIES | {OperationType.MUTATION}


class OperationContext(Protocol):
    """What the transport needs of an operation's context."""

    by_cookie: bool
    cookie: str | None
    replayed: bool
    later: list[Callable[[], Awaitable[None]]]


@dataclass(frozen=True, slots=True)
class GraphQLEndpoint:
    """The one endpoint: `POST` executes, `GET` shows the explorer to browsers and, where that is allowed, executes queries."""

    schema: BaseSchema
    limits: Limits
    cookie: Cookie
    admit: Callable[[RequestHead], Awaitable[Any]]
    """Lets a request in before anything of it is read; raises `RequestError` where its sender has sent too many."""
    open_context: Callable[
        [RequestHead, Any, GraphQLRequest | None], AbstractAsyncContextManager[OperationContext]
    ]
    """An operation's context, for as long as it lasts: from whoever sends it, how it was let in, and what is asked, if known."""
    hold_upload: Callable[[Any, int], AbstractAsyncContextManager[None]]
    """An upload of so many bytes while it is under way, by its sender's context; raises `RequestError` for strangers and too much."""
    page: Callable[[], Response] | None
    by_get: bool
    """Whether queries come by GET too."""

    async def __call__(self, request: Request) -> Response:
        """Answer one request."""
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
        """What operations may come by."""
        return "GET, HEAD, POST" if self.by_get else "POST"

    async def _execute_get(self, request: Request) -> Response:
        kind, head = response_type(request), read_request_head(request, self.cookie, simple=True)
        admitted = await self.admit(head)
        operation = read_address(request, self.limits)
        async with self.open_context(head, admitted, operation) as context:
            result = await self._run(operation, context, QUERIES)
        return self._respond(kind, result, context)

    async def _execute(self, request: Request) -> Response:
        answered, sent = response_type(request), media_type(request)
        if sent not in ("application/json", "multipart/form-data"):
            raise RequestError(
                415,
                "UNSUPPORTED_MEDIA_TYPE",
                gettext("The body is application/json, or multipart/form-data for uploads."),
            )
        if sent == "multipart/form-data":
            return await self._execute_upload(request, answered)
        head = read_request_head(request, self.cookie, simple=False)
        admitted = await self._enter(request, head)
        operation = await read_json(request, self.limits)
        async with self.open_context(head, admitted, operation) as context:
            result = await self._run(operation, context, OPERATIONS)
        return self._respond(answered, result, context)

    async def _enter(self, request: Request, head: RequestHead) -> Any:
        """Let a request in. Where it is one too many, its body is taken in unread: it is small, and the connection can be used again."""
        try:
            return await self.admit(head)
        except RequestError:
            await skip_body(request, self.limits)
            raise

    async def _execute_upload(self, request: Request, kind: str) -> Response:
        """Who sends files is known before they are read, which may take minutes, and looked up again afterwards."""
        head = read_request_head(request, self.cookie, simple=True)
        admitted = await self.admit(head)
        async with AsyncExitStack() as open_files:
            async with self.open_context(head, admitted, None) as before:
                await open_files.enter_async_context(
                    self.hold_upload(before, declared_length(request, self.limits.upload))
                )
            operation = await read_multipart(request, self.limits, open_files)
            async with self.open_context(head, admitted, operation) as context:
                result = await self._run(operation, context, OPERATIONS)
        return self._respond(kind, result, context)

    def _respond(self, kind: str, result: Any, context: OperationContext) -> Response:
        response = operation_response(kind, result)
        if context.cookie is not None:
            self.cookie.put(response, context.cookie)
        if context.replayed:
            response.headers[REPLAYED_HEADER] = "true"
        if context.later:
            response.background = BackgroundTask(_do_later, context.later)
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
                    "The document has no such query or mutation; name the operation where it has several."
                )
            ) from None


def not_allowed(message: str, methods: str) -> RequestError:
    """405, with the methods that would do."""
    return RequestError(405, "METHOD_NOT_ALLOWED", message, {"Allow": methods})


async def _do_later(later: list[Callable[[], Awaitable[None]]]) -> None:
    for task in later:
        try:
            await task()
        except Exception as error:
            report("a task after the answer failed", error)
