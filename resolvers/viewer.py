"""Who am I, for which company, and what may I do?"""

from dataclasses import dataclass

import models
from data.global_id import write_id
from data.parents import Parents
from data.rows import by_key
from models import Access, Role
from permissions import Viewer, own_account, own_memberships
from pipeline.context import Info
from pipeline.session import OwnUser
from resolvers.parts import in_order


@dataclass(frozen=True, slots=True)
class Seat:
    """A company that one can act for, and what one may do there."""

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
    return await by_key(
        info, models.User, [viewer.user_id for viewer in viewers], within=own_account
    )


async def get_own_manager(viewers: Parents[Viewer], info: Info) -> list[models.Manager | None]:
    """The manager who is signed in; null for a client."""
    return await by_key(info, models.Manager, [viewer.manager_id for viewer in viewers])


async def get_own_company(viewers: Parents[Viewer], info: Info) -> list[models.Company | None]:
    """The company one acts for; null for a manager, who has several."""
    return await by_key(info, models.Company, [viewer.company_id for viewer in viewers])


async def list_seats(viewers: Parents[Viewer], info: Info) -> list[list[Seat]]:
    """The companies one is a user of: those that `switchCompany` can choose from."""
    own = (
        await own_memberships(info.context.signed_in())
        .select_related("company")
        .order_by("company__name", "id")
    )
    seats = [
        Seat(write_id(one.company), one.company.name, one.role, in_order(one.accesses))
        for one in own
    ]
    return [seats for _ in viewers]
