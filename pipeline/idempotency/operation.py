"""An operation with a key is carried out once: the key, what is changed and the answer are one transaction.

    async with once.turn():              one at a time; who waits has no connection
        answer = await once.find(owner)  what was answered before
        async with once.changes():       all that is changed in it is kept, or nothing
            await once.begin()           by the first order that changes something
            await once.keep(answer)

The transaction begins late, so that no password is hashed, no mail sent and no file received in it. Its first statement
writes the key, so that the same key in another process waits for its end there.
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
"""Whose turn it is, for each key that is under way in this process."""


class AnsweredConcurrently(Exception):
    """Another process has answered under this key: what this one has begun is taken back."""


@dataclass(frozen=True, slots=True)
class IdempotencyRequest:
    """What was asked: by whom, under which keys of theirs, a digest of its content, and the rules of its orders."""

    owner: str
    keys: Sequence[str]
    content: bytes
    rules: Collection[type[Rule]] = ()


class IdempotentOperation:
    """One operation that is carried out once."""

    def __init__(
        self,
        response_encryption: ResponseEncryption,
        request: IdempotencyRequest,
        now: datetime,
        until: datetime,
    ) -> None:
        """Whatever was kept before `now` ended; what is kept now is so `until` then."""
        self.response_encryption, self.request, self.now, self.until = (
            response_encryption,
            request,
            now,
            until,
        )
        self.begun = False
        self.lost = False
        """Whether another process was first."""
        self.for_later = False
        """Whether an order has said to come again later, which is no answer to keep."""

    @asynccontextmanager
    async def exclusive(self) -> AsyncIterator[None]:
        """Wait for others with these keys in this process."""
        async with AsyncExitStack() as locks:
            for name in sorted(self._names(self.request.owner)):
                await locks.enter_async_context(_locks.setdefault(name, asyncio.Lock()))
            yield

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        """What is changed from `begin` on is committed at the end of the block; nothing of it where the block raises."""
        async with AsyncExitStack() as self._transaction:
            yield

    async def find(self, owner: str) -> bytes | None:
        """The answer that was given to this content; raises `RequestError` where the key was used for other content."""
        names = self._names(owner)
        kept = {
            row.name: row.sealed
            for row in await IdempotencyRecord.filter(name__in=names, expires_at__gt=self.now)
        }
        if not kept:
            return None
        answers = [
            self._opened(owner, key, kept.get(name))
            for key, name in zip(self.request.keys, names, strict=True)
        ]
        return answers[0]

    async def begin(self) -> None:
        """Begin the transaction with the key, which another process may have taken meanwhile."""
        if self.lost:
            raise AnsweredConcurrently
        if not self.begun:
            await self._transaction.enter_async_context(in_transaction())
            self.begun = True
            await self._claim()

    async def keep(self, answer: bytes, *, also: str | None = None) -> None:
        """Keep the answer with what was changed; `also` is another owner who may have it."""
        await self.begin()
        for owner in filter(None, (self.request.owner, also)):
            rows = [
                IdempotencyRecord(
                    name=name,
                    sealed=self.response_encryption.encrypt(
                        owner, key, self.request.content, answer
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
        answer = (
            self.response_encryption.decrypt(owner, key, self.request.content, sealed)
            if sealed is not None
            else None
        )
        if answer is None:
            raise RequestError(
                422,
                "IDEMPOTENCY_KEY_REUSED",
                gettext(
                    "This idempotency key was used for a different request: each operation needs a new key."
                ),
            )
        return answer

    def _names(self, owner: str) -> list[str]:
        return [self.response_encryption.record_name(owner, key) for key in self.request.keys]
