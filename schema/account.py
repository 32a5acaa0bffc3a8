"""The viewer's own account: second factor and passkeys, open sessions, security events."""

from datetime import datetime

import strawberry

import models
from models import Access, SecurityEventKind, TwoFactorMethod
from permissions.company import SeeCompany
from permissions.user import SeeOwnAccount
from resolvers.authentication.account import (
    list_companies_of_events,
    list_own_events,
    list_users_of_events,
)
from resolvers.parts import list_accesses
from schema.company import Company
from schema.connection import Connection
from schema.field import column, field
from schema.node import Node, noun
from schema.user import User

DEVICE = (
    "Browser and operating system, or the name of another client program, by the `User-Agent` "
    "header."
)


@noun(models.SecurityEvent)
class SecurityEvent(Node):
    """Security event of a user account."""

    kind: SecurityEventKind = column("Kind of event.")
    at: datetime = column("Timestamp of the event.")
    actor: str = column(
        "Name of the person who caused the event, as it was at the time; empty if nobody was "
        "signed in."
    )
    user: User | None = field(list_users_of_events, needs=SeeOwnAccount)
    company: Company | None = field(list_companies_of_events, needs=SeeCompany)
    accesses: list[Access] = field(
        list_accesses,
        needs=SeeOwnAccount,
        description="Accesses that were granted or withdrawn; empty if the event concerns none.",
    )
    method: TwoFactorMethod | None = column(
        "Second factor that the event concerns; null if it concerns none."
    )
    device: str = column(DEVICE)
    place: str = column(
        "Network from which the request came, such as `203.0.113.0/24`; empty if it is unknown."
    )


@strawberry.type
class OwnPasskey:
    """Passkey of the viewer. Only its owner sees it, so it has no global ID."""

    passkey_id: strawberry.ID = column("ID of the passkey, for `removePasskey` only.")
    name: str = column("Name that the owner gave the passkey, at most 60 characters.")
    created_at: datetime = column("Timestamp of the registration.")
    last_used_at: datetime | None = column(
        "Timestamp of the last use; null if it was never used since the registration."
    )


@strawberry.type
class Account:
    """Sign-in settings of the viewer's own account, and its security events."""

    method: TwoFactorMethod = column("Second factor in force.")
    masked_destination: str | None = column(
        "Masked e-mail address or phone number that codes are sent to; null for an authenticator "
        "app and a passkey."
    )
    set_at: datetime | None = column(
        "Timestamp of the last change of the second factor; null if it is still the initial one, "
        "by e-mail."
    )
    recovery_codes_left: int = column("Number of unused recovery codes.")
    passkeys: list[OwnPasskey] = column(
        "Passkeys of the account, oldest first; empty if there are none."
    )
    passkey_alone: bool = column(
        "True if a passkey alone signs in, instead of password and second factor."
    )
    events: Connection[SecurityEvent] | None = field(list_own_events, needs=SeeOwnAccount)


@strawberry.type
class OpenSession:
    """Open session of the viewer. Only its owner sees it, so it has no global ID."""

    session_id: strawberry.ID = column("ID of the session, for `endSession` only.")
    device: str = column(DEVICE)
    place: str = column(
        "Network from which the session was started, such as `203.0.113.0/24`; empty if it is "
        "unknown."
    )
    begun_at: datetime = column("Timestamp of the sign-in.")
    last_used_at: datetime = column("Timestamp of the last request, to the minute.")
    current: bool = column("True for the session of this request.")
