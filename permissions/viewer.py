"""Viewer: the signed-in user in one capacity."""

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
"""Accesses of each kind of manager; health data is not for contract managers (DPO art. 2-3)."""

NO_SESSION = UUID(int=0)

PARAMETERS = ("session_id", "user_id", "company_id", "membership_id", "manager_id")
"""Attributes in which two viewers of the same role and accesses differ."""


@dataclass(frozen=True)
class Viewer:
    """User signed in with both factors, in one capacity.

    A client acts for one company (`company_id`, `membership_id`), a manager (`manager_id`) for all
    companies assigned.
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
    """True if the second factor was verified recently, as rules with step-up require."""

    @cached_property
    def parameters(self) -> Mapping[str, UUID | None]:
        """Values of the parameters that `parameterize` puts into a statement, by their names."""
        return {f"viewer.{name}": getattr(self, name) for name in PARAMETERS}


def viewer_of_membership(membership: models.Membership) -> Viewer:
    """Return the viewer of a membership, as if the second factor had just been proved."""
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
    """Return the viewer of a manager, as if the second factor had just been proved."""
    role, accesses = MANAGER_ROLES[manager.kind], MANAGER_ACCESSES[manager.kind]
    return Viewer(
        NO_SESSION, manager.user_id, "", role, accesses, manager_id=manager.pk, fresh=True
    )


def parameterize(viewer: Viewer, slot: Callable[[str], Any]) -> Viewer:
    """Return the viewer with `slot(name)` in place of each value of `parameters`; None stays None.

    A statement built for the result serves all viewers of the same role and accesses.
    """
    slots = {
        name: slot(f"viewer.{name}") for name in PARAMETERS if getattr(viewer, name) is not None
    }
    return replace(viewer, **slots)
