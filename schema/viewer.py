"""Who is asking, and what they may do."""

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
    """A type with one field for each rule, so that a client asks the rules before it shows a button."""
    names = {rule.display_name().replace(" ", "_"): rule for rule in RULES}
    fields: dict[str, Any] = {
        name: field(
            _asks(rule),
            needs=Anyone,
            graphql_type=Decision,
            description=f"Whether you may {rule.action}.",
        )
        for name, rule in names.items()
    }
    origin = type(
        "ViewerCan",
        (),
        {**fields, "__annotations__": dict.fromkeys(names, Decision), "__module__": __name__},
    )
    return strawberry.type(origin, description="What the viewer may do: one field for each rule.")


ViewerCan: Any = _can()


@strawberry.type(description="A company that one can act for, and what one may do there.")
class Seat:
    """A company that one can act for, and what one may do there."""

    company_id: strawberry.ID = column("For `switchCompany`.")
    company_name: str
    role: Role
    accesses: list[Access]


@strawberry.type(description="Who is signed in, for which company, and with which accesses.")
class Viewer:
    """Who is signed in, for which company, and with which accesses."""

    role: Role
    accesses: list[Access] = field(list_accesses, needs=Anyone)
    user: User | None = field(viewer.get_own_user, needs=SeeOwnAccount)
    manager: Manager | None = field(viewer.get_own_manager, needs=SeeOwnAccount)
    company: Company | None = field(viewer.get_own_company, needs=SeeOwnAccount)
    memberships: list[Seat] | None = field(viewer.list_own_memberships, needs=SeeOwnAccount)
    account: Account | None = field(get_account, needs=SeeOwnAccount)
    sessions: list[OpenSession] | None = field(list_sessions, needs=SeeOwnAccount)
    can: ViewerCan = field(
        return_parents,
        needs=Anyone,
        description="What the viewer may do, rule by rule, and where not, whom to ask.",
    )
