"""Security events of accounts, written in the transaction of their cause."""

from collections.abc import Collection
from datetime import UTC, datetime
from uuid import UUID

import models
from models import Access, SecurityEventKind, TwoFactorMethod
from pipeline.context import Context


async def record(
    context: Context,
    kind: SecurityEventKind,
    user_id: UUID | None,
    *,
    company_id: UUID | None = None,
    accesses: Collection[Access] = (),
    method: TwoFactorMethod | None = None,
) -> None:
    """Record an event of a user's account, with the viewer as its actor.

    `company_id` is set where the event is about one company only.
    """
    await models.SecurityEvent.create(
        user_id=user_id,
        company_id=company_id,
        kind=kind,
        at=datetime.now(UTC),  # not the operation's time, so that several events keep their order
        actor=context.viewer.name if context.viewer is not None else "",
        accesses=frozenset(accesses),
        method=method,
        device=context.client.device,
        place=context.client.place,
    )


async def record_accesses(
    context: Context, membership: models.Membership, before: Collection[Access]
) -> None:
    """Record the accesses that a membership has gained and lost."""
    changes = {
        SecurityEventKind.ACCESS_GRANTED: membership.accesses - set(before),
        SecurityEventKind.ACCESS_WITHDRAWN: set(before) - membership.accesses,
    }
    for kind, accesses in changes.items():
        if accesses:
            await record(
                context,
                kind,
                membership.user_id,
                company_id=membership.company_id,
                accesses=accesses,
            )
