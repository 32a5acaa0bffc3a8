"""Generator of `docs/access.md`: grants by rule and by field, from the enforced rules."""

from collections.abc import Iterator

from permissions import GRANTED_BY, MANAGER_ACCESSES, MANAGER_ROLES, RULES, Rule
from permissions.persona import PERSONAS, allowed
from schema import build_schema

HEAD = """# Permission matrix

Generated from the rules that are enforced (`make docs`). A mark means that the rule
allows; ● that it also requires a second factor verified a short time ago (`proveAgain`). The
columns are the personas of `permissions/persona.py`: `administrator` has CLAIMS, SETTLEMENTS and
INVOICES, `administrator with user management` has USER_MANAGEMENT too, a manager has what comes
with the office.
"""


def matrix() -> str:
    """Return the page."""
    return "\n".join(
        [
            HEAD,
            *_rules(),
            "",
            "## Grants of the accesses",
            "",
            *_grants(),
            "",
            "## Coordinates of each rule",
            "",
            *_coordinates(),
            "",
        ]
    )


def _rules() -> Iterator[str]:
    yield f"| rule | {' | '.join(PERSONAS)} |"
    yield f"|---|{':-:|' * len(PERSONAS)}"
    for rule in RULES:
        yield f"| `{rule.__name__}`: {_first_line(rule)} | {' | '.join(_marks(rule))} |"


def _marks(rule: type[Rule]) -> list[str]:
    """Return a mark for each persona; raise `LookupError` for a row that would be blank."""
    mark, names = "●" if rule.step_up else "✓", allowed(rule)
    if not names:
        raise LookupError(
            f"{rule.__name__} allows no persona: "
            "add one to PERSONAS in permissions/persona.py, or correct the rule."
        )
    return [mark if name in names else "" for name in PERSONAS]


def _grants() -> Iterator[str]:
    yield "| access | granted and withdrawn by |"
    yield "|---|---|"
    for access, granter in GRANTED_BY.items():
        yield f"| `{access}` | {granter.lower().replace('_', ' ')} |"
    for kind, accesses in MANAGER_ACCESSES.items():
        office = MANAGER_ROLES[kind].lower().replace("_", " ")
        names = ", ".join(f"`{access}`" for access in sorted(accesses))
        yield f"| {names} | comes with the office of the {office} |"


def _coordinates() -> Iterator[str]:
    locks = build_schema().locks
    yield "| rule | needs | coordinates |"
    yield "|---|---|---|"
    for rule in RULES:
        where = ", ".join(f"`{coordinate}`" for coordinate in locks.of_rule(rule))
        needs = rule.describe_requirements().removeprefix("Requires ").rstrip(".")
        yield f"| `{rule.__name__}` | {needs or 'to be signed in'} | {where or '–'} |"


def _first_line(rule: type[Rule]) -> str:
    words = (rule.__doc__ or "").splitlines()[0].rstrip(".")
    return words[0].lower() + words[1:]
