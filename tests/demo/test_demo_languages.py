"""The documents of the demo data, in each language that a company may speak."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

import models
from adapters.storage import Storage
from demo import document_content
from demo.claim import create_cases
from demo.company import create_contracts
from demo.company_seeds import COMPANY_SEEDS
from demo.invoice import assign_numbers, create_invoices, upload_pdf
from demo.messages import MESSAGES, message
from demo.seeded_random import TODAY, SeededRandom
from demo.user import NAMES
from models import Language
from tests.support.portal import Portal


@pytest.mark.parametrize("language", Language)
def test_every_paper_is_typeset_in_the_company_s_language(
    language: Language, portal: Portal, tmp_path: Path
) -> None:
    company, storage = replace(COMPANY_SEEDS[0], language=language), Storage(tmp_path)
    invoices = create_invoices(
        company,
        create_contracts(company, models.Company(id=uuid4()), SeededRandom("contracts")),
        SeededRandom("bills"),
    )
    assign_numbers(invoices)
    portal.run(upload_pdf(invoices[0], "Anne Exemple", storage))
    assert invoices[0].row.pdf_key is not None
    (case, *_) = create_cases(company, uuid4(), NAMES)
    case.claim.number = "2026-000000001"
    made = {
        "invoice": storage.path(invoices[0].row.pdf_key).read_bytes(),
        "report": document_content.report(case, TODAY),
        "certificate": document_content.certificate(case, TODAY, SeededRandom("doctor")),
        "salary": document_content.salary_statement(case, TODAY - timedelta(days=1)),
    }
    marked = f"/Lang({language.value.lower()}-CH)".encode()
    assert [
        name for name, pdf in made.items() if not pdf.startswith(b"%PDF-") or marked not in pdf
    ] == []
    assert document_content.medical_report(case, SeededRandom("hand")).startswith(b"\xff\xd8\xff")


def test_messages_of_insurer_and_company_are_in_the_company_s_language() -> None:
    for kind in MESSAGES:
        assert len({message(kind, language) for language in Language}) == len(Language)
    assert message(models.ClaimEventKind.CLOSED, Language.FR) == ""
