"""Readers of a claim or an invoice: the lock of its type and `reach`, applied to each person."""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

import models
from adapters.database.row import model_of
from adapters.database.statement import among
from data.connection import check_page_size
from data.rows import fetch, fetch_by_id, joined_rows
from data.seen_by import seen_by
from models import UserStatus
from permissions import Viewer, viewer_of_manager, viewer_of_membership
from pipeline.context import Info, Parents, reads

P = TypeVar("P")


@reads("company_id")
async def list_readers(rows: Parents[Any], info: Info, first: int = 20) -> list[list[models.User]]:
    """The first of the company's users who can see it, by last name. Who cannot sign in, invited or suspended, sees nothing."""
    check_page_size(info, first)
    memberships = await _memberships(
        info, rows, *(f"user__{name}" for name in info.reads(models.User) or ())
    )
    users = joined_rows(info, models.User, memberships, "user")
    if users is None:
        users = await fetch_by_id(
            info, models.User, [membership.user_id for membership in memberships]
        )
    readers = await _readers_of_rows(
        info, rows, [viewer_of_membership(membership) for membership in memberships], users
    )
    return [list(islice(found, first)) for found in readers]


@reads("company_id")
async def count_readers(rows: Parents[Any], info: Info) -> list[int]:
    """How many users can see it."""
    memberships = await _memberships(info, rows)
    readers = await _readers_of_rows(
        info, rows, [viewer_of_membership(membership) for membership in memberships], memberships
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
        extra_columns=("user_id", "kind"),
    )
    return [
        list(found)
        for found in await _readers_of_rows(
            info, rows, [viewer_of_manager(manager) for manager in managers], managers
        )
    ]


async def _memberships(info: Info, rows: Sequence[Any], *shown: str) -> list[Any]:
    """Return the active memberships of the rows' companies, by last name, with columns `shown`."""
    here = among(models.Membership, "company_id", "companies")
    return await fetch(
        info,
        models.Membership,
        "readers",
        lambda query: query.filter(here, user__status=UserStatus.ACTIVE).order_by(
            "user__last_name", "user__first_name", "id"
        ),
        {"companies": list({row.company_id for row in rows})},
        extra_columns=("user_id", "company_id", "role", "accesses", *shown),
    )


async def _readers_of_rows(
    info: Info, rows: Sequence[Any], viewers: Sequence[Viewer], people: Sequence[P]
) -> list[Iterator[P]]:
    """Return for each row those of the people whose viewer sees it."""
    seen = await seen_by(info.context, model_of(rows[0]), [row.pk for row in rows], viewers)
    return [_readers_of_row(row.pk, people, seen) for row in rows]


def _readers_of_row(
    key: UUID, people: Sequence[P], seen: Sequence[Collection[UUID]]
) -> Iterator[P]:
    return (person for person, keys in zip(people, seen, strict=True) if key in keys)
