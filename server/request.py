"""How a request is let in, and what its operation is opened with: who asks, through which connection, at whose expense."""

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
from resolvers.contact import hotline
from schema import Schema
from schema.error_format import contact_extensions
from transport.body import GraphQLRequest
from transport.request_head import RequestHead


class AdmittedRequest(NamedTuple):
    """How a request was let in: what it pays, the hash of its token, and the seconds that it took."""

    charge: Charge
    token: str | None
    waited: float


class RequestPipeline:
    """Where requests come in."""

    def __init__(self, services: Services, schema: Schema) -> None:
        self._services, self._schema = services, schema
        self._pseudonyms = Pseudonyms(services.settings.secret_key.get_secret_value())

    async def admit(self, head: RequestHead) -> AdmittedRequest:
        """What the request pays, and the hash of its token: nothing of it was read yet."""
        began, token = (
            monotonic(),
            hash_token(head.token, of_cookie=head.by_cookie) if head.token else None,
        )
        return AdmittedRequest(
            await self._services.rate_limiter.admit(head.address, token), token, monotonic() - began
        )

    def open(
        self, head: RequestHead, admitted: AdmittedRequest, request_body: GraphQLRequest | None
    ) -> "OperationContext":
        """The context of its operation, for as long as that lasts."""
        return OperationContext(self, head, admitted, request_body)

    def hold_upload(self, context: Context, length: int) -> AbstractAsyncContextManager[None]:
        """An upload of so many bytes, for as long as it is under way; raises `RequestError` (401) for strangers, who send no files."""
        if context.viewer is None:
            contact = contact_extensions(hotline(context))
            raise RequestError(
                401, "UNAUTHENTICATED", gettext("Sign in before you send files."), contact=contact
            )
        assert context.charge is not None, "a request pays"
        return self._services.rate_limiter.hold_upload(context.charge, length)

    async def _find_viewer(
        self,
        context: Context,
        head: RequestHead,
        admitted: AdmittedRequest,
        request_body: GraphQLRequest | None,
    ) -> None:
        """Who asks, and who pays."""
        charge, token, waited = admitted
        assert token is not None, "without a token nobody is looked up"
        began = monotonic()
        with_company = request_body is not None and self._schema.foresees(
            request_body.query, request_body.operation_name, "company"
        )
        await open_session(context, token_hash=token, with_company=with_company)
        await self._services.rate_limiter.settle(charge, context.viewer, head.address, token)
        context.waited = waited + monotonic() - began
        self._note(context)

    def _note(self, context: Context) -> None:
        """Let the line of the log say whose it is."""
        if context.viewer is not None and (line := current()) is not None and line.viewer is None:
            line.viewer = self._pseudonyms.name(context.viewer.user_id)


class OperationContext:
    """The context of one operation, with its connection."""

    __slots__ = ("_admitted", "_body", "_context", "_head", "_operation", "_pipeline")

    def __init__(
        self,
        request_pipeline: RequestPipeline,
        head: RequestHead,
        admitted: AdmittedRequest,
        request_body: GraphQLRequest | None,
    ) -> None:
        self._pipeline, self._head, self._admitted, self._body = (
            request_pipeline,
            head,
            admitted,
            request_body,
        )
        self._operation: Any = operation()

    async def __aenter__(self) -> Context:
        """Find out who asks."""
        request_pipeline, head, admitted, begun = (
            self._pipeline,
            self._head,
            self._admitted,
            self._operation,
        )
        connection = await begun.__aenter__()
        try:
            client = ClientInfo(head.address, head.agent)
            context = Context(
                request_pipeline._services,
                schema_view=head.schema_view,
                client=client,
                charge=admitted.charge,
                by_cookie=head.by_cookie,
                connection=connection,
            )
            context.token_hash, context.idempotency_key = admitted.token, head.idempotency_key
            if admitted.token is not None:
                await request_pipeline._find_viewer(context, head, admitted, self._body)
        except BaseException as error:
            await begun.__aexit__(type(error), error, error.__traceback__)
            raise
        self._context = context
        return context

    async def __aexit__(self, *error: Any) -> None:
        """Give the connection back; whoever has signed in meanwhile is known by now."""
        self._pipeline._note(self._context)
        await self._operation.__aexit__(*error)
