"""The viewer's own account: second factor in force, passkeys and security events."""

from dataclasses import dataclass
from datetime import datetime

import strawberry

import models
from data.conditions import Conditions
from data.connection import Page, get_page
from data.global_id import key_from_global_id
from data.order import order_by_time
from data.parents import Parents, reads
from data.rows import fetch_by_id
from models import SecurityEvent, TwoFactorMethod
from permissions import Viewer, own_account, own_events
from pipeline.context import Info
from resolvers.authentication.sign_in_result import mask_destination

NEWEST = order_by_time("NEWEST", "at", descending=True)


@dataclass(frozen=True, slots=True)
class OwnPasskey:
    """A passkey of the viewer."""

    passkey_id: str
    name: str
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Account:
    """Sign-in settings of the viewer."""

    method: TwoFactorMethod
    masked_destination: str | None
    set_at: datetime | None
    recovery_codes_left: int
    passkeys: list[OwnPasskey]
    passkey_alone: bool


async def get_account(viewers: Parents[Viewer], info: Info) -> list[Account]:
    """Sign-in settings of the viewer's own account."""
    user = await own_account(models.User, info.context.signed_in()).get()
    passkeys = await models.Passkey.filter(user_id=user.id).order_by("created_at", "id")
    account = Account(
        user.two_factor_method,
        mask_destination(user, user.two_factor_method),
        user.two_factor_set_at,
        await models.RecoveryCode.filter(user_id=user.id).count(),
        [OwnPasskey(one.id.hex, one.name, one.created_at, one.last_used_at) for one in passkeys],
        user.passkey_alone,
    )
    return [account for _ in viewers]


async def list_own_events(
    accounts: Parents[Account], info: Info, first: int = 20, after: str | None = None
) -> list[Page[SecurityEvent]]:
    """Security events of the viewer's own account, newest first."""
    page = await get_page(
        info, SecurityEvent, Conditions(SecurityEvent), NEWEST, first, after, scope=own_events
    )
    return [page for _ in accounts]


async def list_security_events(
    info: Info, first: int = 20, after: str | None = None, user_id: strawberry.ID | None = None
) -> Page[SecurityEvent]:
    """Security events of the accounts of the company's users, newest first.

    Args:
        user_id: Global ID of the user whose events to list; null for all users of the company.
    """
    where = Conditions(SecurityEvent)
    if user_id is not None:
        where.add_comparison("user_id", key_from_global_id(user_id, models.User, "userId"))
    return await get_page(info, SecurityEvent, where, NEWEST, first, after)


@reads("user_id")
async def list_users_of_events(
    events: Parents[SecurityEvent], info: Info
) -> list[models.User | None]:
    """User whose account the event concerns; null for a former user of the company."""
    return await fetch_by_id(info, models.User, [event.user_id for event in events])


@reads("company_id")
async def list_companies_of_events(
    events: Parents[SecurityEvent], info: Info
) -> list[models.Company | None]:
    """Company that the event concerns.

    Null if it concerns the account as such, or a company that the viewer does not act for.
    """
    return await fetch_by_id(info, models.Company, [event.company_id for event in events])
