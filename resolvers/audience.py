"""Who can see a claim or an invoice: the lock of its type and `reach`, asked for everybody who could."""

from collections.abc import Sequence
from typing import Any, TypeVar

import models
from adapters.row import model_of
from adapters.statement import among
from models import UserStatus
from permissions import Viewer, in_office, seated
from resolvers.context import Info, Parents, reads
from resolvers.reached import seen_by
from resolvers.rows import by_key, fetch, joined

P = TypeVar("P")


@reads("company_id")
async def list_readers(rows: Parents[Any], info: Info) -> list[list[models.User]]:
    """The company's users who can see it, by last name. Who cannot sign in, invited or suspended, sees nothing."""
    here = among(models.Membership, "company_id", "companies")
    shown = tuple(f"user__{name}" for name in info.reads(models.User) or ())
    memberships = await fetch(
        info,
        models.Membership,
        "readers",
        lambda query: query.filter(here, user__status=UserStatus.ACTIVE).order_by("user__last_name", "user__first_name", "id"),
        {"companies": list({row.company_id for row in rows})},
        also=("user_id", "company_id", "role", "accesses", *shown),
    )
    users = joined(info, models.User, memberships, "user")
    if users is None:
        users = await by_key(info, models.User, [membership.user_id for membership in memberships])
    return await _audiences(info, rows, [seated(membership) for membership in memberships], users)


@reads()
async def list_reading_managers(rows: Parents[Any], info: Info) -> list[list[models.Manager]]:
    """The company's managers who can see it, each within the office: a draft is nobody's but the company's."""
    managers = await fetch(
        info,
        models.Manager,
        "readers",
        lambda query: query.filter(user__status=UserStatus.ACTIVE).order_by("kind", "id"),
        {},
        also=("user_id", "kind"),
    )
    return await _audiences(info, rows, [in_office(manager) for manager in managers], managers)


async def _audiences(info: Info, rows: Sequence[Any], viewers: Sequence[Viewer], people: Sequence[P]) -> list[list[P]]:
    """Of the people, for each row those who see it as the viewers that they would be."""
    seen = await seen_by(info.context, model_of(rows[0]), [row.pk for row in rows], viewers)
    return [[person for person, keys in zip(people, seen, strict=True) if row.pk in keys] for row in rows]
