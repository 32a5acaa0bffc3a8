"""Operation with an idempotency key: key, changes and response are one transaction.

    async with idempotent.exclusive():            one at a time; waiting needs no connection
        response = await idempotent.find(owner)   the response given before, if any
        async with idempotent.transaction():      commits all changes, or none
            await idempotent.begin()              by the first mutation that changes something
            await idempotent.keep(response)

The transaction begins late, so that no password is hashed, no mail sent and no file received in
it. Its first statement writes the key: the same key in another process waits there for its end.
"""

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from weakref import WeakValueDictionary

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from adapters.response_encryption import ResponseEncryption
from errors import RequestError
from i18n import gettext
from models import IdempotencyRecord
from permissions import Rule

_locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
"""Lock of each key that is under way in this process."""


class AnsweredConcurrently(Exception):
    """Another process has responded under this key: the changes of this one are rolled back."""


@dataclass(frozen=True, slots=True)
class IdempotencyRequest:
    """Owner and keys of a request, a digest of its content, and the rules of its mutations."""

    owner: str
    keys: Sequence[str]
    content: bytes
    rules: Collection[type[Rule]] = ()


class IdempotentOperation:
    """Operation that is carried out once."""

    def __init__(
        self,
        response_encryption: ResponseEncryption,
        request: IdempotencyRequest,
        now: datetime,
        until: datetime,
    ) -> None:
        """Ignore responses that expired before `now`; keep the new one `until` then."""
        self.response_encryption, self.request = response_encryption, request
        self.now, self.until = now, until
        self.begun = False
        self.lost = False
        """True if another process was first."""
        self.retry_later = False
        """True if a mutation asks the client to retry later, a response that is not kept."""

    @property
    def keeps_response(self) -> bool:
        """True unless a mutation asks to retry later before anything was changed."""
        return self.begun or not self.retry_later

    @asynccontextmanager
    async def exclusive(self) -> AsyncIterator[None]:
        """Wait for other operations with these keys in this process."""
        async with AsyncExitStack() as locks:
            for name in sorted(self._names(self.request.owner)):
                await locks.enter_async_context(_locks.setdefault(name, asyncio.Lock()))
            yield

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        """Commit the changes since `begin` at the end of the block; roll back if it raises."""
        async with AsyncExitStack() as self._transaction:
            yield

    async def find(self, owner: str) -> bytes | None:
        """Return the response kept for this content, or None.

        Raises `RequestError` if the key was used for other content.
        """
        names = self._names(owner)
        kept = {
            row.name: row.sealed
            for row in await IdempotencyRecord.filter(name__in=names, expires_at__gt=self.now)
        }
        if not kept:
            return None
        responses = [
            self._opened(owner, key, kept.get(name))
            for key, name in zip(self.request.keys, names, strict=True)
        ]
        return responses[0]

    async def begin(self) -> None:
        """Begin the transaction by writing the key, which another process may have taken."""
        if self.lost:
            raise AnsweredConcurrently
        if not self.begun:
            await self._transaction.enter_async_context(in_transaction())
            self.begun = True
            await self._claim()

    async def keep(self, response: bytes, *, also: str | None = None) -> None:
        """Keep the response with the changes; `also` is a second owner who may have it."""
        await self.begin()
        for owner in filter(None, (self.request.owner, also)):
            rows = [
                IdempotencyRecord(
                    name=name,
                    sealed=self.response_encryption.encrypt(
                        owner, key, self.request.content, response
                    ),
                    expires_at=self.until,
                )
                for key, name in zip(self.request.keys, self._names(owner), strict=True)
            ]
            await IdempotencyRecord.bulk_create(
                rows, on_conflict=["name"], update_fields=["sealed", "expires_at"]
            )

    async def _claim(self) -> None:
        names = self._names(self.request.owner)
        await IdempotencyRecord.filter(name__in=names, expires_at__lte=self.now).delete()
        try:
            await IdempotencyRecord.bulk_create(
                IdempotencyRecord(name=name, sealed=b"", expires_at=self.until)
                for name in sorted(names)
            )
        except IntegrityError:
            self.lost = True
            raise AnsweredConcurrently from None

    def _opened(self, owner: str, key: str, sealed: bytes | None) -> bytes:
        response = (
            self.response_encryption.decrypt(owner, key, self.request.content, sealed)
            if sealed is not None
            else None
        )
        if response is None:
            raise RequestError(
                422,
                "IDEMPOTENCY_KEY_REUSED",
                gettext(
                    "This idempotency key was used for a different request: each operation needs a new key."
                ),
            )
        return response

    def _names(self, owner: str) -> list[str]:
        return [self.response_encryption.record_name(owner, key) for key in self.request.keys]
