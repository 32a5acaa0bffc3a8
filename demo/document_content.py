"""Content of the documents of a case, in the language of the company."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from demo.claim import Case
from demo.payment_part import INSURER
from demo.scan import scan
from demo.seeded_random import TODAY, SeededRandom
from demo.typesetting import francs, swiss_date, typeset, typeset_png
from i18n import override
from models import ClaimKind, DatePrecision, Language, label


@dataclass(frozen=True, slots=True)
class Wording:
    """File names, and words that the forms do not contain themselves."""

    report: str
    certificate: str
    salary: str
    photo: str
    medical: str
    accident: str
    illness: str
    approximately: str
    doctors: tuple[tuple[str, str, str], ...]
    months: tuple[str, ...]


WORDINGS = {
    Language.FR: Wording(
        "Déclaration de sinistre", "Certificat d'incapacité de travail", "Décompte de salaire",
        "Photo du lieu", "Rapport médical initial",
        "Accident", "Maladie", "environ",
        (("Dre méd. Anne Bovet", "Cabinet médical des Acacias", "1227 Carouge GE"),
         ("Dr méd. Hugo Lambelet", "Permanence de la Praille", "1212 Grand-Lancy"),
         ("Dre méd. Inès Maurer", "Centre médical du Rondeau", "1227 Carouge GE")),
        ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
         "octobre", "novembre", "décembre"),
    ),
    Language.DE: Wording(
        "Schadenmeldung", "Arztzeugnis", "Lohnabrechnung", "Foto vom Unfallort",
        "Ärztlicher Erstbericht",
        "Unfall", "Krankheit", "ungefähr",
        (("Dr. med. Eva Flückiger", "Hausarztpraxis Bahnhof", "3052 Zollikofen"),
         ("Dr. med. Paul Tschanz", "Praxis am Bärenplatz", "3011 Bern")),
        ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
         "Oktober", "November", "Dezember"),
    ),
    Language.IT: Wording(
        "Annuncio di sinistro", "Certificato d'incapacità lavorativa", "Conteggio salariale",
        "Foto del luogo", "Rapporto medico iniziale",
        "Infortunio", "Malattia", "circa",
        (("Dr. med. Paolo Cattaneo", "Studio medico al Vedeggio", "6928 Manno"),
         ("Dr.ssa med. Laura Gianini", "Studio medico Cassarate", "6900 Lugano")),
        ("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto",
         "settembre", "ottobre", "novembre", "dicembre"),
    ),
    Language.EN: Wording(
        "Notice of claim", "Certificate of incapacity for work", "Salary statement",
        "Photo of the place", "Initial medical report",
        "Accident", "Illness", "about",
        (("Dr. med. Ruth Keller", "Lakeside Medical Practice", "1202 Genève"),
         ("Dr. med. Alan Baumann", "Station Surgery", "8001 Zürich")),
        ("January", "February", "March", "April", "May", "June", "July", "August", "September",
         "October", "November", "December"),
    ),
}  # fmt: skip

DISEASES = frozenset({ClaimKind.ILLNESS, ClaimKind.OCCUPATIONAL_DISEASE})


def report(case: Case, day: date) -> bytes:
    """Return the declaration as a PDF."""
    claim, company, words = case.claim, case.company, WORDINGS[case.company.language]
    approximately = (
        f"{words.approximately} " if claim.event_date_precision is DatePrecision.APPROXIMATE else ""
    )
    with override(company.language):
        kind = label(claim.kind)
    return typeset("report", day, {
        **_common(case, day, words.report),
        "author": company.name,
        "insurer": INSURER.name,
        "insurer_street": f"{INSURER.street} {INSURER.building_number}",
        "insurer_town": f"{INSURER.postal_code} {INSURER.town}",
        "contract": _contract(case, claim.event_date),
        "kind": kind,
        "uid": company.uid,
        "event": approximately + swiss_date(claim.event_date),
        "description": claim.description,
        "incapacity": [
            f"{row['start']} – {row['end'] or '…'}: {row['degree']}" for row in _periods(case)
        ],
    })  # fmt: skip


def certificate(case: Case, day: date, rng: SeededRandom) -> bytes:
    """Return the certificate of incapacity for the employer as a PDF, without a diagnosis."""
    words = WORDINGS[case.company.language]
    doctor, practice, town = rng.choice(words.doctors)
    periods = _periods(case)
    return typeset("certificate", day, {
        **_common(case, day, words.certificate),
        "author": doctor,
        "practice": practice,
        "practice_town": town,
        "employer": f"{case.company.name}, {case.company.town}",
        "cause": words.illness if case.claim.kind in DISEASES else words.accident,
        "periods": periods,
        "end": periods[-1]["end"],
    })  # fmt: skip


def salary_statement(case: Case, day: date) -> bytes:
    """Return the salaries of the twelve months before the event as a PDF."""
    salary = case.insured.salary * 100 // 13
    extra = (case.insured.salary * 100 - salary * 12) // 12
    first = case.claim.event_date.year * 12 + case.claim.event_date.month - 13
    words = WORDINGS[case.company.language]
    return typeset("salary", day, {
        **_common(case, day, words.salary),
        "author": case.company.name,
        "street": f"{case.company.street} {case.company.building_number}",
        "town": f"{case.company.postal_code} {case.company.town}",
        "months": [
            f"{words.months[month % 12]} {month // 12}" for month in range(first, first + 12)
        ],
        "salary": francs(salary),
        "extra": francs(extra),
        "gross": francs(salary + extra),
        "total": francs(12 * (salary + extra)),
    })  # fmt: skip


def medical_report(case: Case, rng: SeededRandom) -> bytes:
    """Return the medical report as the JPEG of a scanned form with illegible handwriting."""
    return scan(_blank_medical_report(case.company.language), rng)


@cache
def _blank_medical_report(language: Language) -> bytes:
    return typeset_png("medical", TODAY, {
        "title": WORDINGS[language].medical,
        "language": language.value,
        "author": INSURER.name,
        "author_street": f"{INSURER.street} {INSURER.building_number}",
        "author_town": f"{INSURER.postal_code} {INSURER.town}",
    })  # fmt: skip


def _common(case: Case, day: date, title: str) -> dict[str, Any]:
    return {
        "title": f"{title} {case.claim.number}",
        "language": case.company.language.value,
        "claim": case.claim.number,
        "insured": case.scenario.insured,
        "avs": case.insured.avs,
        "born": swiss_date(case.insured.born),
        "declarant": case.declarant,
        "issued": swiss_date(day),
    }


def _periods(case: Case) -> list[dict[str, str | None]]:
    return [
        {
            "start": swiss_date(start),
            "end": swiss_date(end) if end else None,
            "degree": f"{degree} %",
        }
        for start, end, degree in case.scenario.periods()
    ]


def _contract(case: Case, day: date) -> str:
    return next(
        contract_seed.number
        for contract_seed in case.company.contracts
        if contract_seed.line is case.claim.line
        and contract_seed.start <= day
        and (contract_seed.end is None or day <= contract_seed.end)
    )
