"""Everything a resolver may touch, and the typed `Info`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeAlias, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from strawberry.dataloader import DataLoader
from tortoise import Model

import execution
from adapters.database.connection import fetch_rows
from adapters.database.statement import Statement, Values
from errors import LimitExceeded, Unauthenticated
from i18n import gettext
from permissions import Viewer
from pipeline.client import NO_CLIENT, ClientInfo
from pipeline.idempotency.operation import IdempotentOperation
from pipeline.rate_limiter.limiter import Charge
from pipeline.services import Services

SWITZERLAND = ZoneInfo("Europe/Zurich")

Row = TypeVar("Row")


Resolver = TypeVar("Resolver", bound=Callable[..., Any])

READS, JOINS, WAITS = "reads", "joins", "waits"


def reads(*columns: str, **joins: type[Model]) -> Callable[[Resolver], Resolver]:
    """Declare which columns of its parents a resolver looks at, beside the primary key; where it does not say, all are fetched for it.

    `joins` are relations of the parents to one row each, whose columns may come with the parents (`data.rows.joined`).
    """

    def declare(resolver: Resolver) -> Resolver:
        setattr(resolver, READS, frozenset(columns))
        setattr(resolver, JOINS, tuple(joins.items()))
        return resolver

    return declare


def waits(resolver: Resolver) -> Resolver:
    """Declare that an order waits for something before it changes anything: a hash, a mail, files.

    It says itself when its changes begin (`Context.begin`), so that no transaction waits along.
    """
    setattr(resolver, WAITS, True)
    return resolver


class Parents(list[Row], Generic[Row]):
    """All the objects of one level of the answer: a nested resolver takes them at once, and returns one result for each."""


@dataclass(slots=True)
class Context:
    """One operation: who is asking, since when, and what is to follow the answer."""

    services: Services
    schema_view: Any = None
    """Which schema the request wants to see: `hides` and `without_deprecated`; None where nothing was said."""
    session_id: UUID | None = None
    """The session of the request, half-finished ones included; rules look at `viewer` only."""
    own_user: Callable[[], Any] | None = None
    """Makes the row of the viewer's own user of what the session's look-up read; None where the operation writes."""
    own_company: Callable[[], Any] | None = None
    """The same of the company that the viewer acts for, where the operation begins with it."""
    viewer: Viewer | None = None
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    client: ClientInfo = NO_CLIENT
    charge: Charge | None = None
    """What the request pays; None where nobody sent one."""
    by_cookie: bool = False
    """Whether the session came in the browser's cookie, so that its next token goes back there."""
    token_hash: str | None = None
    """What is kept of the token that the request came with, whether it is a live session's or not."""
    issued: str | None = None
    """The same of the token that the operation has given out."""
    cookie: str | None = None
    """The session token that the answer puts into the browser's cookie; empty: the cookie goes."""
    connection: Any = None
    """The database connection of the operation, where it has one of its own."""
    waited: float = 0.0
    """Seconds that the session's look-up took: they count as the operation's."""
    later: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    """What is done after the answer."""
    if_undone: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    """What is done where the changes of an operation with a key are taken back after its orders were carried out."""
    idempotency_key: str | None = None
    """The operation's key as the request's header has it; empty where the header is malformed."""
    idempotent: IdempotentOperation | None = None
    """The operation under its key, where it has one, while its orders are carried out."""
    replayed: bool = False
    """Whether the answer is one that was given before."""
    loaders: dict[Any, DataLoader[Any, Any]] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day in Switzerland, where the claims happen."""
        return self.now.astimezone(SWITZERLAND).date()

    async def fetch_rows(self, statement: Statement, values: Values) -> list[Any]:
        """The rows of a statement: through the operation's own connection, where it has one."""
        if self.connection is None:
            return await fetch_rows(statement, values)
        found: list[Any] = await self.connection.fetch_rows(statement, values)
        return found

    async def begin_writing(self) -> None:
        """Show nothing that was read before, and share the connection."""
        self.own_user = self.own_company = None
        await self.share_connection()

    async def begin(self) -> None:
        """From here on the orders' changes are one with the operation's key: they are kept together with the answer, or none of them is."""
        if self.idempotent is not None:
            await self.idempotent.begin()

    def must_come_first(self) -> None:
        """Refuse what is counted, sent or received whatever follows, where a transaction would wait for it or take it back."""
        if self.idempotent is not None and self.idempotent.begun:
            text = gettext(
                "With an idempotency key, a mutation that checks or sends a password or a code, or "
                "receives files, must come first in its operation."
            )
            raise LimitExceeded(text, limit="first", most=1)

    async def share_connection(self) -> None:
        """Give back the connection of the operation: one that writes, or waits for its client, takes one when it needs it."""
        if self.connection is not None:
            await self.connection.share()

    def signed_in(self) -> Viewer:
        """The viewer, where the rule has already made sure that there is one."""
        if self.viewer is None:
            raise Unauthenticated(gettext("Sign in first."))
        return self.viewer


Info: TypeAlias = execution.Info[Context, None]
