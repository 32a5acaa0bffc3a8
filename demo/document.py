"""Documents: what the company sent along with its claims, as real PDFs and JPEGs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import models
from adapters.storage import Storage
from demo import papers
from demo.claim import Case
from demo.scan import photo_of_the_place
from demo.seeded_random import Chance
from demo.upload import keep
from models import ClaimEventKind, ClaimKind, DocumentCategory

PDF, JPEG = "application/pdf", "image/jpeg"
LONG_INCAPACITY_DAYS = 30
PHOTOGRAPHED = 0.5
REPORTED_BY_A_DOCTOR = 0.2


@dataclass(frozen=True, slots=True)
class Paper:
    """A file to be made and sent: its name without the ending."""

    name: str
    media_type: str
    at: datetime
    make: Callable[[], bytes]
    category: DocumentCategory = DocumentCategory.GENERAL

    @property
    def file_name(self) -> str:
        """The name with its ending."""
        return f"{self.name}.{'pdf' if self.media_type == PDF else 'jpg'}"


async def send_documents(case: Case, storage: Storage, chance: Chance) -> None:
    """Make the papers of a case, keep them, and add their rows and events."""
    for paper in [*_declared(case, chance), *_reviewed(case, chance)]:
        stored = await keep(paper.make(), storage)
        case.documents.append(
            models.Document(
                id=chance.uuid(),
                claim_id=case.claim.id,
                name=paper.file_name,
                media_type=paper.media_type,
                size=stored.size,
                sha256=stored.sha256,
                category=paper.category,
                uploaded_by=case.declarant,
                uploaded_at=paper.at,
                storage_key=stored.key,
            )
        )
        case.events.append(_added(case, paper, chance))
    case.events.sort(key=lambda event: event.at)


def _declared(case: Case, chance: Chance) -> Iterator[Paper]:
    """What is sent with the declaration, between its draft and its submission."""
    words, at = papers.WORDS[case.firm.language], case.steps[0].at
    submitted = case.step(ClaimEventKind.SUBMITTED) is not None
    if case.claim.kind is not ClaimKind.ILLNESS and submitted:
        yield Paper(
            f"{words.report} {case.claim.number}",
            PDF,
            at + timedelta(minutes=5),
            lambda: papers.report(case, at.date()),
        )
    if (
        case.incapacity
        and case.claim.kind is not ClaimKind.MATERNITY
        and (submitted or chance.random() < PHOTOGRAPHED)
    ):
        name = f"{words.certificate} {case.claim.insured_last_name}"
        yield Paper(
            name,
            PDF,
            at + timedelta(minutes=7),
            lambda: papers.certificate(case, at.date(), chance),
        )
    if case.claim.kind is ClaimKind.OCCUPATIONAL_ACCIDENT and chance.random() < PHOTOGRAPHED:
        yield Paper(
            words.photo, JPEG, at + timedelta(minutes=9), lambda: photo_of_the_place(chance)
        )


def _reviewed(case: Case, chance: Chance) -> Iterator[Paper]:
    """What is sent later: during the review, or with the information that was asked for."""
    words, review = papers.WORDS[case.firm.language], case.step(ClaimEventKind.REVIEW_STARTED)
    provided = case.step(ClaimEventKind.INFORMATION_PROVIDED)
    if review is None or case.claim.kind is ClaimKind.DEATH:
        return
    at = provided.at - timedelta(minutes=4) if provided else review.at + timedelta(minutes=40)
    if case.recovered is None or (case.recovered - case.story.event).days >= LONG_INCAPACITY_DAYS:
        yield Paper(
            f"{words.salary} {case.claim.insured_last_name}",
            PDF,
            at,
            lambda: papers.salary_statement(case, at.date()),
        )
    if case.story.hospital_days or provided or chance.random() < REPORTED_BY_A_DOCTOR:
        scanned = at + timedelta(minutes=2)
        yield Paper(
            f"{words.medical} (scan)",
            JPEG,
            scanned,
            lambda: papers.medical_report(case, chance),
            DocumentCategory.MEDICAL,
        )


def _added(case: Case, paper: Paper, chance: Chance) -> models.ClaimEvent:
    return models.ClaimEvent(
        id=chance.uuid(),
        claim_id=case.claim.id,
        kind=ClaimEventKind.DOCUMENT_ADDED,
        status=[step.status for step in case.steps if step.at <= paper.at][-1],
        actor=case.declarant,
        message=paper.file_name,
        at=paper.at,
    )
