"""What a client reads of an error: expected ones with code and contact, all others masked with an id."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Any
from uuid import uuid4

from graphql import FieldNode, GraphQLError
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
from resolvers.contact import Contact

Find = Callable[[Any, Collection[AskWho]], Awaitable[dict[AskWho, Contact]]]
"""Finds out how to reach those whom a refusal sends its reader to."""

REQUEST_FAULTS = (
    CannotGetOperationTypeError,
    InvalidOperationTypeError,
    MissingQueryError,
    RequestError,
)
"""The transport's to tell."""


class FormattedError(GraphQLError):
    """An error as the client reads it, one that was told before, to the letter."""

    said: Any = None

    @classmethod
    def again(cls, said: Any) -> "FormattedError":
        """The error that was formatted so."""
        error = cls(said["message"])
        error.said = said
        return error

    @property
    def formatted(self) -> Any:
        """As it stands in the answer."""
        return self.said or super().formatted


async def explained(errors: Sequence[GraphQLError], context: Any, find: Find) -> list[GraphQLError]:
    """The errors of an answer as the client reads them: whom to ask is found once, and only where something was refused."""
    wanted = {ask for error in errors if (ask := ask_who(error.original_error)) is not None}
    contacts = await find(context, wanted) if wanted else {}
    return [_explained(error, contacts) for error in errors]


def ask_who(error: BaseException | None) -> AskWho | None:
    """Whom an error sends its reader to."""
    if isinstance(error, Unauthenticated):
        return AskWho.HOTLINE
    return AskWho(error.ask_who) if isinstance(error, Forbidden) else None


def _explained(error: GraphQLError, contacts: dict[AskWho, Contact]) -> GraphQLError:
    """The error as the client reads it; the log knows of an expected one by its code, in the operation's line."""
    original = error.original_error
    if isinstance(error, FormattedError):
        return error
    if isinstance(original, GuichetError):
        note_code(original.code, _field(error))
        return _with(error, _message(original, contacts), _extensions(original, contacts))
    if original is None or _is_about_the_request(error, original):
        note_code(BadUserInput.code)
        return _with(error, error.message, {"code": BadUserInput.code, **(error.extensions or {})})
    if (
        isinstance(original, ValueError) and error.path is None and error.nodes
    ):  # in validation: the message would tell the exception's
        note_code(BadUserInput.code)
        return _with(
            error,
            gettext("The document contains an invalid value."),
            {"code": BadUserInput.code},
        )
    fault = uuid4().hex
    note_code(GuichetError.code, _field(error))
    report("fault", original, id=fault)
    return _with(
        error,
        gettext("Something went wrong on our side."),
        {"code": GuichetError.code, "id": fault},
    )


def is_for_good(error: GraphQLError) -> bool:
    """Whether the same operation would be answered so again: this was expected, and does not say to come again later."""
    original = error.original_error
    if isinstance(original, GuichetError):
        return not isinstance(original, Unavailable | StepUpRequired)
    return original is None or _is_about_the_request(error, original)


def _is_about_the_request(error: GraphQLError, original: Exception) -> bool:
    """Whether a variable is at fault, or an argument that was made of one; a value of ours that cannot be shown has no place in it."""
    return isinstance(original, GraphQLError) and (error.path is None or bool(original.nodes))


def _message(error: GuichetError, contacts: dict[AskWho, Contact]) -> str:
    asked = ask_who(error) if isinstance(error, Forbidden) else None
    return error.message if asked is None else contacts[asked].with_contact(error.message)


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
    if (asked := ask_who(error)) is not None:
        extensions |= contact_extensions(contacts[asked])
    return extensions


def contact_extensions(contact: Contact) -> dict[str, Any]:
    """Whom to ask, as extensions of an error tell it."""
    return {
        "askWho": contact.ask_who.value,
        "contact": {"name": contact.name, "email": contact.email, "phone": contact.phone},
    }


LONGEST = 300
"""Characters of a message: a longer one repeats what the client has sent."""


def _with(error: GraphQLError, message: str, extensions: dict[str, Any]) -> GraphQLError:
    return FormattedError(
        message if len(message) <= LONGEST else f"{message[: LONGEST - 1]}…",
        nodes=error.nodes,
        path=error.path,
        extensions=extensions,
    )


def _field(error: GraphQLError) -> str | None:
    """The field of the schema, by its own name: an alias is the client's word."""
    node = error.nodes[0] if error.path and error.nodes else None
    return node.name.value if isinstance(node, FieldNode) else None
