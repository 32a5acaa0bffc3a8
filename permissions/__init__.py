"""Permissions: the viewer, the rules, the grants of accesses, and the rows in reach.

A rule is entered once, as a class in the module of its noun: `from permissions.claim import SeeClaims`.
"""

from permissions import claim, company, document, invoice, settlement, user
from permissions.document import reopening
from permissions.grants import GRANTED_BY, AskWho, grantable_by
from permissions.reach import (
    LOCK_OF,
    assigned,
    colleagues,
    own_account,
    own_events,
    own_memberships,
    own_sessions,
    reach,
)
from permissions.rule import Anyone, Missing, Rule, SignedIn, rules_of
from permissions.viewer import (
    ACCESSES_OF_MANAGER,
    CLIENTS,
    MANAGERS,
    ROLE_OF_MANAGER,
    Viewer,
    in_office,
    seated,
)

RULES: tuple[type[Rule], ...] = rules_of(user, company, claim, document, settlement, invoice)
"""Every rule that can refuse somebody, in the order of the catalogue: module by module, in each as they are defined."""

__all__ = [
    "ACCESSES_OF_MANAGER",
    "CLIENTS",
    "GRANTED_BY",
    "LOCK_OF",
    "MANAGERS",
    "ROLE_OF_MANAGER",
    "RULES",
    "Anyone",
    "AskWho",
    "Missing",
    "Rule",
    "SignedIn",
    "Viewer",
    "assigned",
    "colleagues",
    "grantable_by",
    "in_office",
    "own_account",
    "own_events",
    "own_memberships",
    "own_sessions",
    "reach",
    "reopening",
    "seated",
]
