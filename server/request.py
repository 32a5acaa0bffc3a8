"""Pipeline of a request: the steps that one operation passes through, in order.

1. `RequestPipeline.admit`: the rate limiter charges the session or the network address.
2. The transport reads the body (`transport/graphql.py`).
3. `OperationScope`, on entry: connection, context, session of the token, settlement of the charge.
4. `Schema.execute`: document, idempotency key, limits and cost, validation, execution, errors
   (`schema/api.py`).
5. `OperationScope`, on exit: the log entry gets its viewer, the connection goes back.
6. The transport sends the response, and then runs `context.response.tasks`.

An upload passes step 3 twice: its sender must be signed in before its files are received, which may
take minutes (`RequestPipeline.admit_upload`).
"""

from contextlib import AbstractAsyncContextManager
from time import monotonic
from typing import Any, NamedTuple

from adapters.database.connection import operation
from errors import RequestError
from i18n import gettext
from logs import Pseudonyms, current
from models import hash_token
from pipeline.client import ClientInfo
from pipeline.context import Context
from pipeline.rate_limiter.limiter import Charge
from pipeline.services import Services
from pipeline.session import open_session
from pipeline.state import RequestState
from resolvers.contact import hotline
from schema import Schema
from schema.error_format import contact_extensions
from transport.body import GraphQLRequest
from transport.request_head import RequestHead


class Admission(NamedTuple):
    """Admission of a request: its charge, the hash of its token, and the seconds that it took."""

    charge: Charge
    token_hash: str | None
    waited: float


class RequestPipeline:
    """Pipeline of all requests of one process."""

    def __init__(self, services: Services, schema: Schema) -> None:
        self.services, self.schema = services, schema
        self._pseudonyms = Pseudonyms(services.settings.secret_key.get_secret_value())

    async def admit(self, head: RequestHead) -> Admission:
        """Charge a request before its body is read; raises `RequestError` (429)."""
        began = monotonic()
        token_hash = hash_token(head.token, of_cookie=head.by_cookie) if head.token else None
        charge = await self.services.rate_limiter.admit(head.address, token_hash)
        return Admission(charge, token_hash, monotonic() - began)

    def open_operation(
        self, head: RequestHead, admission: Admission, body: GraphQLRequest | None
    ) -> "OperationScope":
        """Return the context manager of an operation; `body` is None before it is read."""
        return OperationScope(self, head, admission, body)

    def admit_upload(self, context: Context, length: int) -> AbstractAsyncContextManager[None]:
        """Charge an upload of so many bytes, and count it while it is under way.

        Raises `RequestError`: 401 for anonymous callers, who send no files, and 429.
        """
        if context.viewer is None:
            contact = contact_extensions(hotline(context))
            raise RequestError(
                401, "UNAUTHENTICATED", gettext("Sign in before you send files."), contact=contact
            )
        charge = context.request.charge
        assert charge is not None, "a request is charged"
        return self.services.rate_limiter.admit_upload(charge, length)

    def note_viewer(self, context: Context) -> None:
        """Set the viewer's pseudonym in the log entry, once the viewer is known."""
        if context.viewer is not None and (entry := current()) is not None and entry.viewer is None:
            entry.viewer = self._pseudonyms.name(context.viewer.user_id)


class OperationScope:
    """Context manager of one operation: its connection and its context."""

    __slots__ = ("_admission", "_body", "_connection", "_context", "_head", "_pipeline")

    def __init__(
        self,
        pipeline: RequestPipeline,
        head: RequestHead,
        admission: Admission,
        body: GraphQLRequest | None,
    ) -> None:
        self._pipeline, self._head = pipeline, head
        self._admission, self._body = admission, body
        self._connection: Any = operation()

    async def __aenter__(self) -> Context:
        """Return the context, with the viewer of a live session."""
        connection = await self._connection.__aenter__()
        try:
            self._context = context = self._new_context(connection)
            if self._admission.token_hash is not None:
                await self._find_viewer(context, self._admission.token_hash)
        except BaseException as error:
            await self._connection.__aexit__(type(error), error, error.__traceback__)
            raise
        return context

    async def __aexit__(self, *error: Any) -> None:
        """Give the connection back; a viewer who has signed in meanwhile is logged."""
        self._pipeline.note_viewer(self._context)
        await self._connection.__aexit__(*error)

    def _new_context(self, connection: Any) -> Context:
        head, admission = self._head, self._admission
        request = RequestState(
            ClientInfo(head.address, head.agent),
            head.schema_view,
            head.idempotency_key,
            admission.token_hash,
            head.by_cookie,
            admission.charge,
        )
        context = Context(self._pipeline.services, request=request)
        context.operation.connection = connection
        return context

    async def _find_viewer(self, context: Context, token_hash: str) -> None:
        """Look up the session of the token, and settle the charge between session and address."""
        pipeline, head, body = self._pipeline, self._head, self._body
        charge, _, waited = self._admission
        began = monotonic()
        with_company = body is not None and pipeline.schema.is_known_to_begin_with(
            body.query, body.operation_name, "company"
        )
        await open_session(context, token_hash=token_hash, with_company=with_company)
        rate_limiter = pipeline.services.rate_limiter
        await rate_limiter.reassign(charge, context.viewer, head.address, token_hash)
        context.request.admission_seconds = waited + monotonic() - began
        pipeline.note_viewer(context)
