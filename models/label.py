"""Labels of the enum members in the insurer's terminology, translated for the reader."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias

from i18n import gettext, gettext_noop
from models.claim import ClaimKind, ClaimStatus, CoverDecision, DatePrecision
from models.claim_event import ClaimEventKind
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
        Access.CLAIMS: gettext_noop("Claims"),
        Access.SETTLEMENTS: gettext_noop("Settlements"),
        Access.INVOICES: gettext_noop("Premium invoices"),
        Access.USER_MANAGEMENT: gettext_noop("User management"),
    },
    ClaimEventKind: {
        ClaimEventKind.DRAFTED: gettext_noop("Declaration started"),
        ClaimEventKind.UPDATED: gettext_noop("Declaration changed"),
        ClaimEventKind.SUBMITTED: gettext_noop("Declaration submitted"),
        ClaimEventKind.REGISTERED: gettext_noop("Claim registered"),
        ClaimEventKind.REVIEW_STARTED: gettext_noop("Examination started"),
        ClaimEventKind.INFORMATION_REQUESTED: gettext_noop("Information requested"),
        ClaimEventKind.INFORMATION_PROVIDED: gettext_noop("Information provided"),
        ClaimEventKind.ACCEPTED: gettext_noop("Claim accepted"),
        ClaimEventKind.REFUSED: gettext_noop("Claim refused"),
        ClaimEventKind.CLOSED: gettext_noop("Claim closed"),
        ClaimEventKind.REOPENED: gettext_noop("Claim reopened"),
        ClaimEventKind.DOCUMENT_ADDED: gettext_noop("Document added"),
        ClaimEventKind.DOCUMENT_REMOVED: gettext_noop("Document removed"),
    },
    ClaimKind: {
        ClaimKind.OCCUPATIONAL_ACCIDENT: gettext_noop("Occupational accident"),
        ClaimKind.NON_OCCUPATIONAL_ACCIDENT: gettext_noop("Non-occupational accident"),
        ClaimKind.OCCUPATIONAL_DISEASE: gettext_noop("Occupational disease"),
        ClaimKind.DENTAL_DAMAGE: gettext_noop("Dental damage"),
        ClaimKind.RELAPSE: gettext_noop("Relapse"),
        ClaimKind.ILLNESS: gettext_noop("Illness"),
        ClaimKind.MATERNITY: gettext_noop("Maternity"),
        ClaimKind.DEATH: gettext_noop("Death"),
    },
    ClaimStatus: {
        ClaimStatus.DRAFT: gettext_noop("Draft"),
        ClaimStatus.SUBMITTED: gettext_noop("Submitted"),
        ClaimStatus.REGISTERED: gettext_noop("Registered"),
        ClaimStatus.IN_REVIEW: gettext_noop("Under examination"),
        ClaimStatus.INFORMATION_REQUESTED: gettext_noop("Waiting for information"),
        ClaimStatus.ACCEPTED: gettext_noop("Accepted"),
        ClaimStatus.REFUSED: gettext_noop("Refused"),
        ClaimStatus.CLOSED: gettext_noop("Closed"),
        ClaimStatus.REOPENED: gettext_noop("Reopened"),
    },
    CoverDecision: {
        CoverDecision.UNDECIDED: gettext_noop("Not decided yet"),
        CoverDecision.ACCEPTED: gettext_noop("Covered"),
        CoverDecision.DECLINED: gettext_noop("Not covered"),
    },
    DatePrecision: {
        DatePrecision.EXACT: gettext_noop("Exact date"),
        DatePrecision.APPROXIMATE: gettext_noop("Approximate date"),
        DatePrecision.CLARIFYING: gettext_noop("Date being clarified"),
    },
    DocumentCategory: {
        DocumentCategory.GENERAL: gettext_noop("General document"),
        DocumentCategory.MEDICAL: gettext_noop("Medical document"),
    },
    InvoiceStatus: {
        InvoiceStatus.OPEN: gettext_noop("To be paid"),
        InvoiceStatus.PAID: gettext_noop("Paid"),
        InvoiceStatus.OVERDUE: gettext_noop("Overdue"),
        InvoiceStatus.CANCELLED: gettext_noop("Cancelled"),
    },
    Language: {
        Language.FR: gettext_noop("French"),
        Language.DE: gettext_noop("German"),
        Language.IT: gettext_noop("Italian"),
        Language.EN: gettext_noop("English"),
    },
    Line: {
        Line.LAA: gettext_noop("Compulsory accident insurance (UVG)"),
        Line.LAAC: gettext_noop("Supplementary accident insurance (UVGZ)"),
        Line.IJM: gettext_noop("Daily sickness allowance (KTG)"),
    },
    ManagerKind: {
        ManagerKind.CONTRACT: gettext_noop("Contracts and platform"),
        ManagerKind.HEALTH: gettext_noop("Claims and settlements"),
    },
    Role: {
        Role.ADMINISTRATOR: gettext_noop("Administrator"),
        Role.USER: gettext_noop("User"),
        Role.CONTRACT_MANAGER: gettext_noop("Contract manager"),
        Role.HEALTH_MANAGER: gettext_noop("Health manager"),
    },
    SecurityEventKind: {
        SecurityEventKind.SIGNED_IN: gettext_noop("Signed in"),
        SecurityEventKind.SIGN_IN_FAILED: gettext_noop("Sign-in failed"),
        SecurityEventKind.CODE_FAILED: gettext_noop("Wrong second factor"),
        SecurityEventKind.NEW_DEVICE: gettext_noop("Signed in from a new device"),
        SecurityEventKind.PROVED_AGAIN: gettext_noop("Second factor verified again"),
        SecurityEventKind.PASSWORD_CHANGED: gettext_noop("Password changed"),
        SecurityEventKind.PASSWORD_VOIDED: gettext_noop("Password invalidated"),
        SecurityEventKind.METHOD_CHANGED: gettext_noop("Second factor changed"),
        SecurityEventKind.RECOVERY_CODE_USED: gettext_noop("Recovery code used"),
        SecurityEventKind.RECOVERY_CODES_RENEWED: gettext_noop("Recovery codes renewed"),
        SecurityEventKind.PASSKEY_ADDED: gettext_noop("Passkey added"),
        SecurityEventKind.PASSKEY_REMOVED: gettext_noop("Passkey removed"),
        SecurityEventKind.PARTICULARS_CHANGED: gettext_noop(
            "E-mail address or phone number changed"
        ),
        SecurityEventKind.ACCESS_GRANTED: gettext_noop("Access granted"),
        SecurityEventKind.ACCESS_WITHDRAWN: gettext_noop("Access withdrawn"),
        SecurityEventKind.ROLE_CHANGED: gettext_noop("Role changed"),
        SecurityEventKind.ADDED_TO_COMPANY: gettext_noop("Added to a company"),
        SecurityEventKind.REMOVED_FROM_COMPANY: gettext_noop("Removed from a company"),
        SecurityEventKind.SESSION_ENDED: gettext_noop("Session ended"),
        SecurityEventKind.FACTOR_RESET_STARTED: gettext_noop(
            "Reset of the second factor requested"
        ),
        SecurityEventKind.FACTOR_RESET_APPROVED: gettext_noop(
            "Reset of the second factor approved"
        ),
        SecurityEventKind.FACTOR_RESET_REFUSED: gettext_noop("Reset of the second factor refused"),
    },
    SettlementLineKind: {
        SettlementLineKind.DAILY_ALLOWANCE: gettext_noop("Daily allowance"),
        SettlementLineKind.HOSPITAL_DEDUCTION: gettext_noop("Hospital deduction"),
        SettlementLineKind.MEDICAL_COSTS: gettext_noop("Medical costs"),
        SettlementLineKind.CORRECTION: gettext_noop("Correction"),
    },
    SettlementStatus: {
        SettlementStatus.PROVISIONAL: gettext_noop("Provisional settlement"),
        SettlementStatus.FINAL: gettext_noop("Final settlement"),
    },
    TwoFactorMethod: {
        TwoFactorMethod.TOTP: gettext_noop("Authenticator app"),
        TwoFactorMethod.EMAIL: gettext_noop("Code by e-mail"),
        TwoFactorMethod.SMS: gettext_noop("Code by text message"),
        TwoFactorMethod.PASSKEY: gettext_noop("Passkey"),
    },
    UserStatus: {
        UserStatus.INVITED: gettext_noop("Invited"),
        UserStatus.ACTIVE: gettext_noop("Active"),
        UserStatus.SUSPENDED: gettext_noop("Suspended"),
    },
}
"""English labels of the members of each stored enum."""


def label(member: StrEnum) -> str:
    """Return the label of a member in the reader's language."""
    return gettext(LABELS[type(member)][member])
