"""Context of one operation, and the typed `Info` of its resolvers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

import execution
from adapters.database.connection import fetch_rows
from adapters.database.statement import Statement, Values
from errors import LimitExceeded, Unauthenticated
from i18n import gettext
from permissions import Viewer
from pipeline.services import Services
from pipeline.state import OperationState, RequestState, ResponseState, SessionState, Task

SWISS_TIME = ZoneInfo("Europe/Zurich")


@dataclass(slots=True)
class Context:
    """Context of one operation: its viewer, its moment, its services, and its parts.

    Domain resolvers use `services`, `viewer`, `now` and the properties and methods; the parts
    `request`, `session`, `response` and `operation` are the pipeline's (`pipeline/state.py`).
    """

    services: Services
    viewer: Viewer | None = None
    """Signed-in user with role and accesses; None for an anonymous caller."""
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    request: RequestState = field(default_factory=RequestState)
    session: SessionState = field(default_factory=SessionState)
    response: ResponseState = field(default_factory=ResponseState)
    operation: OperationState = field(default_factory=OperationState)

    @property
    def today(self) -> date:
        """Date in Swiss time."""
        return self.now.astimezone(SWISS_TIME).date()

    @property
    def own_user(self) -> Callable[[], Any] | None:
        """Factory of the viewer's user row, read with the session; None if not read."""
        return self.session.own_user

    @property
    def own_company(self) -> Callable[[], Any] | None:
        """Factory of the viewer's company row, read with the session; None if not read."""
        return self.session.own_company

    def signed_in(self) -> Viewer:
        """Return the viewer where the field's rule has made sure that there is one."""
        if self.viewer is None:
            raise Unauthenticated(gettext("Sign in first."))
        return self.viewer

    async def fetch_rows(self, statement: Statement, values: Values) -> list[Any]:
        """Return the rows of a statement, by the operation's own connection if it has one."""
        connection = self.operation.connection
        if connection is None:
            return await fetch_rows(statement, values)
        found: list[Any] = await connection.fetch_rows(statement, values)
        return found

    def after_response(self, task: Task) -> None:
        """Run a task after the response was sent."""
        self.response.tasks.append(task)

    def on_rollback(self, task: Task) -> None:
        """Run a task if the changes of an operation with an idempotency key are rolled back."""
        self.operation.rollback_tasks.append(task)

    async def begin_changes(self) -> None:
        """Begin the transaction of an operation with an idempotency key.

        From here on its changes are committed together with its response, or rolled back.
        """
        if (idempotent := self.operation.idempotent) is not None:
            await idempotent.begin()

    def require_no_open_transaction(self) -> None:
        """Raise `LimitExceeded` if the transaction is open.

        Attempts, mails and files cannot be rolled back.
        """
        if self.operation.idempotent is not None and self.operation.idempotent.begun:
            text = gettext(
                "With an idempotency key, a mutation that checks or sends a password or a code, or "
                "receives files, must come first in its operation."
            )
            raise LimitExceeded(text, limit="first", most=1)

    async def prepare_writing(self) -> None:
        """Prepare an operation that writes.

        Drop the rows read with the session, and give back the operation's connection.

        It takes a connection for each statement or transaction.
        """
        self.session.own_user = self.session.own_company = None
        if self.operation.connection is not None:
            await self.operation.connection.share()


Info: TypeAlias = execution.Info[Context, None]
