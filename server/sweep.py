"""Sweep of the documents' folder after crashes: incomplete files, and files without a row.

Only files older than `age` are considered: no upload of theirs can be under way in any process.
"""

import asyncio
from collections.abc import Sequence

from tortoise import Model

import models
from adapters.storage import Storage
from errors import Unavailable
from logs import LOG, report

KEYS: dict[type[Model], str] = {models.Document: "storage_key", models.Invoice: "pdf_key"}
"""Column with the key of a stored file, by model."""
BATCH = 500


async def keep_swept(storage: Storage, age: float) -> None:
    """Sweep now and after each `age` seconds; a failed sweep is logged."""
    while True:
        try:
            await sweep(storage, age)
        except (Unavailable, OSError) as error:
            LOG.warning("not swept", kind=type(error).__name__)
        except Exception as error:
            report("not swept", error)
        await asyncio.sleep(age)


async def sweep(storage: Storage, age: float) -> None:
    """Sweep files older than so many seconds, unless another process is sweeping."""
    with storage.try_lock() as mine:
        if not mine:
            return
        half_received = await asyncio.to_thread(storage.delete_incomplete_uploads, age)
        keys = await asyncio.to_thread(storage.list_keys, age)
        unnamed = [
            key
            for at in range(0, len(keys), BATCH)
            for key in await _without_row(keys[at : at + BATCH])
        ]
        if 2 * len(unnamed) > len(keys):
            LOG.error(
                "kept files have no row: that is another database, or a part of one; they stay",
                unnamed=len(unnamed),
                kept=len(keys),
            )
            unnamed = []
        for key in unnamed:
            await storage.delete(key)
    LOG.info("swept", half_received=half_received, unnamed=len(unnamed), kept=len(keys))


async def _without_row(keys: Sequence[str]) -> list[str]:
    """Return the keys that are in no row."""
    named: set[str] = set()
    for model, column in KEYS.items():
        named.update(await model.filter(**{f"{column}__in": keys}).values_list(column, flat=True))  # type: ignore[arg-type]
    return [key for key in keys if key not in named]
