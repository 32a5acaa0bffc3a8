"""The viewer: user or manager, company and memberships."""

from dataclasses import dataclass

import models
from data.global_id import to_global_id
from data.rows import fetch_by_id
from models import Access, Role
from permissions import Viewer, own_account, own_memberships
from pipeline.context import Info, Parents
from pipeline.session import OwnUser
from resolvers.parts import in_enum_order


@dataclass(frozen=True, slots=True)
class OwnMembership:
    """A membership of the viewer: a company that the viewer can act for."""

    company_id: str
    company_name: str
    role: Role
    accesses: list[Access]


async def get_viewer(info: Info) -> Viewer | None:
    """Who is asking; null for a stranger and for a session that still waits for its second factor."""
    return info.context.viewer


async def get_own_user(viewers: Parents[Viewer], info: Info) -> list[models.User | None]:
    """The person who is signed in."""
    read, own_user = info.reads(models.User), info.context.own_user
    if own_user is not None and read is not None and read.issubset(OwnUser.columns):
        return [own_user() for _ in viewers]
    return await fetch_by_id(
        info, models.User, [viewer.user_id for viewer in viewers], scope=own_account
    )


async def get_own_manager(viewers: Parents[Viewer], info: Info) -> list[models.Manager | None]:
    """The manager who is signed in; null for a client."""
    return await fetch_by_id(info, models.Manager, [viewer.manager_id for viewer in viewers])


async def get_own_company(viewers: Parents[Viewer], info: Info) -> list[models.Company | None]:
    """The company one acts for; null for a manager, who has several."""
    return await fetch_by_id(info, models.Company, [viewer.company_id for viewer in viewers])


async def list_own_memberships(viewers: Parents[Viewer], info: Info) -> list[list[OwnMembership]]:
    """The companies one is a user of: those that `switchCompany` can choose from."""
    own = (
        await own_memberships(info.context.signed_in())
        .select_related("company")
        .order_by("company__name", "id")
    )
    memberships = [
        OwnMembership(
            to_global_id(one.company), one.company.name, one.role, in_enum_order(one.accesses)
        )
        for one in own
    ]
    return [memberships for _ in viewers]
