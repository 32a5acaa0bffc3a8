"""Password hashes: Argon2id, off the event loop, at most as many at once as there are cores."""

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
LOOKED_AT = 4 * MAX_LENGTH
"""Characters that are looked at: written with its accents apart, a password has more of them, and what is longer still fits nothing."""

Result = TypeVar("Result")


class Passwords:
    """Hashes and verifies passwords. `memory_kib` is the memory of one hash."""

    def __init__(self, memory_kib: int) -> None:
        self._hasher = PasswordHasher(
            time_cost=2, memory_cost=memory_kib, parallelism=1, type=Type.ID
        )
        self._threads = ThreadPoolExecutor(
            os.cpu_count() or 1, "passwords"
        )  # of their own: nothing else that takes long is in the way
        self._nobody = self._hasher.hash("nobody's password")

    async def hash(self, password: str) -> str:
        """The hash to keep."""
        return await self._off_the_loop(self._hasher.hash, normalize_password(password))

    async def verify(self, kept: str | None, password: str) -> bool:
        """Whether the password fits; for a user without one the same work is done, and the answer is no."""
        fits = await self._off_the_loop(
            self._verify, kept or self._nobody, normalize_password(password)
        )
        return fits and kept is not None

    def outdated(self, kept: str) -> bool:
        """Whether the hash was made with weaker parameters than today's."""
        return self._hasher.check_needs_rehash(kept)

    async def _off_the_loop(self, work: Callable[..., Result], *arguments: str) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work, *arguments)

    def _verify(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, password)
        except (VerifyMismatchError, InvalidHashError):
            return False


def normalize_password(password: str) -> str:
    """One form for what is the same: keyboards write an accented letter as one character or as two (NFC). Nothing else is changed.

    Of what is too long for a password, enough is left to see that it is.
    """
    return unicodedata.normalize("NFC", password[:LOOKED_AT])[: MAX_LENGTH + 1]
