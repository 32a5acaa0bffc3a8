"""Password hashing by Argon2id in threads, at most one for each processor core."""

import asyncio
import os
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerifyMismatchError

MIN_LENGTH = 12
MAX_LENGTH = 128
MAX_DECOMPOSED = 4 * MAX_LENGTH
"""Characters read before NFC normalisation, which shortens text with separate accents."""

Result = TypeVar("Result")


class Passwords:
    """Password hasher; `memory_kib` is the memory of one hash in KiB."""

    def __init__(self, memory_kib: int) -> None:
        self._hasher = PasswordHasher(
            time_cost=2, memory_cost=memory_kib, parallelism=1, type=Type.ID
        )
        # an own pool, so that hashing neither waits for other slow work nor delays it
        self._threads = ThreadPoolExecutor(os.cpu_count() or 1, "passwords")
        self._dummy_hash = self._hasher.hash("nobody's password")

    async def hash(self, password: str) -> str:
        """Return the hash to store."""
        return await self._run(self._hasher.hash, normalize_password(password))

    async def verify(self, password_hash: str | None, password: str) -> bool:
        """Return True if the password has this hash.

        Without a hash the result is False after the same work, so that timing reveals no accounts.
        """
        matches = await self._run(
            self._verify, password_hash or self._dummy_hash, normalize_password(password)
        )
        return matches and password_hash is not None

    def needs_rehash(self, password_hash: str) -> bool:
        """Return True if the hash was created with other parameters than the current ones."""
        return self._hasher.check_needs_rehash(password_hash)

    async def _run(self, work: Callable[..., Result], *arguments: str) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *arguments)

    def _verify(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password)
        except (VerifyMismatchError, InvalidHashError):
            return False


def normalize_password(password: str) -> str:
    """Return the password in Unicode form NFC, as keyboards write accents in different forms.

    A password over the maximal length stays too long, but is cut to bound the work.
    """
    return unicodedata.normalize("NFC", password[:MAX_DECOMPOSED])[: MAX_LENGTH + 1]
