"""The lock in the schema: the directive `@needs` in the SDL, and a sentence in the description.

    claim_id: strawberry.ID | None = guarded(needs=SeeClaims, default=None)

Both are derived from the rule that is enforced. Strawberry ignores permissions on input fields such
as the one above; `schema/input_rules.py` enforces them.
"""

from typing import Any

import strawberry
from strawberry.schema_directive import Location
from strawberry.types.unset import UNSET

from models import Access, Role
from permissions.rule import Anyone, Rule

RULE_KEY = "rule"
"""Key of the rule in the metadata of a field or input field."""


@strawberry.schema_directive(
    locations=[
        Location.FIELD_DEFINITION,
        Location.OBJECT,
        Location.INPUT_FIELD_DEFINITION,
        Location.ARGUMENT_DEFINITION,
    ],
    description="Requirements for reading a field or type, or for setting an argument or input "
    "field: a signed-in viewer who meets all the arguments. Other callers get an error that "
    "names a contact if somebody can help.",
)
class Needs:
    """Lock of a field, type or input, as the SDL prints it."""

    role: list[Role] | None = strawberry.field(
        default=UNSET, description="Roles of which the viewer must have one; null for any role."
    )
    access: Access | None = strawberry.field(
        default=UNSET, description="Access that the viewer must have; null for none."
    )
    step_up: bool | None = strawberry.field(
        default=UNSET,
        description="True if the second factor must have been verified a short time ago "
        "(`proveAgain`), at most 15 minutes (configurable); null if not.",
    )


def lock(needs: type[Rule]) -> list[object]:
    """Return the directive for a rule; none for a public field."""
    if needs is Anyone:
        return []
    return [
        Needs(
            role=sorted(needs.roles) if needs.roles else UNSET,
            access=needs.access or UNSET,
            step_up=needs.step_up or UNSET,
        )
    ]


def describe_with_lock(text: str | None, needs: type[Rule]) -> str | None:
    """Return the description with the lock as a sentence: GraphiQL shows no directives."""
    return " ".join(part for part in (text, needs.describe_requirements()) if part) or None


def guarded(*, needs: type[Rule], default: Any, description: str | None = None) -> Any:
    """Declare an input field that only those may set whom the rule allows."""
    about = describe_with_lock(description, needs)
    return strawberry.field(
        default=default, description=about, directives=lock(needs), metadata={RULE_KEY: needs}
    )
