"""Who is asking."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from models import Access, ManagerKind, Role

MANAGERS = frozenset({Role.CONTRACT_MANAGER, Role.HEALTH_MANAGER})
CLIENTS = frozenset({Role.ADMINISTRATOR, Role.USER})

ROLE_OF_MANAGER = {ManagerKind.CONTRACT: Role.CONTRACT_MANAGER, ManagerKind.HEALTH: Role.HEALTH_MANAGER}
ACCESSES_OF_MANAGER = {
    ManagerKind.CONTRACT: frozenset({Access.INVOICES}),
    ManagerKind.HEALTH: frozenset({Access.CLAIMS, Access.SETTLEMENTS}),
}
"""What each manager works on, and no more: health data is not the contract manager's (DPO art. 2-3)."""


@dataclass(frozen=True, slots=True)
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


def with_slots(viewer: Viewer, slot: Callable[[str], Any]) -> Viewer:
    """The viewer with a slot for each key that differs between two of the same role and accesses; None stays None."""
    keys = ("user_id", "company_id", "manager_id")
    return replace(viewer, **{key: slot(key) for key in keys if getattr(viewer, key) is not None})
