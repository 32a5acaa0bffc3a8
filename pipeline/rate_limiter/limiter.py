"""Who pays for a request: the session whose token it bears, by points; else its network address, by requests.

Each request pays one at the door, before anything of it is read; an operation of a session pays what it costs beyond
that once it is measured. A token that this process has met goes by its session. Another one is looked up at the expense
of its address, which gets that back where the token is good. From an address that is over, one unknown token a second
is looked up: colleagues behind the same address get in, and a flood of forged ones does not reach the database.
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
from pipeline.client import line_of
from pipeline.rate_limiter.lease import Lease, Leases
from settings.limits import BYTES_A_POINT

MET: Final = 10_000
"""Tokens that are remembered, and addresses that are over."""


@dataclass(slots=True)
class Charge:
    """What one request pays, and from which lease of a bucket."""

    lease: Lease
    anonymous: bool
    paid: int = 0
    requested: int = 1
    """What the operation costs, once it is measured."""

    def formatted(self) -> dict[str, Any]:
        """What is left in the bucket, and when it is full again."""
        left, rate = self.lease.left(), self.lease.rate
        return {
            "remaining": int(left),
            "resetAt": _written(int(time.time() + (rate.most - left) / rate.refill) + 1),
        }


class RateLimiter:
    """The door of one process."""

    def __init__(self, sessions: Leases, anonymous: Leases, uploads: int) -> None:
        self._sessions, self._anonymous = sessions, anonymous
        self._uploads, self._most_uploads = Counter[str](), uploads
        """Of each session, how many are under way."""
        self._met: LRUCache[str, tuple[Lease, str]] = LRUCache(MET)
        """Of each token's hash the session's lease, and the language in which it was answered."""
        self._looked_up: LRUCache[str, float] = LRUCache(MET)

    async def admit(self, address: str, token: str | None) -> Charge:
        """Let a request in, or raise `RequestError`; a session or an address that is over costs no statement."""
        met = self._met.find(token) if token is not None else None
        if met is None:
            return await self._admit_anonymous(address, token)
        lease, language = met
        if not lease.spend(1):
            await self._charge_admission(self._sessions, lease, language)
        return Charge(lease, False, 1)

    async def settle(self, charge: Charge, viewer: Viewer | None, address: str, token: str) -> None:
        """Settle who pays, now that the token was looked up: whoever was charged at the door, or another one."""
        if (viewer is None) is charge.anonymous and charge.paid:
            return
        if viewer is None:  # the session has ended, or there was none
            self._met.drop(token)
            leases, lease = self._anonymous, self._anonymous.find(line_of(address))
        else:
            charge.lease.points += charge.paid
            leases, lease = self._sessions, self._sessions.find(str(viewer.session_id))
            self._met.keep(token, (lease, get_language()))
        charge.lease, charge.anonymous, charge.paid = lease, viewer is None, 0
        await self._take(leases, lease, 1)
        charge.paid = 1

    async def pay(self, charge: Charge) -> None:
        """Take what an operation costs beyond what was paid; a stranger's requests cost the same, whatever they ask for."""
        owed = charge.requested - charge.paid
        if owed > 0 and not charge.anonymous and not charge.lease.spend(owed):
            await self._take(self._sessions, charge.lease, owed)

    @asynccontextmanager
    async def hold_upload(self, charge: Charge, length: int) -> AsyncIterator[None]:
        """An upload of so many bytes, of which none was received: it pays by its length, and few of a session's are under way at once."""
        lease = charge.lease
        if self._uploads[lease.key] >= self._most_uploads:
            raise _rate_limited(1)
        self._uploads[lease.key] += 1
        try:
            await self._take(self._sessions, lease, ceil(length / BYTES_A_POINT))
            yield
        finally:
            self._uploads -= Counter((lease.key,))  # which keeps no zeros

    async def charge_link(self, session_id: UUID) -> None:
        """Take one point for a session's links: whoever has one takes nothing from its questions. Nothing was looked up yet."""
        await self._take(self._sessions, self._sessions.find(f"{session_id} links"), 1)

    async def _admit_anonymous(self, address: str, token: str | None) -> Charge:
        line = line_of(address)
        lease = self._anonymous.find(line)
        if token is not None and lease.wait(1) and self._looks_up(line):
            return Charge(lease, True)
        await self._charge_admission(self._anonymous, lease)
        return Charge(lease, True, 1)

    async def _charge_admission(self, leases: Leases, lease: Lease, language: str = "") -> None:
        """Take one at the door. Who does not listen gets the answer a while later: here nothing is held meanwhile."""
        if waiting := await leases.take(lease, 1):
            if language:
                activate_preferred(language)
            if patience := lease.patience():
                await asyncio.sleep(patience)
            raise _rate_limited(waiting)

    async def _take(self, leases: Leases, lease: Lease, cost: int) -> None:
        if waiting := await leases.take(lease, cost):
            raise _rate_limited(waiting)

    def _looks_up(self, line: str) -> bool:
        """Whether it is time to look up an unknown token of an address that is over."""
        now = time.monotonic()
        if now - (self._looked_up.find(line) or 0) < 1:
            return False
        self._looked_up.keep(line, now)
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
def _written(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat()
