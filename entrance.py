"""How a request is let in, and what its operation is opened with: who asks, through which connection, at whose expense."""

from contextlib import AbstractAsyncContextManager
from time import monotonic
from typing import Any, NamedTuple

from adapters.database import operation
from errors import RequestError
from languages import say
from logs import Pseudonyms, current
from models import hash_token
from resolvers.caller import Caller
from resolvers.contact import hotline
from resolvers.context import Context, Portal
from resolvers.live_session import open_session
from resolvers.turnstile import Fare
from schema import Schema
from schema.explain import contact_extensions
from transport.body import GraphQLRequest
from transport.sender import Sender


class Entry(NamedTuple):
    """How a request was let in: what it pays, the hash of its token, and the seconds that it took."""

    fare: Fare
    token: str | None
    waited: float


class Entrance:
    """Where requests come in."""

    def __init__(self, portal: Portal, schema: Schema) -> None:
        self._portal, self._schema = portal, schema
        self._pseudonyms = Pseudonyms(portal.settings.secret_key.get_secret_value())

    async def enter(self, sender: Sender) -> Entry:
        """What the request pays, and the hash of its token: nothing of it was read yet."""
        began, token = monotonic(), hash_token(sender.token, of_cookie=sender.by_cookie) if sender.token else None
        return Entry(await self._portal.turnstile.enter(sender.address, token), token, monotonic() - began)

    def open(self, sender: Sender, entry: Entry, asked: GraphQLRequest | None) -> "Opened":
        """The context of its operation, for as long as that lasts."""
        return Opened(self, sender, entry, asked)

    def carry(self, context: Context, length: int) -> AbstractAsyncContextManager[None]:
        """An upload of so many bytes, for as long as it is under way; raises `RequestError` (401) for strangers, who send no files."""
        if context.viewer is None:
            contact = contact_extensions(hotline(context))
            raise RequestError(401, "UNAUTHENTICATED", say("Sign in before you send files."), contact=contact)
        assert context.fare is not None, "a request pays"
        return self._portal.turnstile.carry(context.fare, length)

    async def _find_viewer(self, context: Context, sender: Sender, entry: Entry, asked: GraphQLRequest | None) -> None:
        """Who asks, and who pays."""
        fare, token, waited = entry
        assert token is not None, "without a token nobody is looked up"
        began = monotonic()
        with_company = asked is not None and self._schema.foresees(asked.query, asked.operation_name, "company")
        await open_session(context, token_hash=token, with_company=with_company)
        await self._portal.turnstile.seat(fare, context.viewer, sender.address, token)
        context.waited = waited + monotonic() - began
        self._note(context)

    def _note(self, context: Context) -> None:
        """Let the line of the log say whose it is."""
        if context.viewer is not None and (line := current()) is not None and line.viewer is None:
            line.viewer = self._pseudonyms.name(context.viewer.user_id)


class Opened:
    """The context of one operation, with its connection."""

    __slots__ = ("_asked", "_context", "_entrance", "_entry", "_operation", "_sender")

    def __init__(self, entrance: Entrance, sender: Sender, entry: Entry, asked: GraphQLRequest | None) -> None:
        self._entrance, self._sender, self._entry, self._asked = entrance, sender, entry, asked
        self._operation: Any = operation()

    async def __aenter__(self) -> Context:
        """Find out who asks."""
        entrance, sender, entry, begun = self._entrance, self._sender, self._entry, self._operation
        connection = await begun.__aenter__()
        try:
            caller = Caller(sender.address, sender.agent)
            context = Context(
                entrance._portal, wish=sender.wish, caller=caller, fare=entry.fare, by_cookie=sender.by_cookie, connection=connection
            )
            context.token_hash, context.idempotency_key = entry.token, sender.idempotency_key
            if entry.token is not None:
                await entrance._find_viewer(context, sender, entry, self._asked)
        except BaseException as error:
            await begun.__aexit__(type(error), error, error.__traceback__)
            raise
        self._context = context
        return context

    async def __aexit__(self, *error: Any) -> None:
        """Give the connection back; whoever has signed in meanwhile is known by now."""
        self._entrance._note(self._context)
        await self._operation.__aexit__(*error)
