"""How the demo world's bytes reach the storage: as every upload does."""

from collections.abc import AsyncIterator

from adapters.storage import Storage, StoredFile


async def keep(content: bytes, storage: Storage) -> StoredFile:
    """Keep the content and say under which key, how many bytes, and their SHA-256."""
    return await storage.save(_once(content))


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content
