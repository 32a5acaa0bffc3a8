"""Database tables, their enums, and the rules that concern one row alone."""

from models.claim import (
    TRANSITIONS,
    Claim,
    ClaimEvent,
    ClaimEventKind,
    ClaimKind,
    ClaimStatus,
    CoverDecision,
    DatePrecision,
)
from models.company import Company, Contract, Line
from models.document import Document, DocumentCategory
from models.factor_reset import FactorReset
from models.fields import Language
from models.idempotency_record import IdempotencyRecord
from models.incapacity import IncapacityPeriod, find_history_error
from models.invoice import Invoice, InvoiceStatus
from models.label import label
from models.manager import Manager, ManagerKind
from models.membership import Access, Membership, Role
from models.passkey import Passkey, PasskeyCeremony
from models.rate_bucket import RateBucket
from models.security_event import SecurityEvent, SecurityEventKind
from models.session import (
    CodePurpose,
    LinkPurpose,
    OneTimeCode,
    OneTimeLink,
    RecoveryCode,
    Session,
    hash_token,
    new_token,
)
from models.settlement import Settlement, SettlementLine, SettlementLineKind, SettlementStatus
from models.sign_in_delay import SignInDelay, delay_after
from models.user import TwoFactorMethod, User, UserStatus, new_identifier

__all__ = [
    "TRANSITIONS",
    "Access",
    "Claim",
    "ClaimEvent",
    "ClaimEventKind",
    "ClaimKind",
    "ClaimStatus",
    "CodePurpose",
    "Company",
    "Contract",
    "CoverDecision",
    "DatePrecision",
    "Document",
    "DocumentCategory",
    "FactorReset",
    "IdempotencyRecord",
    "IncapacityPeriod",
    "Invoice",
    "InvoiceStatus",
    "Language",
    "Line",
    "LinkPurpose",
    "Manager",
    "ManagerKind",
    "Membership",
    "OneTimeCode",
    "OneTimeLink",
    "Passkey",
    "PasskeyCeremony",
    "RateBucket",
    "RecoveryCode",
    "Role",
    "SecurityEvent",
    "SecurityEventKind",
    "Session",
    "Settlement",
    "SettlementLine",
    "SettlementLineKind",
    "SettlementStatus",
    "SignInDelay",
    "TwoFactorMethod",
    "User",
    "UserStatus",
    "delay_after",
    "find_history_error",
    "hash_token",
    "label",
    "new_identifier",
    "new_token",
]
