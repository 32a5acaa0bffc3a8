"""Personas: one viewer for each role and access, for `docs/access.md` and for the tests."""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID, uuid4

from models import Access, ManagerKind, Role
from permissions.rule import Rule
from permissions.viewer import MANAGER_ACCESSES, MANAGER_ROLES, MANAGERS, Viewer

ANONYMOUS = "anonymous"
"""Name of the persona without a session."""


def persona(role: Role, *accesses: Access) -> Viewer:
    """Return a viewer in this role with these accesses, as if the second factor was just proved."""
    ids: dict[str, UUID] = (
        {"manager_id": uuid4()}
        if role in MANAGERS
        else {"company_id": uuid4(), "membership_id": uuid4()}
    )
    return Viewer(uuid4(), uuid4(), "Persona", role, frozenset(accesses), fresh=True, **ids)


def _of_manager(kind: ManagerKind) -> Viewer:
    return persona(MANAGER_ROLES[kind], *MANAGER_ACCESSES[kind])


PERSONAS: Mapping[str, Viewer | None] = MappingProxyType(
    {
        ANONYMOUS: None,
        "user": persona(Role.USER),
        "user with claims": persona(Role.USER, Access.CLAIMS),
        "user with settlements": persona(Role.USER, Access.SETTLEMENTS),
        "user with invoices": persona(Role.USER, Access.INVOICES),
        "administrator": persona(
            Role.ADMINISTRATOR, Access.CLAIMS, Access.SETTLEMENTS, Access.INVOICES
        ),
        "administrator with user management": persona(Role.ADMINISTRATOR, *Access),
        "contract manager": _of_manager(ManagerKind.CONTRACT),
        "health manager": _of_manager(ManagerKind.HEALTH),
    }
)
"""Personas by name; None is the anonymous caller."""


def allowed(rule: type[Rule]) -> frozenset[str]:
    """Return the names of the personas that a rule allows."""
    return frozenset(name for name, viewer in PERSONAS.items() if rule.allows(viewer))
