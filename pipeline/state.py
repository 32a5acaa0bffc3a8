"""State of one operation, in the parts that `Context` is made of.

Only `pipeline/`, `resolvers/authentication/` and `schema/` read or change these parts, and the
composition in `server/`. Other resolvers use the methods of `Context`
(`docs/decisions/0023-a-context-of-parts.md`; held by `tests/pipeline/test_context_surface.py`).
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from strawberry.dataloader import DataLoader

from pipeline.client import NO_CLIENT, ClientInfo
from pipeline.idempotency.operation import IdempotentOperation
from pipeline.rate_limiter.limiter import Charge

Task = Callable[[], Awaitable[None]]


@dataclass(slots=True)
class RequestState:
    """Head of the request: its client, credentials and charge."""

    client: ClientInfo = NO_CLIENT
    schema_view: Any = None
    """Schema view request, with `hides` and `without_deprecated`; None without one."""
    idempotency_key: str | None = None
    """Value of the header `Idempotency-Key`; empty where it is malformed, None without one."""
    token_hash: str | None = None
    """Hash of the session token, whether its session is live or not; None without a token."""
    by_cookie: bool = False
    """True if the session token came in the browser's cookie: its successor goes back there."""
    charge: Charge | None = None
    """Charge of the rate limiter; None outside a request."""
    admission_seconds: float = 0.0
    """Seconds of admission and session look-up; they count towards the operation's time limit."""


@dataclass(slots=True)
class SessionState:
    """Session of the request, also one that waits for its second factor."""

    id: UUID | None = None
    """Primary key; rules look at `Context.viewer` only."""
    own_user: Callable[[], Any] | None = None
    """Makes the row of the viewer's user from the session look-up; None once changes begin."""
    own_company: Callable[[], Any] | None = None
    """Makes the row of the viewer's company, where the operation begins with that field."""


@dataclass(slots=True)
class ResponseState:
    """Parts of the response beside its body."""

    cookie: str | None = None
    """Session token for the browser's cookie; empty: the cookie is deleted, None: left as it is."""
    issued_hash: str | None = None
    """Hash of the session token that the operation has issued."""
    replayed: bool = False
    """True if the body is that of an earlier response under the same idempotency key."""
    tasks: list[Task] = field(default_factory=list)
    """Tasks to run after the response was sent."""


@dataclass(slots=True)
class OperationState:
    """Connection and transaction of the operation."""

    connection: Any = None
    """Database connection of the operation; None where it has none of its own."""
    idempotent: IdempotentOperation | None = None
    """Operation under its idempotency key, while its mutations are carried out."""
    rollback_tasks: list[Task] = field(default_factory=list)
    """Tasks to run if the changes of an operation with a key are rolled back."""
    loaders: dict[Any, DataLoader[Any, Any]] = field(default_factory=dict)
    """Data loaders of nested resolvers, for executors that resolve one object at a time."""
