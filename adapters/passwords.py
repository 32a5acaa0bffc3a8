"""Password hashes: Argon2id, off the event loop, at most as many at once as there are cores."""

import asyncio
import os
import unicodedata

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerifyMismatchError

MIN_LENGTH = 12
MAX_LENGTH = 128


class Passwords:
    """Hashes and verifies passwords. `memory_kib` is the memory of one hash."""

    def __init__(self, memory_kib: int) -> None:
        self._hasher = PasswordHasher(time_cost=2, memory_cost=memory_kib, parallelism=1, type=Type.ID)
        self._slots = asyncio.Semaphore(os.cpu_count() or 1)
        self._nobody = self._hasher.hash("nobody's password")

    async def hash(self, password: str) -> str:
        """The hash to keep."""
        async with self._slots:
            return await asyncio.to_thread(self._hasher.hash, _as_kept(password))

    async def verify(self, kept: str | None, password: str) -> bool:
        """Whether the password fits; for a user without one the same work is done, and the answer is no."""
        async with self._slots:
            fits = await asyncio.to_thread(self._verify, kept or self._nobody, _as_kept(password[: MAX_LENGTH + 1]))
        return fits and kept is not None

    def outdated(self, kept: str) -> bool:
        """Whether the hash was made with weaker parameters than today's."""
        return self._hasher.check_needs_rehash(kept)

    def _verify(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, password)
        except (VerifyMismatchError, InvalidHashError):
            return False


def _as_kept(password: str) -> str:
    """One form for what is the same: keyboards write an accented letter as one character or as two (NFC). Nothing else is changed."""
    return unicodedata.normalize("NFC", password)
