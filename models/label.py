"""How people call the members of the enums: the insurer's words, said in the reader's language."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias

from languages import later, say
from models.claim import ClaimEventKind, ClaimKind, ClaimStatus, CoverDecision, DatePrecision
from models.company import Line
from models.document import DocumentCategory
from models.fields import Language
from models.invoice import InvoiceStatus
from models.manager import ManagerKind
from models.membership import Access, Role
from models.security_event import SecurityEventKind
from models.settlement import SettlementLineKind, SettlementStatus
from models.user import TwoFactorMethod, UserStatus

Labels: TypeAlias = Mapping[type[StrEnum], Mapping[StrEnum, str]]

LABELS: Labels = {
    Access: {
        Access.CLAIMS: later("Claims"),
        Access.SETTLEMENTS: later("Settlements"),
        Access.INVOICES: later("Premium invoices"),
        Access.USER_MANAGEMENT: later("User management"),
    },
    ClaimEventKind: {
        ClaimEventKind.DRAFTED: later("Declaration begun"),
        ClaimEventKind.UPDATED: later("Declaration changed"),
        ClaimEventKind.SUBMITTED: later("Declaration submitted"),
        ClaimEventKind.REGISTERED: later("Claim registered"),
        ClaimEventKind.REVIEW_STARTED: later("Examination begun"),
        ClaimEventKind.INFORMATION_REQUESTED: later("Information requested"),
        ClaimEventKind.INFORMATION_PROVIDED: later("Information provided"),
        ClaimEventKind.ACCEPTED: later("Claim accepted"),
        ClaimEventKind.REFUSED: later("Claim refused"),
        ClaimEventKind.CLOSED: later("Claim closed"),
        ClaimEventKind.REOPENED: later("Claim reopened"),
        ClaimEventKind.DOCUMENT_ADDED: later("Document added"),
        ClaimEventKind.DOCUMENT_REMOVED: later("Document removed"),
    },
    ClaimKind: {
        ClaimKind.OCCUPATIONAL_ACCIDENT: later("Occupational accident"),
        ClaimKind.NON_OCCUPATIONAL_ACCIDENT: later("Non-occupational accident"),
        ClaimKind.OCCUPATIONAL_DISEASE: later("Occupational disease"),
        ClaimKind.DENTAL_DAMAGE: later("Dental damage"),
        ClaimKind.RELAPSE: later("Relapse"),
        ClaimKind.ILLNESS: later("Illness"),
        ClaimKind.MATERNITY: later("Maternity"),
        ClaimKind.DEATH: later("Death"),
    },
    ClaimStatus: {
        ClaimStatus.DRAFT: later("Draft"),
        ClaimStatus.SUBMITTED: later("Submitted"),
        ClaimStatus.REGISTERED: later("Registered"),
        ClaimStatus.IN_REVIEW: later("Under examination"),
        ClaimStatus.INFORMATION_REQUESTED: later("Waiting for information"),
        ClaimStatus.ACCEPTED: later("Accepted"),
        ClaimStatus.REFUSED: later("Refused"),
        ClaimStatus.CLOSED: later("Closed"),
        ClaimStatus.REOPENED: later("Reopened"),
    },
    CoverDecision: {
        CoverDecision.UNDECIDED: later("Not decided yet"),
        CoverDecision.ACCEPTED: later("Covered"),
        CoverDecision.DECLINED: later("Not covered"),
    },
    DatePrecision: {
        DatePrecision.EXACT: later("Exact date"),
        DatePrecision.APPROXIMATE: later("Approximate date"),
        DatePrecision.CLARIFYING: later("Date being clarified"),
    },
    DocumentCategory: {
        DocumentCategory.GENERAL: later("General document"),
        DocumentCategory.MEDICAL: later("Medical document"),
    },
    InvoiceStatus: {
        InvoiceStatus.OPEN: later("To be paid"),
        InvoiceStatus.PAID: later("Paid"),
        InvoiceStatus.OVERDUE: later("Overdue"),
        InvoiceStatus.CANCELLED: later("Cancelled"),
    },
    Language: {
        Language.FR: later("French"),
        Language.DE: later("German"),
        Language.IT: later("Italian"),
        Language.EN: later("English"),
    },
    Line: {
        Line.LAA: later("Compulsory accident insurance (UVG)"),
        Line.LAAC: later("Supplementary accident insurance (UVGZ)"),
        Line.IJM: later("Daily sickness allowance (KTG)"),
    },
    ManagerKind: {
        ManagerKind.CONTRACT: later("Contracts and platform"),
        ManagerKind.HEALTH: later("Claims and settlements"),
    },
    Role: {
        Role.ADMINISTRATOR: later("Administrator"),
        Role.USER: later("User"),
        Role.CONTRACT_MANAGER: later("Contract manager"),
        Role.HEALTH_MANAGER: later("Health manager"),
    },
    SecurityEventKind: {
        SecurityEventKind.SIGNED_IN: later("Signed in"),
        SecurityEventKind.SIGN_IN_FAILED: later("Sign-in failed"),
        SecurityEventKind.CODE_FAILED: later("Wrong second factor"),
        SecurityEventKind.NEW_DEVICE: later("Signed in from a new device"),
        SecurityEventKind.PROVED_AGAIN: later("Second factor proved again"),
        SecurityEventKind.PASSWORD_CHANGED: later("Password changed"),
        SecurityEventKind.PASSWORD_VOIDED: later("Password void"),
        SecurityEventKind.METHOD_CHANGED: later("Second factor changed"),
        SecurityEventKind.RECOVERY_CODE_USED: later("Recovery code used"),
        SecurityEventKind.RECOVERY_CODES_RENEWED: later("Recovery codes renewed"),
        SecurityEventKind.PASSKEY_ADDED: later("Passkey added"),
        SecurityEventKind.PASSKEY_REMOVED: later("Passkey removed"),
        SecurityEventKind.PARTICULARS_CHANGED: later("E-mail address or phone number changed"),
        SecurityEventKind.ACCESS_GRANTED: later("Access granted"),
        SecurityEventKind.ACCESS_WITHDRAWN: later("Access withdrawn"),
        SecurityEventKind.ROLE_CHANGED: later("Role changed"),
        SecurityEventKind.ADDED_TO_COMPANY: later("Added to a company"),
        SecurityEventKind.REMOVED_FROM_COMPANY: later("Removed from a company"),
        SecurityEventKind.SESSION_ENDED: later("Session ended"),
        SecurityEventKind.FACTOR_RESET_STARTED: later("Reset of the second factor asked for"),
        SecurityEventKind.FACTOR_RESET_APPROVED: later("Reset of the second factor approved"),
        SecurityEventKind.FACTOR_RESET_REFUSED: later("Reset of the second factor refused"),
    },
    SettlementLineKind: {
        SettlementLineKind.DAILY_ALLOWANCE: later("Daily allowance"),
        SettlementLineKind.HOSPITAL_DEDUCTION: later("Hospital deduction"),
        SettlementLineKind.MEDICAL_COSTS: later("Medical costs"),
        SettlementLineKind.CORRECTION: later("Correction"),
    },
    SettlementStatus: {
        SettlementStatus.PROVISIONAL: later("Provisional settlement"),
        SettlementStatus.FINAL: later("Final settlement"),
    },
    TwoFactorMethod: {
        TwoFactorMethod.TOTP: later("Authenticator app"),
        TwoFactorMethod.EMAIL: later("Code by e-mail"),
        TwoFactorMethod.SMS: later("Code by text message"),
        TwoFactorMethod.PASSKEY: later("Passkey"),
    },
    UserStatus: {
        UserStatus.INVITED: later("Invited"),
        UserStatus.ACTIVE: later("Active"),
        UserStatus.SUSPENDED: later("Suspended"),
    },
}
"""Of each enum that is kept: its members' labels in English."""


def label(member: StrEnum) -> str:
    """The member's label in the reader's language."""
    return say(LABELS[type(member)][member])
