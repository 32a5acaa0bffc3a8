"""Who may: the viewer, the rules, who grants what, and which rows one reaches."""

from permissions.claim import DeclareClaims, HandleClaims, SeeClaims
from permissions.company import SeeCompany
from permissions.document import ReopenMedicalDocuments, SeeDocuments, UploadDocuments, reopening
from permissions.grants import GRANTED_BY, AskWho, grantable_by
from permissions.invoice import SeeInvoices
from permissions.reach import LOCK_OF, assigned, colleagues, own_account, own_events, own_memberships, own_sessions, reach
from permissions.rule import Anyone, Missing, Rule, SignedIn
from permissions.settlement import SeeSettlementLines, SeeSettlements
from permissions.user import (
    AddMemberships,
    ChangeOwnSignIn,
    ChangePersonalInformation,
    ChangeSecondFactor,
    DecideFactorResets,
    EndOwnSessions,
    GrantUserManagement,
    ManageUsers,
    SeeOwnAccount,
    SeeSecurityEvents,
    SeeUsers,
    StartFactorResets,
)
from permissions.viewer import ACCESSES_OF_MANAGER, CLIENTS, MANAGERS, ROLE_OF_MANAGER, Viewer, in_office, seated

RULES: tuple[type[Rule], ...] = (
    SeeOwnAccount,
    ChangeOwnSignIn,
    EndOwnSessions,
    ChangeSecondFactor,
    SeeCompany,
    SeeUsers,
    ManageUsers,
    SeeSecurityEvents,
    GrantUserManagement,
    StartFactorResets,
    DecideFactorResets,
    AddMemberships,
    ChangePersonalInformation,
    SeeClaims,
    DeclareClaims,
    HandleClaims,
    SeeDocuments,
    UploadDocuments,
    ReopenMedicalDocuments,
    SeeSettlements,
    SeeSettlementLines,
    SeeInvoices,
)
"""Every rule that somebody can be refused by, in the order of the catalogue."""

__all__ = [
    "ACCESSES_OF_MANAGER",
    "CLIENTS",
    "GRANTED_BY",
    "LOCK_OF",
    "MANAGERS",
    "ROLE_OF_MANAGER",
    "RULES",
    "AddMemberships",
    "Anyone",
    "AskWho",
    "ChangeOwnSignIn",
    "ChangePersonalInformation",
    "ChangeSecondFactor",
    "DecideFactorResets",
    "DeclareClaims",
    "EndOwnSessions",
    "GrantUserManagement",
    "HandleClaims",
    "ManageUsers",
    "Missing",
    "ReopenMedicalDocuments",
    "Rule",
    "SeeClaims",
    "SeeCompany",
    "SeeDocuments",
    "SeeInvoices",
    "SeeOwnAccount",
    "SeeSecurityEvents",
    "SeeSettlementLines",
    "SeeSettlements",
    "SeeUsers",
    "SignedIn",
    "StartFactorResets",
    "UploadDocuments",
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
