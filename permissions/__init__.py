"""Permissions: the viewer, the rules, the grants of accesses, and the rows in reach.

A rule is entered once, as a class in the module of its noun:
`from permissions.claim import SeeClaims`.
"""

from permissions import claim, company, document, invoice, settlement, user
from permissions.document import download_rule
from permissions.grants import GRANTED_BY, AskWho, grantable_accesses
from permissions.reach import (
    LOCKS,
    assigned_memberships,
    company_users,
    own_account,
    own_events,
    own_memberships,
    own_sessions,
    reach,
)
from permissions.rule import Anyone, MissingRequirement, Rule, SignedIn, rules_of
from permissions.viewer import (
    CLIENTS,
    MANAGER_ACCESSES,
    MANAGER_ROLES,
    MANAGERS,
    Viewer,
    viewer_of_manager,
    viewer_of_membership,
)

RULES: tuple[type[Rule], ...] = rules_of(user, company, claim, document, settlement, invoice)
"""Every rule that can refuse somebody, in the order of the catalogue: by module, as defined."""

__all__ = [
    "CLIENTS",
    "GRANTED_BY",
    "LOCKS",
    "MANAGERS",
    "MANAGER_ACCESSES",
    "MANAGER_ROLES",
    "RULES",
    "Anyone",
    "AskWho",
    "MissingRequirement",
    "Rule",
    "SignedIn",
    "Viewer",
    "assigned_memberships",
    "company_users",
    "download_rule",
    "grantable_accesses",
    "own_account",
    "own_events",
    "own_memberships",
    "own_sessions",
    "reach",
    "viewer_of_manager",
    "viewer_of_membership",
]
