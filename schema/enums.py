"""The enums of the models and resolvers, made known to GraphQL with their descriptions."""

import inspect
from enum import StrEnum

import strawberry

import models
from permissions import AskWho
from resolvers.claim import ClaimOrder
from resolvers.contact import ContactTopic
from resolvers.invoice import InvoiceOrder
from resolvers.session import TokenDelivery

ENUMS: tuple[type[StrEnum], ...] = (
    AskWho,
    ClaimOrder,
    ContactTopic,
    InvoiceOrder,
    TokenDelivery,
    models.Access,
    models.ClaimEventKind,
    models.ClaimKind,
    models.ClaimStatus,
    models.CoverDecision,
    models.DatePrecision,
    models.DocumentCategory,
    models.InvoiceStatus,
    models.Language,
    models.Line,
    models.ManagerKind,
    models.Role,
    models.SettlementLineKind,
    models.SettlementStatus,
    models.TwoFactorMethod,
    models.UserStatus,
)

for enum in ENUMS:
    if not hasattr(enum, "__strawberry_definition__"):  # Strawberry has met those of the input types by itself
        strawberry.enum(enum)
    enum.__strawberry_definition__.description = inspect.getdoc(enum)  # type: ignore[attr-defined]
