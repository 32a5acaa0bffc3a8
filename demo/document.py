"""Documents of the demo claims, as real PDF and JPEG files."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import models
from adapters.storage import Storage
from demo import document_content
from demo.claim import Case
from demo.scan import draw_photo
from demo.seeded_random import SeededRandom
from demo.upload import upload
from models import ClaimEventKind, ClaimKind, DocumentCategory

PDF, JPEG = "application/pdf", "image/jpeg"
LONG_INCAPACITY_DAYS = 30
PHOTO_PROBABILITY = 0.5
MEDICAL_REPORT_PROBABILITY = 0.2


@dataclass(frozen=True, slots=True)
class PlannedDocument:
    """Document to be rendered and uploaded; the name has no file extension."""

    name: str
    media_type: str
    at: datetime
    render: Callable[[], bytes]
    category: DocumentCategory = DocumentCategory.GENERAL

    @property
    def file_name(self) -> str:
        """File name with its extension."""
        return f"{self.name}.{'pdf' if self.media_type == PDF else 'jpg'}"


async def send_documents(case: Case, storage: Storage, rng: SeededRandom) -> None:
    """Render and upload the documents of a case, and add their rows and events."""
    for document in [*_documents_of_declaration(case, rng), *_documents_of_review(case, rng)]:
        stored = await upload(document.render(), storage)
        case.documents.append(
            models.Document(
                id=rng.uuid(),
                claim_id=case.claim.id,
                name=document.file_name,
                media_type=document.media_type,
                size=stored.size,
                sha256=stored.sha256,
                category=document.category,
                uploaded_by=case.declarant,
                uploaded_at=document.at,
                storage_key=stored.key,
            )
        )
        case.events.append(_added_event(case, document, rng))
    case.events.sort(key=lambda event: event.at)


def _documents_of_declaration(case: Case, rng: SeededRandom) -> Iterator[PlannedDocument]:
    """Yield the documents sent with the declaration, between its draft and its submission."""
    words, at = document_content.WORDINGS[case.company.language], case.steps[0].at
    submitted = case.step(ClaimEventKind.SUBMITTED) is not None
    if case.claim.kind is not ClaimKind.ILLNESS and submitted:
        yield PlannedDocument(
            f"{words.report} {case.claim.number}",
            PDF,
            at + timedelta(minutes=5),
            lambda: document_content.report(case, at.date()),
        )
    if (
        case.incapacity
        and case.claim.kind is not ClaimKind.MATERNITY
        and (submitted or rng.random() < PHOTO_PROBABILITY)
    ):
        name = f"{words.certificate} {case.claim.insured_last_name}"
        yield PlannedDocument(
            name,
            PDF,
            at + timedelta(minutes=7),
            lambda: document_content.certificate(case, at.date(), rng),
        )
    if case.claim.kind is ClaimKind.OCCUPATIONAL_ACCIDENT and rng.random() < PHOTO_PROBABILITY:
        yield PlannedDocument(words.photo, JPEG, at + timedelta(minutes=9), lambda: draw_photo(rng))


def _documents_of_review(case: Case, rng: SeededRandom) -> Iterator[PlannedDocument]:
    """Yield the documents sent during the review, or with the information requested."""
    words, review = (
        document_content.WORDINGS[case.company.language],
        case.step(ClaimEventKind.REVIEW_STARTED),
    )
    provided = case.step(ClaimEventKind.INFORMATION_PROVIDED)
    if review is None or case.claim.kind is ClaimKind.DEATH:
        return
    at = provided.at - timedelta(minutes=4) if provided else review.at + timedelta(minutes=40)
    if (
        case.recovered is None
        or (case.recovered - case.scenario.event).days >= LONG_INCAPACITY_DAYS
    ):
        yield PlannedDocument(
            f"{words.salary} {case.claim.insured_last_name}",
            PDF,
            at,
            lambda: document_content.salary_statement(case, at.date()),
        )
    if case.scenario.hospital_days or provided or rng.random() < MEDICAL_REPORT_PROBABILITY:
        scanned = at + timedelta(minutes=2)
        yield PlannedDocument(
            f"{words.medical} (scan)",
            JPEG,
            scanned,
            lambda: document_content.medical_report(case, rng),
            DocumentCategory.MEDICAL,
        )


def _added_event(case: Case, document: PlannedDocument, rng: SeededRandom) -> models.ClaimEvent:
    return models.ClaimEvent(
        id=rng.uuid(),
        claim_id=case.claim.id,
        kind=ClaimEventKind.DOCUMENT_ADDED,
        status=[step.status for step in case.steps if step.at <= document.at][-1],
        actor=case.declarant,
        message=document.file_name,
        at=document.at,
    )
