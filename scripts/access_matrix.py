"""`docs/access.md`: who may what, rule by rule and field by field, from the rules that are enforced."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from models import Access, Role
from permissions import GRANTED_BY, MANAGER_ACCESSES, MANAGER_ROLES, RULES, Rule, Viewer
from schema import build_schema

NOBODY = UUID(int=0)
A = Access
COLUMNS: dict[str, Viewer | None] = {
    "stranger": None,
    "user": Viewer(NOBODY, NOBODY, "", Role.USER, frozenset(), fresh=True),
    **{
        f"user, {access}": Viewer(NOBODY, NOBODY, "", Role.USER, frozenset({access}), fresh=True)
        for access in (A.CLAIMS, A.SETTLEMENTS, A.INVOICES)
    },
    "administrator": Viewer(NOBODY, NOBODY, "", Role.ADMINISTRATOR, frozenset(), fresh=True),
    "administrator, USER_MANAGEMENT": Viewer(
        NOBODY, NOBODY, "", Role.ADMINISTRATOR, frozenset({A.USER_MANAGEMENT}), fresh=True
    ),
    **{
        role.lower().replace("_", " "): Viewer(
            NOBODY, NOBODY, "", role, MANAGER_ACCESSES[kind], fresh=True
        )
        for kind, role in MANAGER_ROLES.items()
    },
}
HEAD = """# Who may what

Generated from the rules that are enforced (`make docs`). A mark says that the rule allows; ● asks for a second factor proved a short time
ago as well (`proveAgain`). An administrator has the accesses of a user where they were opened; each column has the ones in its title only.
"""


def matrix() -> str:
    """The page."""
    return "\n".join(
        [
            HEAD,
            *_rules(),
            "",
            "## Who opens what",
            "",
            *_grants(),
            "",
            "## Where each rule is asked",
            "",
            *_coordinates(),
            "",
        ]
    )


def _rules() -> Iterator[str]:
    yield f"| rule | {' | '.join(COLUMNS)} |"
    yield f"|---|{':-:|' * len(COLUMNS)}"
    for rule in RULES:
        yield f"| `{rule.__name__}`: {_first_line(rule)} | {' | '.join(_marks(rule))} |"


def _marks(rule: type[Rule]) -> Sequence[str]:
    mark = "●" if rule.step_up else "✓"
    return [mark if rule.allows(viewer) else "" for viewer in COLUMNS.values()]


def _grants() -> Iterator[str]:
    yield "| access | opened and closed by |"
    yield "|---|---|"
    for access, granter in GRANTED_BY.items():
        yield f"| `{access}` | {granter.lower().replace('_', ' ')} |"
    for kind, accesses in MANAGER_ACCESSES.items():
        office = MANAGER_ROLES[kind].lower().replace("_", " ")
        yield f"| {', '.join(f'`{access}`' for access in sorted(accesses))} | comes with the office of the {office} |"


def _coordinates() -> Iterator[str]:
    locks = build_schema().locks
    yield "| rule | needs | coordinates |"
    yield "|---|---|---|"
    for rule in RULES:
        where = ", ".join(f"`{coordinate}`" for coordinate in locks.of_rule(rule))
        yield f"| `{rule.__name__}` | {rule.describe_requirements().removeprefix('Needs ').rstrip('.') or 'to be signed in'} | {where or '–'} |"


def _first_line(rule: type[Rule]) -> str:
    words = (rule.__doc__ or "").splitlines()[0].rstrip(".")
    return words[0].lower() + words[1:]
