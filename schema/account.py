"""One's own account: how one signs in, where one is signed in, what happened to it."""

from datetime import datetime

import strawberry

import models
from models import Access, SecurityEventKind, TwoFactorMethod
from permissions.company import SeeCompany
from permissions.user import SeeOwnAccount
from resolvers.authentication.account import (
    list_companies_of_events,
    list_own_events,
    list_users_of,
)
from resolvers.parts import list_accesses
from schema.company import Company
from schema.connection import Connection
from schema.field import column, field
from schema.node import noun
from schema.user import User


@noun(models.SecurityEvent)
class SecurityEvent:
    """Something that happened to an account."""

    kind: SecurityEventKind
    at: datetime
    actor: str = column("Who did it, by the name of then; empty where nobody was signed in.")
    user: User | None = field(list_users_of, needs=SeeOwnAccount)
    company: Company | None = field(list_companies_of_events, needs=SeeCompany)
    accesses: list[Access] = field(list_accesses, needs=SeeOwnAccount)
    method: TwoFactorMethod | None = column("Which second factor it is about.")
    device: str
    place: str = column("The network that the request came from.")


@strawberry.type(description="One of one's own passkeys.")
class OwnPasskey:
    """One of one's own passkeys."""

    id: strawberry.ID = column("For `removePasskey`.")
    name: str
    created_at: datetime
    last_used_at: datetime | None


@strawberry.type(description="How one signs in.")
class Account:
    """How one signs in."""

    method: TwoFactorMethod = column("The second factor in force.")
    masked_destination: str | None = column(
        "Where codes go, masked; null for an authenticator app and a passkey."
    )
    set_at: datetime | None = column(
        "When it was chosen; null for the one that everybody begins with."
    )
    recovery_codes_left: int = column("How many recovery codes are unused.")
    passkeys: list[OwnPasskey]
    passkey_alone: bool = column(
        "Whether a passkey signs in by itself, instead of password and code."
    )
    events: Connection[SecurityEvent] | None = field(list_own_events, needs=SeeOwnAccount)


@strawberry.type(description="Where one is signed in.")
class OpenSession:
    """Where one is signed in."""

    id: strawberry.ID = column("For `endSession`.")
    device: str
    place: str = column("The network that it was begun from.")
    begun_at: datetime
    last_used_at: datetime = column("To the minute.")
    current: bool = column("Whether it is the one that asks.")
