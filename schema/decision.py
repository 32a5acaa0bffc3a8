"""Decisions of rules: allowed, or refused with the reasons and a contact."""

import strawberry

from models import Access
from permissions import AskWho
from schema.contact import Contact
from schema.field import column


@strawberry.type
class Reason:
    """Reason for a refusal: a missing permission, or a state that does not allow the action."""

    code: str = column(
        "Error code: the `extensions.code` of a top-level error (`FORBIDDEN`, `UNAUTHENTICATED`, "
        "`STEP_UP_REQUIRED`, `NOT_FOUND`, `NO_PDF`), or the `code` in `errors` of a payload."
    )
    message: str = column("Message for people, in the language of the response.")
    access: Access | None = column("Missing access; null if no access is missing.")
    ask_who: AskWho | None = column(
        "Function of the person who can help; null if the viewer needs no help."
    )
    contact: Contact | None = column("Contact who can help; null if `askWho` is null.")
    field: list[str] | None = column(
        'Path of the argument or input field to correct, such as `["draft", "insuredAvsNumber"]`; '
        "null for a missing permission."
    )


@strawberry.type
class Decision:
    """Decision on an action of the viewer, by the rule that is enforced."""

    allowed: bool = column("True if the viewer may perform the action.")
    reasons: list[Reason] = column("Reasons for the refusal; empty if the action is allowed.")
