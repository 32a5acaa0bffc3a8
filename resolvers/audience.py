"""Who can see a claim or an invoice: the lock of its type and `reach`, asked for everybody who could."""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

import models
from adapters.database.row import model_of
from adapters.database.statement import among
from data.connection import check_size
from data.parents import Parents, reads
from data.rows import by_key, fetch, joined
from data.seen_by import seen_by
from models import UserStatus
from permissions import Viewer, in_office, seated
from pipeline.context import Info

P = TypeVar("P")


@reads("company_id")
async def list_readers(rows: Parents[Any], info: Info, first: int = 20) -> list[list[models.User]]:
    """The first of the company's users who can see it, by last name. Who cannot sign in, invited or suspended, sees nothing."""
    check_size(info, first)
    memberships = await _memberships(
        info, rows, *(f"user__{name}" for name in info.reads(models.User) or ())
    )
    users = joined(info, models.User, memberships, "user")
    if users is None:
        users = await by_key(info, models.User, [membership.user_id for membership in memberships])
    readers = await _audiences(
        info, rows, [seated(membership) for membership in memberships], users
    )
    return [list(islice(found, first)) for found in readers]


@reads("company_id")
async def count_readers(rows: Parents[Any], info: Info) -> list[int]:
    """How many users can see it."""
    memberships = await _memberships(info, rows)
    readers = await _audiences(
        info, rows, [seated(membership) for membership in memberships], memberships
    )
    return [sum(1 for _ in found) for found in readers]


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
    return [
        list(found)
        for found in await _audiences(
            info, rows, [in_office(manager) for manager in managers], managers
        )
    ]


async def _memberships(info: Info, rows: Sequence[Any], *shown: str) -> list[Any]:
    """Everybody of these rows' companies who can sign in, by last name, with what is shown of them."""
    here = among(models.Membership, "company_id", "companies")
    return await fetch(
        info,
        models.Membership,
        "readers",
        lambda query: query.filter(here, user__status=UserStatus.ACTIVE).order_by(
            "user__last_name", "user__first_name", "id"
        ),
        {"companies": list({row.company_id for row in rows})},
        also=("user_id", "company_id", "role", "accesses", *shown),
    )


async def _audiences(
    info: Info, rows: Sequence[Any], viewers: Sequence[Viewer], people: Sequence[P]
) -> list[Iterator[P]]:
    """Of the people, for each row those who see it as the viewers that they would be."""
    seen = await seen_by(info.context, model_of(rows[0]), [row.pk for row in rows], viewers)
    return [_who_sees(row.pk, people, seen) for row in rows]


def _who_sees(key: UUID, people: Sequence[P], seen: Sequence[Collection[UUID]]) -> Iterator[P]:
    return (person for person, keys in zip(people, seen, strict=True) if key in keys)
