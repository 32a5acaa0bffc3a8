"""Who opens which access: one table feeds the refusals and the check on who may grant what."""

from collections.abc import Mapping
from enum import StrEnum

from models import Access, Role


class AskWho(StrEnum):
    """Whom to ask."""

    ADMINISTRATOR = "ADMINISTRATOR"
    CONTRACT_MANAGER = "CONTRACT_MANAGER"
    HEALTH_MANAGER = "HEALTH_MANAGER"
    HOTLINE = "HOTLINE"


GRANTED_BY: Mapping[Access, AskWho] = {
    Access.CLAIMS: AskWho.ADMINISTRATOR,
    Access.SETTLEMENTS: AskWho.ADMINISTRATOR,
    Access.INVOICES: AskWho.ADMINISTRATOR,
    Access.USER_MANAGEMENT: AskWho.CONTRACT_MANAGER,
}


def grantable_accesses(role: Role) -> frozenset[Access]:
    """The accesses that somebody in this role may open and close for others."""
    return frozenset(
        access for access, granter in GRANTED_BY.items() if granter.value == role.value
    )
