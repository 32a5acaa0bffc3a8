"""Where the bytes of documents are kept: a folder. What `receive` returned is durable.

Order of durability: temporary name, fsync of the file, rename, fsync of the folder; only then may a row name it.
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
class Stored:
    """Bytes that were kept: under which key, how many, and their SHA-256."""

    key: str
    size: int
    sha256: str


class Storage:
    """A folder of files, each under a random key of 32 hexadecimal digits. File names never become paths.

    Several processes and hosts may share it. Ages are told by the clock of the file system itself.
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

    async def receive(self, chunks: AsyncIterator[bytes]) -> Stored:
        """Keep the bytes and return their key; if anything fails, nothing of them stays. Raises `Unavailable` where there is no room."""
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
                await asyncio.to_thread(self._settle, temporary, self.path(key))
        except BaseException:
            for path in (temporary, self.path(key)):
                with suppress(OSError):
                    path.unlink()
            raise
        return Stored(key, size, digest.hexdigest())

    async def remove(self, key: str) -> None:
        """Forget the bytes; a key that is already gone is no error."""
        with suppress(FileNotFoundError):
            await asyncio.to_thread(self.path(key).unlink)

    def path(self, key: str) -> Path:
        """Where the bytes of a key are."""
        return self._root / key[:2] / key

    def probe(self, content: bytes = PROBE) -> float:
        """Write a little and take it away again; returns when that was, or raises `OSError`."""
        probe = self._incoming / f"{uuid4().hex}.probe"
        try:
            probe.write_bytes(content)
            return probe.stat().st_mtime
        finally:
            probe.unlink(missing_ok=True)

    def discard_half_received(self, age: float) -> int:
        """Remove what was begun so many seconds ago and never came to its end; returns how many files there were."""
        stale = list(self._older(self._incoming, self._now() - age))
        for path in stale:
            path.unlink(missing_ok=True)
        return len(stale)

    def keys(self, age: float) -> list[str]:
        """The keys of all bytes that were kept so many seconds ago or earlier."""
        before = self._now() - age
        return [
            path.name
            for folder in self._root.glob("[0-9a-f][0-9a-f]")
            for path in self._older(folder, before)
        ]

    @contextmanager
    def claimed(self) -> Iterator[bool]:
        """Whether this process has the folder to itself, as far as those go that ask so; until the block ends."""
        descriptor = os.open(self._root, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield True
        except BlockingIOError:
            yield False
        finally:
            os.close(descriptor)

    def _now(self) -> float:
        """The time by the file system's clock, which a full disk tells as well."""
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

    def _settle(self, temporary: Path, final: Path) -> None:
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
    """Whatever the disk refuses within is `Unavailable`, told in one line without a path."""
    try:
        yield
    except OSError as error:
        LOG.warning("not kept", errno=error.errno)
        raise Unavailable(
            gettext("Documents cannot be stored at the moment: try again later.")
        ) from error
