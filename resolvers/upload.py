"""Uploads: the bytes of files, received into storage and described as documents."""

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
"""How long an upload that failed may take to clear up behind itself."""


def sanitize_file_name(name: str | None) -> str:
    """A file's name as data: its last part, without control and direction characters, at most 255 characters."""
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
    """Remove bytes that no row names; where the database does not tell which these are, they are swept later.

    Whether a commit that failed took place, only the rows can tell.
    """
    keys = [kept.key for kept in stored]
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
    """Keep the bytes of all files; raises `Invalid` with what is wrong with each."""
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
    """Keep one file's bytes and describe them; what is kept is noted in `stored` at once."""
    kept = await context.services.storage.save(_chunks(file))
    stored.append(kept)
    if kept.size == 0:
        raise invalid("FILE_EMPTY", f"files.{index}", gettext("The file is empty."))
    media_type = await asyncio.to_thread(detect_media_type, context.services.storage.path(kept.key))
    if media_type is None:
        raise invalid(
            "FILE_TYPE_NOT_ALLOWED",
            f"files.{index}",
            gettext("Allowed are %(types)s.", types=gettext(ALLOWED)),
        )
    return models.Document(
        claim_id=claim.id,
        name=sanitize_file_name(file.filename),
        media_type=media_type,
        size=kept.size,
        sha256=kept.sha256,
        category=category,
        uploaded_by=context.signed_in().name,
        uploaded_at=datetime.now(UTC),
        storage_key=kept.key,
    )


async def _chunks(file: Any) -> AsyncIterator[bytes]:
    await file.seek(0)  # one part of the request may stand for several of its files
    while chunk := await file.read(CHUNK):
        yield chunk
