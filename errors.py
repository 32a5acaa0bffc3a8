"""Errors that a client can receive, each with its stable code.

    GuichetError
    ├── Unauthenticated   UNAUTHENTICATED    not signed in, or the session has ended
    ├── Forbidden         FORBIDDEN          the role or an access is missing; says whom to ask
    ├── StepUpRequired    STEP_UP_REQUIRED   allowed after a new proof of the second factor
    ├── NotFound          NOT_FOUND          no such object in the viewer's reach
    ├── BadUserInput      BAD_USER_INPUT     malformed argument: an ID, a cursor, a page size
    ├── LimitExceeded     LIMIT_EXCEEDED     document over a limit; names the limit and its value
    ├── Invalid           (data)             problems of a mutation input, in the payload's `errors`
    ├── RequestError      own code           faulty or rate-limited HTTP request, with its status
    └── Unavailable       UNAVAILABLE        an external service does not respond; retry later

All other exceptions are bugs: the client receives `INTERNAL_SERVER_ERROR` with an id, and the log
has the traceback under the same id. `StartError` never reaches a client; it is for the operator.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from i18n import gettext, gettext_noop

NOT_FOUND_MESSAGES = {
    "claim": gettext_noop("No such claim."),
    "company": gettext_noop("No such company."),
    "contract": gettext_noop("No such contract."),
    "document": gettext_noop("No such document."),
    "download": gettext_noop("No such download."),
    "invoice": gettext_noop("No such invoice."),
    "manager": gettext_noop("No such manager."),
    "passkey": gettext_noop("No such passkey."),
    "session": gettext_noop("No such session."),
    "settlement": gettext_noop("No such settlement."),
    "user": gettext_noop("No such user."),
}


class GuichetError(Exception):
    """Expected error whose message and code are sent to the client."""

    code = "INTERNAL_SERVER_ERROR"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Unauthenticated(GuichetError):
    """The caller is not signed in, or the session has ended."""

    code = "UNAUTHENTICATED"


class Forbidden(GuichetError):
    """The viewer lacks a role or an access; `ask_who` says who can grant it."""

    code = "FORBIDDEN"

    def __init__(self, message: str, *, access: str | None, ask_who: str) -> None:
        super().__init__(message)
        self.access = access
        self.ask_who = ask_who


class StepUpRequired(GuichetError):
    """The second factor was proved too long ago; the mutation `proveAgain` solves it."""

    code = "STEP_UP_REQUIRED"


class NotFound(GuichetError):
    """There is no such object in the reach of the viewer."""

    code = "NOT_FOUND"

    def __init__(self, noun: str) -> None:
        super().__init__(gettext(NOT_FOUND_MESSAGES[noun]))


class BadUserInput(GuichetError):
    """Malformed argument; `argument` names it."""

    code = "BAD_USER_INPUT"

    def __init__(self, message: str, *, argument: str) -> None:
        super().__init__(message)
        self.argument = argument


class LimitExceeded(GuichetError):
    """Document over a limit; `limit` is its name, `most` its value."""

    code = "LIMIT_EXCEEDED"

    def __init__(self, message: str, *, limit: str, most: int) -> None:
        super().__init__(message)
        self.limit = limit
        self.most = most


class Unavailable(GuichetError):
    """External service that does not respond, such as the mail server or the storage."""

    code = "UNAVAILABLE"


class RequestError(GuichetError):
    """Faulty or rate-limited HTTP request.

    status, headers: HTTP status and headers of the response
    retry_after: seconds after which a retry can succeed; None if waiting does not help
    contact: whom to ask, for the extensions of the error
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        headers: Mapping[str, str] = MappingProxyType({}),
        *,
        retry_after: int | None = None,
        contact: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        super().__init__(message)
        self.status = status
        self.contact = contact
        self.code = code
        self.headers = headers
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Problem:
    """Problem of a mutation input: a stable code, the path of the argument and a message.

    `retry_after` is the number of seconds after which a retry can succeed; None if waiting does not
    help.
    """

    code: str
    field: Sequence[str]
    message: str
    retry_after: int | None = None


class Invalid(GuichetError):
    """Mutation that cannot be executed with this input. Nothing was changed."""

    code = "INVALID"

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems


def invalid(code: str, field: str, message: str, *, retry_after: int | None = None) -> Invalid:
    """Return an `Invalid` of one problem; `field` is a dotted path such as `draft.eventDate`."""
    return Invalid(Problem(code, tuple(field.split(".")), message, retry_after))


class StartError(Exception):
    """Reason why the application cannot start, as one sentence for the operator."""
