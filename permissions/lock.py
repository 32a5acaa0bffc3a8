"""The lock, as the API's reader sees it: a directive in the SDL, and a sentence in the description.

    claim_id: strawberry.ID | None = guarded(needs=SeeClaims, default=None)     an input field that only some may set

Both are made of the rule that is enforced. Strawberry itself ignores permissions on input fields; `schema/input_rules.py`
enforces them.
"""

from typing import Any

import strawberry
from strawberry.schema_directive import Location
from strawberry.types.unset import UNSET

from models import Access, Role
from permissions.rule import Anyone, Rule

RULE_KEY = "rule"
"""Where the metadata of a field or input field keeps its rule."""


@strawberry.schema_directive(
    locations=[
        Location.FIELD_DEFINITION,
        Location.OBJECT,
        Location.INPUT_FIELD_DEFINITION,
        Location.ARGUMENT_DEFINITION,
    ],
    description="Who gets an answer, or may set an input: whoever is signed in, in one of these roles, with this access, "
    "and where it says `stepUp`, with a second factor proved a short time ago. Others learn whom to ask.",
)
class Needs:
    """The lock, as the API's reader sees it."""

    role: list[Role] | None = UNSET
    access: Access | None = UNSET
    step_up: bool | None = UNSET


def lock(needs: type[Rule]) -> list[object]:
    """The directive that tells a rule; none where everybody may."""
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
    """The description with the lock as a sentence: GraphiQL shows no directives."""
    return " ".join(part for part in (text, needs.describe_requirements()) if part) or None


def guarded(*, needs: type[Rule], default: Any, description: str | None = None) -> Any:
    """An input field that only those may set whom the rule allows."""
    about = describe_with_lock(description, needs)
    return strawberry.field(
        default=default, description=about, directives=lock(needs), metadata={RULE_KEY: needs}
    )
