"""Upload of the demo files through the storage adapter, as for every upload."""

from collections.abc import AsyncIterator

from adapters.storage import Storage, StoredFile


async def upload(content: bytes, storage: Storage) -> StoredFile:
    """Save the content in the storage."""
    return await storage.save(_chunks(content))


async def _chunks(content: bytes) -> AsyncIterator[bytes]:
    yield content
