"""The papers of the demo world, in each language that a company may speak."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

import models
from adapters.storage import Storage
from demo import papers
from demo.chance import TODAY, Chance
from demo.claim import tell_cases
from demo.company import conclude_contracts
from demo.firms import FIRMS
from demo.invoice import draw_up_bills, keep_pdf, number
from demo.messages import MESSAGES, message
from demo.user import NAMES
from models import Language
from tests.support.portal import Portal


@pytest.mark.parametrize("language", Language)
def test_every_paper_is_typeset_in_the_company_s_language(
    language: Language, portal: Portal, tmp_path: Path
) -> None:
    firm, storage = replace(FIRMS[0], language=language), Storage(tmp_path)
    bills = draw_up_bills(
        firm,
        conclude_contracts(firm, models.Company(id=uuid4()), Chance("contracts")),
        Chance("bills"),
    )
    number(bills)
    portal.run(keep_pdf(bills[0], "Anne Exemple", storage))
    assert bills[0].row.pdf_key is not None
    (case, *_) = tell_cases(firm, uuid4(), NAMES)
    case.claim.number = "2026-000000001"
    made = {
        "invoice": storage.path(bills[0].row.pdf_key).read_bytes(),
        "report": papers.report(case, TODAY),
        "certificate": papers.certificate(case, TODAY, Chance("doctor")),
        "salary": papers.salary_statement(case, TODAY - timedelta(days=1)),
    }
    marked = f"/Lang({language.value.lower()}-CH)".encode()
    assert [
        name for name, pdf in made.items() if not pdf.startswith(b"%PDF-") or marked not in pdf
    ] == []
    assert papers.medical_report(case, Chance("hand")).startswith(b"\xff\xd8\xff")


def test_what_insurer_and_company_say_differs_from_language_to_language() -> None:
    for kind in MESSAGES:
        assert len({message(kind, language) for language in Language}) == len(Language)
    assert message(models.ClaimEventKind.CLOSED, Language.FR) == ""
