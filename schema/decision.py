"""Answers of rules: what one may do, and where not, why not and whom to ask."""

import strawberry

from models import Access
from permissions import AskWho
from schema.contact import Contact
from schema.field import column


@strawberry.type(
    description="Why something is not allowed: a permission that is missing, or a state that stands in the way."
)
class Reason:
    """Why something is not allowed: a permission that is missing, or a state that stands in the way."""

    code: str = column("As in an error's `extensions`, or in a payload's `errors`.")
    message: str
    access: Access | None = column("The access that is missing, where it is one.")
    ask_who: AskWho | None = column("Who can help; null where it needs nobody else.")
    contact: Contact | None = column("How to reach them.")
    field: list[str] | None = column(
        'Of a state: the path of the argument to mend, such as `["draft", "insuredAvsNumber"]`.'
    )


@strawberry.type(description="What a rule answers to the viewer: the very rule that is enforced.")
class Decision:
    """What a rule answers to the viewer."""

    allowed: bool
    reasons: list[Reason] = column("Empty when it is allowed.")
