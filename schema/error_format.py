"""Format of errors: expected ones with code and contact, all others masked with an id."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Any
from uuid import uuid4

from graphql import ExecutionResult, FieldNode, GraphQLError
from strawberry.exceptions import MissingQueryError
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError

from errors import (
    BadUserInput,
    Forbidden,
    GuichetError,
    LimitExceeded,
    RequestError,
    StepUpRequired,
    Unauthenticated,
    Unavailable,
)
from i18n import gettext
from logs import note_code, report
from permissions import AskWho
from pipeline.idempotency.replay import ReplayedResponse
from resolvers.contact import Contact

FindContacts = Callable[[Any, Collection[AskWho]], Awaitable[dict[AskWho, Contact]]]
"""Finds the contacts of those whom a refusal refers to."""

REQUEST_ERRORS = (
    CannotGetOperationTypeError,
    InvalidOperationTypeError,
    MissingQueryError,
    RequestError,
)
"""Errors that the transport responds to."""


class FormattedError(GraphQLError):
    """Error in the form that the client reads."""

    replayed: Any = None
    """Form of an error of a replayed response; None for a new one."""

    @classmethod
    def replay(cls, formatted: Any) -> "FormattedError":
        """Return the error of a stored response, with exactly its form."""
        error = cls(formatted["message"])
        error.replayed = formatted
        return error

    @property
    def formatted(self) -> Any:
        """Return the error as it stands in the response."""
        return self.replayed or super().formatted


def replayed_result(response: ReplayedResponse) -> ExecutionResult:
    """Return the result of a replayed response."""
    errors: list[GraphQLError] = list(map(FormattedError.replay, response.errors))
    return ExecutionResult(response.data, errors or None)


def timed_out_error() -> GraphQLError:
    """Return the error of an operation that was cancelled at its time limit."""
    text = gettext("The operation took too long and was cancelled: try again later.")
    return GraphQLError("", original_error=Unavailable(text))


async def format_errors(
    errors: Sequence[GraphQLError], context: Any, find: FindContacts
) -> list[GraphQLError]:
    """Return the formatted errors; contacts are looked up once, and only for refusals."""
    wanted = {ask for error in errors if (ask := ask_who(error.original_error)) is not None}
    contacts = await find(context, wanted) if wanted else {}
    return [_formatted(error, contacts) for error in errors]


def ask_who(error: BaseException | None) -> AskWho | None:
    """Return the contact that an error refers to, None if it refers to nobody."""
    if isinstance(error, Unauthenticated):
        return AskWho.HOTLINE
    return AskWho(error.ask_who) if isinstance(error, Forbidden) else None


def _formatted(error: GraphQLError, contacts: dict[AskWho, Contact]) -> GraphQLError:
    """Return the formatted error, and log it: an expected one by its code."""
    original = error.original_error
    if isinstance(error, FormattedError):
        return error
    if isinstance(original, GuichetError):
        note_code(original.code, _field(error))
        return _with(error, _message(original, contacts), _extensions(original, contacts))
    if original is None or _is_about_the_request(error, original):
        note_code(BadUserInput.code)
        return _with(error, error.message, {"code": BadUserInput.code, **(error.extensions or {})})
    # in validation: the message would contain the exception's
    if isinstance(original, ValueError) and error.path is None and error.nodes:
        note_code(BadUserInput.code)
        return _with(
            error,
            gettext("The document contains an invalid value."),
            {"code": BadUserInput.code},
        )
    error_id = uuid4().hex
    note_code(GuichetError.code, _field(error))
    report("fault", original, id=error_id)
    return _with(
        error,
        gettext("Something went wrong on our side."),
        {"code": GuichetError.code, "id": error_id},
    )


def is_final(error: GraphQLError) -> bool:
    """Return True if the same operation would fail so again: an expected error, not "try later"."""
    original = error.original_error
    if isinstance(original, GuichetError):
        return not isinstance(original, Unavailable | StepUpRequired)
    return original is None or _is_about_the_request(error, original)


def _is_about_the_request(error: GraphQLError, original: Exception) -> bool:
    """Return True if the error is in a variable, or in an argument made of one.

    A value of ours that cannot be serialized has no position in the document.
    """
    return isinstance(original, GraphQLError) and (error.path is None or bool(original.nodes))


def _message(error: GuichetError, contacts: dict[AskWho, Contact]) -> str:
    ask = ask_who(error) if isinstance(error, Forbidden) else None
    return error.message if ask is None else contacts[ask].with_contact(error.message)


def _extensions(error: GuichetError, contacts: dict[AskWho, Contact]) -> dict[str, Any]:
    extensions: dict[str, Any] = {"code": error.code}
    if isinstance(error, BadUserInput):
        extensions["argument"] = error.argument
    if isinstance(error, Forbidden):
        extensions["access"] = error.access
    if isinstance(error, LimitExceeded):
        extensions |= {"limit": error.limit, "most": error.most}
    if isinstance(error, StepUpRequired):
        extensions["mutation"] = "proveAgain"
    if (ask := ask_who(error)) is not None:
        extensions |= contact_extensions(contacts[ask])
    return extensions


def contact_extensions(contact: Contact) -> dict[str, Any]:
    """Return the extensions `askWho` and `contact` of an error."""
    return {
        "askWho": contact.ask_who.value,
        "contact": {"name": contact.name, "email": contact.email, "phone": contact.phone},
    }


LONGEST = 300
"""Characters of a message: a longer one repeats the client's input."""


def _with(error: GraphQLError, message: str, extensions: dict[str, Any]) -> GraphQLError:
    return FormattedError(
        message if len(message) <= LONGEST else f"{message[: LONGEST - 1]}…",
        nodes=error.nodes,
        path=error.path,
        extensions=extensions,
    )


def _field(error: GraphQLError) -> str | None:
    """Return the name of the field in the schema, not its alias."""
    node = error.nodes[0] if error.path and error.nodes else None
    return node.name.value if isinstance(node, FieldNode) else None
