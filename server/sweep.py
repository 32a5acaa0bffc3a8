"""What crashes leave in the folder of the documents is swept: half-received files, and bytes that no row came to name.

Only what is so old that no upload can be under way, in this process or another, is looked at (`age`).
"""

import asyncio
from collections.abc import Sequence

from tortoise import Model

import models
from adapters.storage import Storage
from errors import Unavailable
from logs import LOG, report

KEYS: dict[type[Model], str] = {models.Document: "storage_key", models.Invoice: "pdf_key"}
"""Where rows name what is kept."""
AT_ONCE = 500


async def keep_swept(storage: Storage, age: float) -> None:
    """Sweep at the start, and again whenever something new can have come of age; where the database does not answer, the next time."""
    while True:
        try:
            await sweep(storage, age)
        except (Unavailable, OSError) as error:
            LOG.warning("not swept", kind=type(error).__name__)
        except Exception as error:
            report("not swept", error)
        await asyncio.sleep(age)


async def sweep(storage: Storage, age: float) -> None:
    """Sweep what is older than so many seconds, unless another process is at it."""
    with storage.try_lock() as mine:
        if not mine:
            return
        half_received = await asyncio.to_thread(storage.delete_incomplete_uploads, age)
        keys = await asyncio.to_thread(storage.list_keys, age)
        unnamed = [
            key
            for at in range(0, len(keys), AT_ONCE)
            for key in await _unnamed(keys[at : at + AT_ONCE])
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


async def _unnamed(keys: Sequence[str]) -> list[str]:
    """Those of the keys that no row names."""
    named: set[str] = set()
    for model, column in KEYS.items():
        named.update(await model.filter(**{f"{column}__in": keys}).values_list(column, flat=True))  # type: ignore[arg-type]
    return [key for key in keys if key not in named]
