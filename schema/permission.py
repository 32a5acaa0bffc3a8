"""Catalogues of accesses and rules: who grants them, where they apply, and the decision."""

from collections.abc import Sequence
from dataclasses import dataclass

import strawberry

from i18n import gettext, gettext_noop
from models import Access, Role
from permissions import GRANTED_BY, RULES, Anyone, AskWho, Rule
from pipeline.context import Info, Parents
from resolvers import decision
from schema.decision import Decision
from schema.field import column, field

ACCESS_DESCRIPTIONS = {
    Access.CLAIMS: gettext_noop("Declare claims, transfer documents and follow claim files."),
    Access.SETTLEMENTS: gettext_noop("See settlements."),
    Access.INVOICES: gettext_noop("See premium invoices."),
    Access.USER_MANAGEMENT: gettext_noop(
        "Add, change and remove users' accesses; for administrators."
    ),
}


@strawberry.type(description="An access: what it opens, and who grants it.")
class Permission:
    """An access: what it opens, and who grants it."""

    access: Access
    description: str
    granted_by: AskWho
    fields: list[str] = column("The schema coordinates that need it, such as `Query.invoices`.")


def list_permissions(info: Info) -> list[Permission]:
    """The catalogue: each access, what it opens, and who grants it."""
    declared = info.schema.locks.declared  # type: ignore[attr-defined]
    return [
        Permission(
            access=access,
            description=gettext(ACCESS_DESCRIPTIONS[access]),
            granted_by=granter,
            fields=[name for name, rule in declared if rule.access is access],
        )
        for access, granter in GRANTED_BY.items()
    ]


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """A rule in the catalogue."""

    rule: type[Rule]
    coordinates: Sequence[str]

    @property
    def name(self) -> str:
        """Name of the rule."""
        return self.rule.__name__

    @property
    def description(self) -> str:
        """Description of what the rule allows."""
        return self.rule.__doc__ or ""

    @property
    def roles(self) -> list[Role]:
        """Roles that the rule can allow."""
        return sorted(self.rule.roles if self.rule.roles is not None else Role)

    @property
    def access(self) -> Access | None:
        """Access that the rule requires."""
        return self.rule.access

    @property
    def step_up(self) -> bool:
        """True if the rule requires a fresh second factor."""
        return self.rule.step_up


def list_rules(info: Info) -> list[RuleEntry]:
    """Every rule: what it needs, where in the schema it holds, and what it answers to the viewer."""
    return [RuleEntry(rule, info.schema.locks.of_rule(rule)) for rule in RULES]  # type: ignore[attr-defined]


async def list_decisions(entries: Parents[RuleEntry], info: Info) -> list[decision.Decision]:
    """What the rule answers to the viewer."""
    return await decision.decide_each(info.context, [entry.rule for entry in entries])


@strawberry.type(
    name="Rule",
    description="A rule: what one needs to be allowed something, and where in the schema that is asked.",
)
class RuleType:
    """A rule: what one needs to be allowed something, and where in the schema that is asked."""

    name: str = column('As one would finish "may …": `SeeInvoices`.')
    description: str
    roles: list[Role] = column("Whoever has one of these roles.")
    access: Access | None = column("And this access, where it says one.")
    step_up: bool = column("And a second factor proved a short time ago (`proveAgain`).")
    coordinates: list[str] = column(
        "The types, fields, arguments and input fields that ask for it, by schema coordinate."
    )
    decision: Decision = field(list_decisions, needs=Anyone)
