"""Who is asking."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from uuid import UUID

import models
from models import Access, ManagerKind, Role

MANAGERS = frozenset({Role.CONTRACT_MANAGER, Role.HEALTH_MANAGER})
CLIENTS = frozenset({Role.ADMINISTRATOR, Role.USER})

MANAGER_ROLES = {
    ManagerKind.CONTRACT: Role.CONTRACT_MANAGER,
    ManagerKind.HEALTH: Role.HEALTH_MANAGER,
}
MANAGER_ACCESSES = {
    ManagerKind.CONTRACT: frozenset({Access.INVOICES}),
    ManagerKind.HEALTH: frozenset({Access.CLAIMS, Access.SETTLEMENTS}),
}
"""What each manager works on, and no more: health data is not the contract manager's (DPO art. 2-3)."""

NO_SESSION = UUID(int=0)

KEYS = ("session_id", "user_id", "company_id", "membership_id", "manager_id")


@dataclass(frozen=True)
class Viewer:
    """Somebody signed in with both factors, in one capacity.

    A client acts for one company (`company_id`, `membership_id`); a manager (`manager_id`) for all those assigned.
    """

    session_id: UUID
    user_id: UUID
    name: str
    role: Role
    accesses: frozenset[Access]
    company_id: UUID | None = None
    membership_id: UUID | None = None
    manager_id: UUID | None = None
    fresh: bool = False
    """Whether the second factor was proved a short time ago, as some rules ask (step-up)."""

    @cached_property
    def slots(self) -> Mapping[str, UUID | None]:
        """What differs between two viewers of the same role and accesses, by the names of the slots that stand for it."""
        return {f"viewer.{key}": getattr(self, key) for key in KEYS}


def viewer_of_membership(membership: models.Membership) -> Viewer:
    """Whom a session of this membership would stand for, its second factor proved a moment ago."""
    role, accesses = membership.role, membership.accesses
    return Viewer(
        NO_SESSION,
        membership.user_id,
        "",
        role,
        accesses,
        membership.company_id,
        membership.pk,
        fresh=True,
    )


def viewer_of_manager(manager: models.Manager) -> Viewer:
    """Whom a session of this manager would stand for, its second factor proved a moment ago."""
    role, accesses = MANAGER_ROLES[manager.kind], MANAGER_ACCESSES[manager.kind]
    return Viewer(
        NO_SESSION, manager.user_id, "", role, accesses, manager_id=manager.pk, fresh=True
    )


def parameterize(viewer: Viewer, slot: Callable[[str], Any]) -> Viewer:
    """The viewer with slots for what differs between two of the same role and accesses; None stays None."""
    return replace(
        viewer, **{key: slot(f"viewer.{key}") for key in KEYS if getattr(viewer, key) is not None}
    )
