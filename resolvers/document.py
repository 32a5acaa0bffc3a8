"""Documents: uploaded all or none, downloaded by a signed, short-lived link."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

import strawberry
from strawberry.file_uploads import Upload
from tortoise.transactions import in_transaction

import models
from adapters.storage import StoredFile
from data.global_id import key_from_global_id
from data.parents import Parents, reads
from data.rows import fetch_by_id
from errors import NotFound, invalid
from i18n import gettext
from models import ClaimEventKind, DocumentCategory
from permissions import download_rule, reach
from pipeline.context import Context, Info
from pipeline.idempotency.waits import waits
from resolvers.claim_handling import add_claim_event, load_claim
from resolvers.download import new_download_url
from resolvers.preconditions import check_document_quota, check_removal_from_claim, raise_problems
from resolvers.upload import receive_all, remove_unreferenced


@waits
async def upload_documents(
    info: Info,
    claim_id: strawberry.ID,
    files: list[Upload],
    category: DocumentCategory = DocumentCategory.GENERAL,
) -> list[models.Document]:
    """Upload files to a claim, draft or submitted: all of them, or none.

    At most 5 files of 25 MB each, 60 MB together, 200 documents in a claim and 10 GB for a
    company (all configurable).
    Codes in `errors`: `TOO_MANY_FILES`, `FILE_EMPTY`, `FILE_TYPE_NOT_ALLOWED`,
    `TOO_MANY_DOCUMENTS`, `QUOTA_EXCEEDED`.

    Args:
        files: Files to upload, as parts of a multipart request: 1 to 5 (configurable).
        category: Category of all the files: `GENERAL` by default.

    Returns:
        documents: New documents, in the order of `files`; null if `errors` is not empty.
    """
    context = info.context
    claim = await load_claim(context, claim_id)
    await _check_limits(context, claim, files)
    stored: list[StoredFile] = []
    clean_up = partial(remove_unreferenced, context, stored)
    context.on_rollback(clean_up)
    try:
        context.require_no_open_transaction()
        documents = await receive_all(context, claim, category, files, stored)
        await context.begin_changes()
        await _store_documents(context, claim_id, claim.company_id, files, documents)
    except BaseException:
        await clean_up()
        raise
    return documents


async def _store_documents(
    context: Context,
    claim_id: str,
    company_id: UUID,
    files: Sequence[Any],
    documents: Sequence[models.Document],
) -> None:
    """Create the rows of received files, unless the claim or the quota has changed meanwhile."""
    async with in_transaction():
        company = models.Company.filter(id=company_id)
        await company.select_for_update(no_key=True).get()  # parallel uploads share the quota
        claim = await load_claim(context, claim_id, locked=True)
        await _check_limits(context, claim, files)
        await models.Document.bulk_create(documents)
        for document in documents:
            await add_claim_event(context, claim, ClaimEventKind.DOCUMENT_ADDED, document.name)


async def remove_document(info: Info, document_id: strawberry.ID) -> models.Claim:
    """Remove a document from a claim that is still a draft. Its bytes are deleted.

    Codes in `errors`: `NOT_A_DRAFT`.
    """
    context = info.context
    async with in_transaction():
        found = reach(models.Document, context.signed_in()).filter(
            id=key_from_global_id(document_id, models.Document, "documentId")
        )
        document = await found.get_or_none()
        if document is None:
            raise NotFound("document")
        claim = (
            await reach(models.Claim, context.signed_in())
            .select_for_update(of=("claim",))
            .get(id=document.claim_id)
        )
        raise_problems(check_removal_from_claim(claim))
        if not await models.Document.filter(id=document.id).delete():
            raise NotFound("document")
        await add_claim_event(context, claim, ClaimEventKind.DOCUMENT_REMOVED, document.name)
    context.after_response(partial(context.services.storage.delete, document.storage_key))
    return claim


@reads("category")
async def list_download_urls(
    documents: Parents[models.Document], info: Info
) -> list[str | Exception]:
    """Signed URL of the content, valid for this session and for 5 minutes (configurable).

    For a `MEDICAL` document, health managers only, with a second factor verified a short time
    ago.
    """
    viewer = info.context.signed_in()
    return [
        download_rule(document.category).refusal(viewer) or new_download_url(info.context, document)
        for document in documents
    ]


@reads("claim_id")
async def list_claims_of_documents(
    documents: Parents[models.Document], info: Info
) -> list[models.Claim | None]:
    """Claim to which the document belongs."""
    return await fetch_by_id(info, models.Claim, [document.claim_id for document in documents])


async def _check_limits(context: Context, claim: models.Claim, files: Sequence[Any]) -> None:
    settings = context.services.settings
    if not 1 <= len(files) <= settings.max_files:
        raise invalid(
            "TOO_MANY_FILES",
            "files",
            gettext("Upload between 1 and %(most)s files at once.", most=settings.max_files),
        )
    (problems,) = await check_document_quota(
        context, [claim], len(files), sum(file.size for file in files)
    )
    raise_problems(problems)
