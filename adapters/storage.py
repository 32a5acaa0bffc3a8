"""Storage of documents in a folder. A file is durable once `save` has returned.

Order of durability: temporary name, fsync of the file, rename, fsync of the folder. Only then may a
row refer to the file.
"""

import asyncio
import fcntl
import hashlib
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import aiofiles

from errors import StartError, Unavailable
from i18n import gettext
from logs import LOG

CHUNK = 256 * 1024
PROBE = bytes(4096)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """File in the storage: its key, its size in bytes and its SHA-256 in hexadecimal digits."""

    key: str
    size: int
    sha256: str


class Storage:
    """Folder of files, each under a random key of 32 hexadecimal digits, never under its own name.

    Several processes and hosts may share it. The age of files is measured by the clock of the file
    system.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        try:
            self._incoming.mkdir(parents=True, exist_ok=True)
            self._now()
        except OSError as error:
            raise StartError(
                f"The folder of the documents, {root}, cannot be written: {error.strerror}."
            ) from None

    async def save(self, chunks: AsyncIterator[bytes]) -> StoredFile:
        """Save the bytes under a new key; raises `Unavailable` if the disk is full or failing.

        After any exception nothing is left of the file.
        """
        key = uuid4().hex
        temporary = self._incoming / key
        digest = hashlib.sha256()
        size = 0
        try:
            with _writable():
                async with aiofiles.open(temporary, "xb") as file:
                    async for chunk in chunks:
                        digest.update(chunk)
                        size += len(chunk)
                        await file.write(chunk)
                    await file.flush()
                    await asyncio.to_thread(os.fsync, file.fileno())
                await asyncio.to_thread(self._publish, temporary, self.path(key))
        except BaseException:
            for path in (temporary, self.path(key)):
                with suppress(OSError):
                    path.unlink()
            raise
        return StoredFile(key, size, digest.hexdigest())

    async def delete(self, key: str) -> None:
        """Delete a file; a missing file is no error."""
        with suppress(FileNotFoundError):
            await asyncio.to_thread(self.path(key).unlink)

    def path(self, key: str) -> Path:
        """Return the path of a file."""
        return self._root / key[:2] / key

    def probe(self, content: bytes = PROBE) -> float:
        """Write and delete a small file; returns its modification time, or raises `OSError`."""
        probe = self._incoming / f"{uuid4().hex}.probe"
        try:
            probe.write_bytes(content)
            return probe.stat().st_mtime
        finally:
            probe.unlink(missing_ok=True)

    def delete_incomplete_uploads(self, age: float) -> int:
        """Delete incomplete uploads that were begun `age` seconds ago; returns their number."""
        stale = list(self._older(self._incoming, self._now() - age))
        for path in stale:
            path.unlink(missing_ok=True)
        return len(stale)

    def list_keys(self, age: float) -> list[str]:
        """Return the keys of all files that are at least `age` seconds old."""
        before = self._now() - age
        return [
            path.name
            for folder in self._root.glob("[0-9a-f][0-9a-f]")
            for path in self._older(folder, before)
        ]

    @contextmanager
    def try_lock(self) -> Iterator[bool]:
        """Yield True if this process holds the advisory lock of the folder until the block ends."""
        descriptor = os.open(self._root, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield True
        except BlockingIOError:
            yield False
        finally:
            os.close(descriptor)

    def _now(self) -> float:
        """Return the time by the clock of the file system; also works on a full disk."""
        return self.probe(b"")

    @property
    def _incoming(self) -> Path:
        return self._root / "incoming"

    @staticmethod
    def _older(folder: Path, before: float) -> Iterator[Path]:
        with os.scandir(folder) as entries:
            for entry in entries:
                with suppress(FileNotFoundError):  # another process has just moved it
                    if entry.is_file() and entry.stat().st_mtime < before:
                        yield Path(entry.path)

    def _publish(self, temporary: Path, final: Path) -> None:
        final.parent.mkdir(exist_ok=True)
        temporary.rename(final)
        for folder in (final.parent, self._root):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


@contextmanager
def _writable() -> Iterator[None]:
    """Turn an `OSError` of the block into `Unavailable`; the log line contains no path."""
    try:
        yield
    except OSError as error:
        LOG.warning("file not stored", errno=error.errno)
        raise Unavailable(
            gettext("Documents cannot be stored at the moment: try again later.")
        ) from error
