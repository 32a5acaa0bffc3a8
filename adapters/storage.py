"""Where the bytes of documents are kept: a folder. What `receive` returned is durable.

Order of durability: temporary name, fsync of the file, rename, fsync of the folder; only then may a row name it.
"""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import aiofiles

from errors import StartError

CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True)
class Stored:
    """Bytes that were kept: under which key, how many, and their SHA-256."""

    key: str
    size: int
    sha256: str


class Storage:
    """A folder of files, each under a random key of 32 hexadecimal digits. File names never become paths."""

    def __init__(self, root: Path) -> None:
        self._root = root
        try:
            (root / "incoming").mkdir(parents=True, exist_ok=True)
            probe = root / "incoming" / f"{uuid4().hex}.probe"
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise StartError(f"The folder of the documents, {root}, cannot be written: {error.strerror}.") from None

    async def receive(self, chunks: AsyncIterator[bytes]) -> Stored:
        """Keep the bytes and return their key; if anything fails, nothing of them stays."""
        key = uuid4().hex
        temporary = self._root / "incoming" / key
        digest = hashlib.sha256()
        size = 0
        try:
            async with aiofiles.open(temporary, "xb") as file:
                async for chunk in chunks:
                    digest.update(chunk)
                    size += len(chunk)
                    await file.write(chunk)
                await file.flush()
                await asyncio.to_thread(os.fsync, file.fileno())
            await asyncio.to_thread(self._settle, temporary, self.path(key))
        except BaseException:
            with suppress(FileNotFoundError):
                temporary.unlink()
            raise
        return Stored(key, size, digest.hexdigest())

    async def remove(self, key: str) -> None:
        """Forget the bytes; a key that is already gone is no error."""
        with suppress(FileNotFoundError):
            await asyncio.to_thread(self.path(key).unlink)

    def path(self, key: str) -> Path:
        """Where the bytes of a key are."""
        return self._root / key[:2] / key

    def _settle(self, temporary: Path, final: Path) -> None:
        final.parent.mkdir(exist_ok=True)
        temporary.rename(final)
        for folder in (final.parent, self._root):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
