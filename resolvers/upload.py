"""Upload of files: their bytes are received into storage and described as documents."""

import asyncio
import unicodedata
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import models
from adapters.filetype import ALLOWED, detect_media_type
from adapters.storage import CHUNK, StoredFile
from errors import Invalid, Problem, Unavailable, invalid
from i18n import gettext
from models import DocumentCategory
from pipeline.context import Context

MAX_NAME = 255


CLEANUP_TIMEOUT_SECONDS = 1.0
"""Time limit for the clean-up after a failed upload."""


def sanitize_file_name(name: str | None) -> str:
    """Return a safe file name of at most 255 characters.

    It is the last part of the path, without control and direction characters.
    """
    last = (name or "").replace("\\", "/").rsplit("/", 1)[-1]
    printable = "".join(
        character
        for character in last
        if unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
    )
    stem, dot, ending = printable.strip(" .").rpartition(".")
    if dot and len(ending) <= 10:
        return f"{stem[: MAX_NAME - len(ending) - 1]}.{ending}" if stem else ending
    return printable.strip(" .")[:MAX_NAME] or "document"


async def remove_unreferenced(context: Context, stored: list[StoredFile]) -> None:
    """Remove stored bytes that no document refers to.

    The rows decide, since a failed commit may have taken place all the same. Where the database is
    unavailable, the bytes are swept later.
    """
    keys = [saved.key for saved in stored]
    with suppress(Unavailable, TimeoutError):
        async with asyncio.timeout(CLEANUP_TIMEOUT_SECONDS):
            named = (
                {
                    document.storage_key
                    for document in await models.Document.filter(storage_key__in=keys)
                }
                if keys
                else set()
            )
            for key in keys:
                if key not in named:
                    await context.services.storage.delete(key)


async def receive_all(
    context: Context,
    claim: models.Claim,
    category: DocumentCategory,
    files: Sequence[Any],
    stored: list[StoredFile],
) -> list[models.Document]:
    """Receive all files; raise `Invalid` with the problems of each."""
    documents: list[models.Document] = []
    problems: list[Problem] = []
    for index, file in enumerate(files):
        try:
            documents.append(await _receive_file(context, claim, category, file, index, stored))
        except Invalid as error:
            problems += error.problems
    if problems:
        raise Invalid(*problems)
    return documents


async def _receive_file(
    context: Context,
    claim: models.Claim,
    category: DocumentCategory,
    file: Any,
    index: int,
    stored: list[StoredFile],
) -> models.Document:
    """Receive one file and describe it; it is added to `stored` at once, for the clean-up."""
    saved = await context.services.storage.save(_chunks(file))
    stored.append(saved)
    if saved.size == 0:
        raise invalid("FILE_EMPTY", f"files.{index}", gettext("The file is empty."))
    media_type = await asyncio.to_thread(
        detect_media_type, context.services.storage.path(saved.key)
    )
    if media_type is None:
        raise invalid(
            "FILE_TYPE_NOT_ALLOWED",
            f"files.{index}",
            gettext("Allowed file types: %(types)s.", types=gettext(ALLOWED)),
        )
    return models.Document(
        claim_id=claim.id,
        name=sanitize_file_name(file.filename),
        media_type=media_type,
        size=saved.size,
        sha256=saved.sha256,
        category=category,
        uploaded_by=context.signed_in().name,
        uploaded_at=datetime.now(UTC),
        storage_key=saved.key,
    )


async def _chunks(file: Any) -> AsyncIterator[bytes]:
    await file.seek(0)  # one part of the request may be the value of several variables
    while chunk := await file.read(CHUNK):
        yield chunk
