"""Lock of a field as clients see it: a directive in the SDL and a sentence in the description.

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
    description="Requirements for reading a field or setting an input: to be signed in, in one of "
    "these roles, with this access, and for `stepUp` with a second factor proved a short time ago. "
    "Errors of refused callers say whom to ask.",
)
class Needs:
    """Directive `@needs`: the lock of a field, type, argument or input field."""

    role: list[Role] | None = UNSET
    access: Access | None = UNSET
    step_up: bool | None = UNSET


def lock(needs: type[Rule]) -> list[object]:
    """Return the directive of a rule in a list; an empty list for `Anyone`."""
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
    """Return the description with the lock as a sentence, because GraphiQL shows no directives."""
    return " ".join(part for part in (text, needs.describe_requirements()) if part) or None


def guarded(*, needs: type[Rule], default: Any, description: str | None = None) -> Any:
    """Return an input field that only viewers allowed by the rule may set."""
    about = describe_with_lock(description, needs)
    return strawberry.field(
        default=default, description=about, directives=lock(needs), metadata={RULE_KEY: needs}
    )
