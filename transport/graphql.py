"""GraphQL over HTTP: knows requests and operations, nothing of the domain."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from typing import Any, Protocol

import orjson
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response
from strawberry.exceptions import MissingQueryError
from strawberry.schema import BaseSchema
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.graphql import OperationType

from errors import RequestError, Unavailable
from languages import say
from transport.body import GraphQLRequest, Limits, bad_request, media_type, read_json, read_multipart
from transport.fields import field
from transport.wish import SchemaWish, read_wish

log = logging.getLogger("guichet.transport")

GRAPHQL_JSON = "application/graphql-response+json"
CSRF_HEADER = "x-requested-with"
OPERATIONS = {OperationType.QUERY, OperationType.MUTATION}
UNREAD = frozenset({401, 403, 413, 415})
"""Refused before the body was read to its end: the connection ends, so that nobody sends the rest for nothing."""


class OperationContext(Protocol):
    """What the transport needs of an operation's context."""

    by_cookie: bool
    cookie: str | None
    later: list[Callable[[], Awaitable[None]]]


@dataclass(frozen=True, slots=True)
class Cookie:
    """The session cookie: `__Host-` and Secure wherever browsers reach us by TLS."""

    secure: bool
    max_age: int

    @property
    def name(self) -> str:
        """Its name."""
        return "__Host-guichet" if self.secure else "guichet"

    def put(self, response: Response, token: str) -> None:
        """Set it, or with an empty token, take it away."""
        if token:
            response.set_cookie(self.name, token, max_age=self.max_age, path="/", secure=self.secure, httponly=True, samesite="lax")
        else:
            response.delete_cookie(self.name, path="/", secure=self.secure, httponly=True, samesite="lax")


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends a request: the session token, whether it came in the cookie, the network address and what the client says of itself."""

    token: str | None
    by_cookie: bool
    address: str
    """The socket's, or what a proxy that the server trusts says."""
    agent: str
    wish: SchemaWish
    """Which schema it wants to see."""


@dataclass(frozen=True, slots=True)
class GraphQLEndpoint:
    """The one endpoint: `POST` executes, `GET` shows the explorer to browsers."""

    schema: BaseSchema
    limits: Limits
    cookie: Cookie
    enter: Callable[[Sender], Awaitable[Any]]
    """Lets a request in before anything of it is read; raises `RequestError` where its sender has sent too many."""
    open_context: Callable[[Sender, Any, GraphQLRequest | None], AbstractAsyncContextManager[OperationContext]]
    """An operation's context, for as long as it lasts: from whoever sends it, how it was let in, and what is asked, if known."""
    is_known: Callable[[Any], bool]
    """Whether a context belongs to somebody who signed in: strangers send no files."""
    page: Callable[[], Response] | None

    async def __call__(self, request: Request) -> Response:
        """Answer one request."""
        try:
            if request.method == "GET" and self.page is not None and "text/html" in field(request, b"accept"):
                return self.page()
            if request.method != "POST":
                raise RequestError(405, "METHOD_NOT_ALLOWED", say("Send operations with POST."))
            return await self._execute(request)
        except RequestError as error:
            return refuse(request, error)

    async def _execute(self, request: Request) -> Response:
        kind = media_type(request)
        if kind not in ("application/json", "multipart/form-data"):
            raise RequestError(415, "UNSUPPORTED_MEDIA_TYPE", say("The body is application/json, or multipart/form-data for uploads."))
        if kind == "multipart/form-data":
            return await self._execute_upload(request)
        sender = self._sender(request, with_header=False)
        entry = await self.enter(sender)
        operation = await read_json(request, self.limits)
        async with self.open_context(sender, entry, operation) as context:
            result = await self._run(operation, context)
        return self._respond(request, result, context)

    async def _execute_upload(self, request: Request) -> Response:
        """Who sends files is known before they are read, which may take minutes, and looked up again afterwards."""
        sender = self._sender(request, with_header=True)
        entry = await self.enter(sender)
        async with AsyncExitStack() as open_files:
            async with self.open_context(sender, entry, None) as before:
                if not self.is_known(before):
                    raise RequestError(401, "UNAUTHENTICATED", say("Sign in before you send files."))
            operation = await read_multipart(request, self.limits, open_files)
            async with self.open_context(sender, entry, operation) as context:
                result = await self._run(operation, context)
        return self._respond(request, result, context)

    def _respond(self, request: Request, result: Any, context: OperationContext) -> Response:
        response = _answer(request, result)
        if context.cookie is not None:
            self.cookie.put(response, context.cookie)
        if context.later:
            response.background = BackgroundTask(_do_later, context.later)
        return response

    def _sender(self, request: Request, *, with_header: bool) -> Sender:
        """Who sends the request; a browser's cross-site request cannot have the header that a cookie and an upload need."""
        scheme, _, bearer = field(request, b"authorization").partition(" ")
        token = bearer.strip() if scheme.lower() == "bearer" else None
        by_cookie = token is None and bool(field(request, b"cookie")) and self.cookie.name in request.cookies
        if (by_cookie or with_header) and not field(request, CSRF_HEADER.encode()):
            raise RequestError(403, "CSRF_HEADER_MISSING", say("Requests with a cookie and uploads need the header X-Requested-With."))
        address = request.client.host if request.client else ""
        return Sender(
            request.cookies[self.cookie.name] if by_cookie else token,
            by_cookie,
            address,
            field(request, b"user-agent"),
            read_wish(request),
        )

    async def _run(self, operation: GraphQLRequest, context: OperationContext) -> Any:
        try:
            return await self.schema.execute(
                operation.query,
                variable_values=operation.variables,
                context_value=context,
                operation_name=operation.operation_name,
                allowed_operation_types=OPERATIONS,
            )
        except (MissingQueryError, CannotGetOperationTypeError, InvalidOperationTypeError):
            raise bad_request(say("The document has no such query or mutation; name the operation where it has several.")) from None


def refuse(request: Request, error: RequestError) -> Response:
    """The answer to a request that is at fault."""
    extensions: dict[str, Any] = {"code": error.code}
    headers = {"Allow": "POST"} if error.status == 405 else {}
    if error.retry_after is not None:
        extensions["retryAfter"] = error.retry_after
        headers["Retry-After"] = str(error.retry_after)
    if error.status in UNREAD or (error.status == 429 and field(request, b"content-type").startswith("multipart/")):
        headers["Connection"] = "close"
    body = {"errors": [{"message": error.message, "extensions": extensions}]}
    return Response(orjson.dumps(body), error.status, headers, _media_type(request))


def _answer(request: Request, result: Any) -> Response:
    """The result as JSON. A request error has no `data` and, in the new media type, the status 400."""
    kind = _media_type(request)
    errors = [error.formatted for error in result.errors or ()]
    failed = result.data is None and errors and not any(error.get("path") for error in errors)
    body: dict[str, Any] = {"errors": errors} if errors else {}
    if not failed:
        body["data"] = result.data
    if result.extensions:
        body["extensions"] = result.extensions
    return Response(orjson.dumps(body, default=str), _status(errors) if failed and kind == GRAPHQL_JSON else 200, media_type=kind)


def _status(errors: Sequence[Mapping[str, Any]]) -> int:
    """The status of an answer without data: the request is at fault, or something of ours does not answer."""
    return 503 if any(error.get("extensions", {}).get("code") == Unavailable.code for error in errors) else 400


def _media_type(request: Request) -> str:
    return GRAPHQL_JSON if GRAPHQL_JSON in field(request, b"accept") else "application/json"


async def _do_later(later: list[Callable[[], Awaitable[None]]]) -> None:
    for task in later:
        try:
            await task()
        except Exception:
            log.exception("a task after the answer failed")
