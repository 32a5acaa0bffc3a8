"""Catalogues of accesses and rules: who grants them, where they apply, and the decision."""

from collections.abc import Sequence
from dataclasses import dataclass

import strawberry

from data.parents import Parents
from i18n import gettext, gettext_noop
from models import Access, Role
from permissions import GRANTED_BY, RULES, Anyone, AskWho, Rule
from pipeline.context import Info
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


@strawberry.type
class Permission:
    """Access that can be granted to a user of a company."""

    access: Access = column("The access.")
    description: str = column(
        "Description of the access for people, in the language of the response."
    )
    granted_by: AskWho = column("Function of the person who grants and withdraws the access.")
    fields: list[str] = column(
        "Schema coordinates that require the access, such as `Query.invoices`."
    )


def list_permissions(info: Info) -> list[Permission]:
    """Catalogue of the accesses: what each one opens, and who grants it."""
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
    """Catalogue of the rules: their requirements, coordinates and decisions for the viewer."""
    return [RuleEntry(rule, info.schema.locks.of_rule(rule)) for rule in RULES]  # type: ignore[attr-defined]


async def list_decisions(entries: Parents[RuleEntry], info: Info) -> list[decision.Decision]:
    """Decision of the rule for the viewer."""
    return await decision.decide_each(info.context, [entry.rule for entry in entries])


@strawberry.type(name="Rule")
class RuleType:
    """Rule of authorization: its requirements, all of them to be met, and where it applies."""

    name: str = column("Name of the rule: a verb and its object, such as `SeeInvoices`.")
    description: str = column("Description of what the rule allows, in English.")
    roles: list[Role] = column("Roles of which the viewer must have one.")
    access: Access | None = column(
        "Access that the viewer must have; null if the rule requires none."
    )
    step_up: bool = column(
        "True if the rule requires a second factor verified a short time ago (`proveAgain`)."
    )
    coordinates: list[str] = column(
        "Schema coordinates of the types, fields, arguments and input fields that the rule "
        "protects."
    )
    decision: Decision = field(list_decisions, needs=Anyone)
