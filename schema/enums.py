"""The enums of the models and resolvers, made known to GraphQL with their descriptions."""

import ast
import inspect
import textwrap
from enum import StrEnum
from itertools import pairwise

import strawberry

import models
from permissions import AskWho
from resolvers.authentication.session_token import TokenDelivery
from resolvers.claim import ClaimOrder
from resolvers.contact import ContactTopic
from resolvers.invoice import InvoiceOrder
from schema.description import text_of

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
    models.SecurityEventKind,
    models.SettlementLineKind,
    models.SettlementStatus,
    models.TwoFactorMethod,
    models.UserStatus,
)


def member_docs(enum: type[StrEnum]) -> dict[str, str]:
    """Return the descriptions below the members in the source, by their names."""
    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(enum))).body
    assert isinstance(definition, ast.ClassDef)
    found = {}
    for member, text in pairwise(definition.body):
        if (
            isinstance(member, ast.Assign)
            and isinstance(text, ast.Expr)
            and isinstance(text.value, ast.Constant)
        ):
            found[ast.unparse(member.targets[0])] = " ".join(str(text.value.value).split())
    return found


for enum in ENUMS:
    if not hasattr(
        enum, "__strawberry_definition__"
    ):  # Strawberry has met those of the input types by itself
        strawberry.enum(enum)
    definition = enum.__strawberry_definition__  # type: ignore[attr-defined]
    definition.description = text_of(enum)
    for value in definition.values:
        value.description = member_docs(enum).get(value.name)
