"""Security events: what happened to an account, written in the transaction that did it."""

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
    """Keep that this happened to a user's account, now, by whoever is signed in; `company_id` where it is about one company only."""
    await models.SecurityEvent.create(
        user_id=user_id,
        company_id=company_id,
        kind=kind,
        at=datetime.now(UTC),  # one operation may write several, which stay in order
        actor=context.viewer.name if context.viewer is not None else "",
        accesses=frozenset(accesses),
        method=method,
        device=context.request.client.device,
        place=context.request.client.place,
    )


async def record_accesses(
    context: Context, membership: models.Membership, before: Collection[Access]
) -> None:
    """Keep which accesses a membership has more, and which less, than before."""
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
