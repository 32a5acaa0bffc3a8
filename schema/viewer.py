"""Viewer: the signed-in person, with their permissions."""

from collections.abc import Callable
from typing import Any

import strawberry

from models import Access, Role
from permissions import RULES, Anyone, Rule
from permissions.user import SeeOwnAccount
from pipeline.context import Info
from resolvers import decision, viewer
from resolvers.authentication.account import get_account
from resolvers.authentication.session import list_sessions
from resolvers.parts import list_accesses, return_parents
from schema.account import Account, OpenSession
from schema.company import Company
from schema.decision import Decision
from schema.field import column, field
from schema.manager import Manager
from schema.user import User


def _asks(rule: type[Rule]) -> Callable[..., Any]:
    async def ask(info: Info) -> decision.Decision:
        return await decision.decide(info.context, rule)

    return ask


def _can() -> Any:
    """Return a type with one field for each rule, for clients to decide on buttons."""
    names = {rule.display_name().replace(" ", "_"): rule for rule in RULES}
    fields: dict[str, Any] = {
        name: field(
            _asks(rule),
            needs=Anyone,
            graphql_type=Decision,
            description=f"Permission to {rule.action}.",
        )
        for name, rule in names.items()
    }
    origin = type(
        "ViewerCan",
        (),
        {**fields, "__annotations__": dict.fromkeys(names, Decision), "__module__": __name__},
    )
    return strawberry.type(
        origin, description="Permissions of the viewer: one field for each rule."
    )


ViewerCan: Any = _can()


@strawberry.type
class OwnMembership:
    """Membership of the viewer in a company for which the viewer can act."""

    company_id: strawberry.ID = column("Global ID of the company, for `switchCompany`.")
    company_name: str = column("Name of the company.")
    role: Role = column("Role of the viewer in the company.")
    accesses: list[Access] = column(
        "Accesses of the viewer in the company; empty if there are none."
    )


@strawberry.type
class Viewer:
    """Signed-in person, acting for one company or as a manager of the insurer."""

    role: Role = column("Role in which the viewer acts.")
    accesses: list[Access] = field(
        list_accesses, needs=Anyone, description="Accesses of the viewer; empty if there are none."
    )
    user: User | None = field(viewer.get_own_user, needs=SeeOwnAccount)
    manager: Manager | None = field(viewer.get_own_manager, needs=SeeOwnAccount)
    company: Company | None = field(viewer.get_own_company, needs=SeeOwnAccount)
    memberships: list[OwnMembership] | None = field(
        viewer.list_own_memberships, needs=SeeOwnAccount
    )
    account: Account | None = field(get_account, needs=SeeOwnAccount)
    sessions: list[OpenSession] | None = field(list_sessions, needs=SeeOwnAccount)
    can: ViewerCan = field(
        return_parents,
        needs=Anyone,
        description="Permissions of the viewer: one for each rule, with the reasons if it is "
        "refused, and a contact if somebody can help.",
    )
