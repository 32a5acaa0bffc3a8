"""Grants: the role that opens each access, for refusals and for the checks of mutations."""

from collections.abc import Mapping
from enum import StrEnum

from models import Access, Role


class AskWho(StrEnum):
    """Kind of contact."""

    ADMINISTRATOR = "ADMINISTRATOR"
    """Administrator of the viewer's company who manages its users."""
    CONTRACT_MANAGER = "CONTRACT_MANAGER"
    """Contract manager of the viewer's company."""
    HEALTH_MANAGER = "HEALTH_MANAGER"
    """Health manager of the viewer's company."""
    HOTLINE = "HOTLINE"
    """Hotline of the insurer."""


GRANTED_BY: Mapping[Access, AskWho] = {
    Access.CLAIMS: AskWho.ADMINISTRATOR,
    Access.SETTLEMENTS: AskWho.ADMINISTRATOR,
    Access.INVOICES: AskWho.ADMINISTRATOR,
    Access.USER_MANAGEMENT: AskWho.CONTRACT_MANAGER,
}
"""Role that grants and withdraws each access, and therefore whom to ask for it."""


def grantable_accesses(role: Role) -> frozenset[Access]:
    """Return the accesses that a viewer in this role may grant to and withdraw from others."""
    return frozenset(
        access for access, granter in GRANTED_BY.items() if granter.value == role.value
    )
