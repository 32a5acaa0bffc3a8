"""Rate limiter: charges the session of a request, or else its network address.

Sessions have points, addresses have requests.

Each request is charged one point on admission, before its body is read; an operation of a session
is charged the rest of its cost once it is measured. A token that this process knows is charged to
its session. An unknown one is looked up at the expense of its address, which gets the point back if
the token is valid. From an address over its limit, one unknown token a second is looked up:
colleagues behind the same address get in, and a flood of forged tokens does not reach the database.
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from math import ceil
from typing import Any, Final
from uuid import UUID

from errors import RequestError
from execution.lru_cache import LRUCache
from i18n import activate_preferred, get_language, gettext
from permissions import Viewer
from pipeline.client import address_key_of
from pipeline.rate_limiter.lease import Lease, Leases
from settings.limits import BYTES_A_POINT

CACHED: Final = 10_000
"""Capacity of the LRU caches of known tokens and of addresses over their limit."""


@dataclass(slots=True)
class Charge:
    """Charge of one request to a lease of a bucket."""

    lease: Lease
    anonymous: bool
    paid: int = 0
    requested: int = 1
    """Cost of the operation, once it is measured."""

    def formatted(self) -> dict[str, Any]:
        """Return the points left in the bucket, and the moment when it is full again."""
        left, rate = self.lease.left(), self.lease.rate
        return {
            "remaining": int(left),
            "resetAt": _timestamp(int(time.time() + (rate.most - left) / rate.refill) + 1),
        }


class RateLimiter:
    """Rate limiter of one process."""

    def __init__(self, sessions: Leases, anonymous: Leases, uploads: int) -> None:
        self._sessions, self._anonymous = sessions, anonymous
        self._uploads, self._most_uploads = Counter[str](), uploads
        """Uploads under way, by session."""
        self._known: LRUCache[str, tuple[Lease, str]] = LRUCache(CACHED)
        """Lease of the session and language of the last response, by the hash of its token."""
        self._looked_up: LRUCache[str, float] = LRUCache(CACHED)

    async def admit(self, address: str, token: str | None) -> Charge:
        """Admit a request, or raise `RequestError` (429); a refusal costs no statement."""
        known = self._known.find(token) if token is not None else None
        if known is None:
            return await self._admit_anonymous(address, token)
        lease, language = known
        if not lease.spend(1):
            await self._charge_admission(self._sessions, lease, language)
        return Charge(lease, False, 1)

    async def reassign(
        self, charge: Charge, viewer: Viewer | None, address: str, token: str
    ) -> None:
        """Move the charge to the session, or to the address, now that the token was looked up."""
        if (viewer is None) is charge.anonymous and charge.paid:
            return
        if viewer is None:  # the token is of no live session
            self._known.drop(token)
            leases, lease = self._anonymous, self._anonymous.find(address_key_of(address))
        else:
            charge.lease.points += charge.paid
            leases, lease = self._sessions, self._sessions.find(str(viewer.session_id))
            self._known.keep(token, (lease, get_language()))
        charge.lease, charge.anonymous, charge.paid = lease, viewer is None, 0
        await self._take(leases, lease, 1)
        charge.paid = 1

    async def pay(self, charge: Charge) -> None:
        """Take the cost of an operation beyond what was paid.

        Anonymous requests cost one, whatever they select. Raises `RequestError` (429).
        """
        owed = charge.requested - charge.paid
        if owed > 0 and not charge.anonymous and not charge.lease.spend(owed):
            await self._take(self._sessions, charge.lease, owed)

    @asynccontextmanager
    async def admit_upload(self, charge: Charge, length: int) -> AsyncIterator[None]:
        """Charge an upload by its length, and count it while it is under way.

        A session has few uploads at once; raises `RequestError` (429) before a byte is received.
        """
        lease = charge.lease
        if self._uploads[lease.key] >= self._most_uploads:
            raise _rate_limited(1)
        self._uploads[lease.key] += 1
        try:
            await self._take(self._sessions, lease, ceil(length / BYTES_A_POINT))
            yield
        finally:
            self._uploads -= Counter((lease.key,))  # drops zeros

    async def charge_link(self, session_id: UUID) -> None:
        """Take one point for a download link of a session.

        Links have a bucket of their own: following them takes no points from operations.
        """
        await self._take(self._sessions, self._sessions.find(f"{session_id} links"), 1)

    async def _admit_anonymous(self, address: str, token: str | None) -> Charge:
        key = address_key_of(address)
        lease = self._anonymous.find(key)
        if token is not None and lease.wait(1) and self._may_look_up(key):
            return Charge(lease, True)
        await self._charge_admission(self._anonymous, lease)
        return Charge(lease, True, 1)

    async def _charge_admission(self, leases: Leases, lease: Lease, language: str = "") -> None:
        """Take one point on admission; delay the refusal of a client that goes on regardless."""
        if waiting := await leases.take(lease, 1):
            if language:
                activate_preferred(language)
            if delay := lease.refusal_delay():
                await asyncio.sleep(delay)
            raise _rate_limited(waiting)

    async def _take(self, leases: Leases, lease: Lease, cost: int) -> None:
        if waiting := await leases.take(lease, cost):
            raise _rate_limited(waiting)

    def _may_look_up(self, key: str) -> bool:
        """Return True once a second for an address over its limit: look up an unknown token."""
        now = time.monotonic()
        if now - (self._looked_up.find(key) or 0) < 1:
            return False
        self._looked_up.keep(key, now)
        return True


def _rate_limited(waiting: float) -> RequestError:
    seconds = max(1, ceil(waiting))
    return RequestError(
        429,
        "RATE_LIMITED",
        gettext("Too many requests: try again in %(seconds)s s.", seconds=seconds),
        retry_after=seconds,
    )


@lru_cache(maxsize=1_000)
def _timestamp(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat()
