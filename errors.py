"""The errors that a client may meet, each with its stable code.

    GuichetError
    ├── Unauthenticated      UNAUTHENTICATED       nobody is signed in, or the session has ended
    ├── Forbidden            FORBIDDEN             signed in, but the role or an access is missing: says whom to ask
    ├── StepUpRequired       STEP_UP_REQUIRED      may do it, but proved the second factor too long ago: `proveAgain` first
    ├── NotFound             NOT_FOUND             no such object, or none that this viewer reaches: the two look alike
    ├── BadUserInput         BAD_USER_INPUT        an argument that makes no sense: a malformed ID, cursor or page size
    ├── LimitExceeded        LIMIT_EXCEEDED        a document that asks for too much at once: says which limit, and how much it is
    ├── Invalid              (data)                what an order's `errors` list says: code, field and message of each problem
    ├── RequestError         by the request        the HTTP request itself is at fault, or one too many; bears its HTTP status
    └── Unavailable          UNAVAILABLE           something outside does not answer: try again later

Everything else is a fault of ours: the client reads `INTERNAL_SERVER_ERROR` with an id, the log bears the
same id and the traceback. `StartError` never reaches a client: it is one sentence for the operator.
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
    """An expected error: its message and code are meant for the client."""

    code = "INTERNAL_SERVER_ERROR"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Unauthenticated(GuichetError):
    """Nobody is signed in, or the session has ended."""

    code = "UNAUTHENTICATED"


class Forbidden(GuichetError):
    """The viewer lacks a role or an access; `ask_who` can open it."""

    code = "FORBIDDEN"

    def __init__(self, message: str, *, access: str | None, ask_who: str) -> None:
        super().__init__(message)
        self.access = access
        self.ask_who = ask_who


class StepUpRequired(GuichetError):
    """The second factor was proved too long ago for this; the order `proveAgain` mends it."""

    code = "STEP_UP_REQUIRED"


class NotFound(GuichetError):
    """There is no such object for this viewer."""

    code = "NOT_FOUND"

    def __init__(self, noun: str) -> None:
        super().__init__(gettext(NOT_FOUND_MESSAGES[noun]))


class BadUserInput(GuichetError):
    """An argument that cannot be understood; `argument` names it."""

    code = "BAD_USER_INPUT"

    def __init__(self, message: str, *, argument: str) -> None:
        super().__init__(message)
        self.argument = argument


class LimitExceeded(GuichetError):
    """A document that asks for too much at once; `limit` names what of, `most` says how much there may be."""

    code = "LIMIT_EXCEEDED"

    def __init__(self, message: str, *, limit: str, most: int) -> None:
        super().__init__(message)
        self.limit = limit
        self.most = most


class Unavailable(GuichetError):
    """Something outside does not answer."""

    code = "UNAVAILABLE"


class RequestError(GuichetError):
    """The HTTP request is at fault: `status` is the HTTP status of the answer, `headers` what goes with it.

    `retry_after`: where waiting is what mends it, how many seconds. `contact`: whom to ask, as the answer's extensions tell it.
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
    """One thing to mend in an order: a stable code, the path of the argument, and a sentence.

    `retry_after`: where waiting is what mends it, how many seconds.
    """

    code: str
    field: Sequence[str]
    message: str
    retry_after: int | None = None


class Invalid(GuichetError):
    """An order that cannot be carried out as it stands. Nothing was changed."""

    code = "INVALID"

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems


def invalid(code: str, field: str, message: str, *, retry_after: int | None = None) -> Invalid:
    """An `Invalid` of one problem; `field` is a dotted path such as `draft.eventDate`."""
    return Invalid(Problem(code, tuple(field.split(".")), message, retry_after))


class StartError(Exception):
    """Why the application cannot start: one sentence for the operator."""
