"""Documents: transferred into a claim whole or not at all, and downloaded by a signed, short-lived link."""

import asyncio
import unicodedata
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import Any

import strawberry
from strawberry.file_uploads import Upload
from tortoise.transactions import in_transaction

import models
from adapters.filetype import ALLOWED, detect_media_type
from adapters.storage import CHUNK, Stored
from data.global_id import read_id
from data.rows import by_key
from errors import Invalid, NotFound, Problem, Unavailable, invalid
from i18n import gettext
from models import ClaimEventKind, DocumentCategory
from permissions import reach, reopening
from pipeline.context import Context, Info, Parents, reads, waits
from resolvers.declaration import get_own_claim, note
from resolvers.download import new_download_url
from resolvers.preconditions import stays, stop, without_room

MAX_NAME = 255
FORGETTING_SECONDS = 1.0
"""How long an upload that failed may take to clear up behind itself."""


@waits
async def upload_documents(
    info: Info,
    claim_id: strawberry.ID,
    files: list[Upload],
    category: DocumentCategory = DocumentCategory.GENERAL,
) -> list[models.Document]:
    """Transfer files into a claim, the draft or the claim file alike: all of them, or none."""
    context = info.context
    claim = await get_own_claim(context, claim_id)
    await _check_room(context, claim, files)
    stored: list[Stored] = []
    forget = partial(_forget_unnamed, context, stored)
    context.if_undone.append(forget)
    try:
        context.must_come_first()
        documents = await _receive_all(context, claim, category, files, stored)
        await context.begin()
        async with in_transaction():
            await (
                models.Company.filter(id=claim.company_id).select_for_update(no_key=True).get()
            )  # two at once pass no quota
            claim = await get_own_claim(context, claim_id, locked=True)
            await _check_room(context, claim, files)
            await models.Document.bulk_create(documents)
            for document in documents:
                await note(context, claim, ClaimEventKind.DOCUMENT_ADDED, document.name)
    except BaseException:
        await forget()
        raise
    return documents


async def remove_document(info: Info, document_id: strawberry.ID) -> models.Claim:
    """Take a document out of a claim that is still a draft."""
    context = info.context
    async with in_transaction():
        found = reach(models.Document, context.signed_in()).filter(
            id=read_id(document_id, models.Document, "documentId")
        )
        document = await found.get_or_none()
        if document is None:
            raise NotFound("document")
        claim = (
            await reach(models.Claim, context.signed_in())
            .select_for_update(of=("claim",))
            .get(id=document.claim_id)
        )
        stop(stays(claim))
        if not await models.Document.filter(id=document.id).delete():
            raise NotFound("document")
        await note(context, claim, ClaimEventKind.DOCUMENT_REMOVED, document.name)
    context.later.append(partial(context.services.storage.remove, document.storage_key))
    return claim


@reads("category")
async def list_download_urls(
    documents: Parents[models.Document], info: Info
) -> list[str | Exception]:
    """A signed link to the bytes, good for some minutes and for this session. A medical document: health manager only."""
    viewer = info.context.signed_in()
    return [
        reopening(document.category).refusal(viewer) or new_download_url(info.context, document)
        for document in documents
    ]


@reads("claim_id")
async def list_claims_of_documents(
    documents: Parents[models.Document], info: Info
) -> list[models.Claim | None]:
    """The claim that the document is in."""
    return await by_key(info, models.Claim, [document.claim_id for document in documents])


def clean_name(name: str | None) -> str:
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


async def _forget_unnamed(context: Context, stored: list[Stored]) -> None:
    """Remove bytes that no row names; where the database does not tell which these are, they are swept later.

    Whether a commit that failed took place, only the rows can tell.
    """
    keys = [kept.key for kept in stored]
    with suppress(Unavailable, TimeoutError):
        async with asyncio.timeout(FORGETTING_SECONDS):
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
                    await context.services.storage.remove(key)


async def _check_room(context: Context, claim: models.Claim, files: Sequence[Any]) -> None:
    settings = context.services.settings
    if not 1 <= len(files) <= settings.max_files:
        raise invalid(
            "TOO_MANY_FILES",
            "files",
            gettext("Upload between 1 and %(most)s files at once.", most=settings.max_files),
        )
    (problems,) = await without_room(context, [claim], len(files), sum(file.size for file in files))
    stop(problems)


async def _receive_all(
    context: Context,
    claim: models.Claim,
    category: DocumentCategory,
    files: Sequence[Any],
    stored: list[Stored],
) -> list[models.Document]:
    """Keep the bytes of all files; raises `Invalid` with what is wrong with each."""
    documents: list[models.Document] = []
    problems: list[Problem] = []
    for index, file in enumerate(files):
        try:
            documents.append(await _receive(context, claim, category, file, index, stored))
        except Invalid as error:
            problems += error.problems
    if problems:
        raise Invalid(*problems)
    return documents


async def _receive(
    context: Context,
    claim: models.Claim,
    category: DocumentCategory,
    file: Any,
    index: int,
    stored: list[Stored],
) -> models.Document:
    """Keep one file's bytes and describe them; what is kept is noted in `stored` at once."""
    kept = await context.services.storage.receive(_chunks(file))
    stored.append(kept)
    if kept.size == 0:
        raise invalid("FILE_EMPTY", f"files.{index}", gettext("The file is empty."))
    media_type = await asyncio.to_thread(detect_media_type, context.services.storage.path(kept.key))
    if media_type is None:
        raise invalid(
            "FILE_TYPE_NOT_ALLOWED",
            f"files.{index}",
            gettext("Allowed file types: %(types)s.", types=gettext(ALLOWED)),
        )
    return models.Document(
        claim_id=claim.id,
        name=clean_name(file.filename),
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
