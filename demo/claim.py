"""Claims of the demo data, with their incapacity and their events."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

import models
from demo.company_seeds import CompanySeed
from demo.lifecycle import Step, final_cover, schedule
from demo.messages import message
from demo.scenario import Scenario
from demo.scenarios_clairmont import SCENARIOS as CLAIRMONT
from demo.scenarios_lindenegg import SCENARIOS as LINDENEGG
from demo.scenarios_valtorta import SCENARIOS as VALTORTA
from demo.seeded_random import TODAY, SeededRandom
from models import ClaimEventKind, ClaimKind, DatePrecision, Language

SCENARIOS = {"clairmont": CLAIRMONT, "lindenegg": LINDENEGG, "valtorta": VALTORTA}
BY_THE_COMPANY = frozenset(
    {ClaimEventKind.DRAFTED, ClaimEventKind.SUBMITTED, ClaimEventKind.INFORMATION_PROVIDED}
)
PERSONNEL = {Language.FR: "RH", Language.DE: "PA", Language.IT: "RU", Language.EN: "HR"}
SALARIES = (53_040, 54_600, 58_500, 63_960, 67_080, 74_100, 83_460, 91_260, 118_560, 162_240)
"""Francs a year, thirteen monthly salaries; the highest exceeds the maximum insured earnings."""
AGES, AGES_OF_MOTHERS = (21, 61), (24, 39)


@dataclass(frozen=True, slots=True)
class Insured:
    """Insured employee; the salary is in francs a year."""

    avs: str
    born: date
    salary: int


@dataclass(slots=True)
class Case:
    """Claim with all its related rows."""

    company: CompanySeed
    scenario: Scenario
    claim: models.Claim
    insured: Insured
    declarant: str
    handler: str
    steps: list[Step]
    events: list[models.ClaimEvent]
    incapacity: list[models.IncapacityPeriod]
    documents: list[models.Document] = field(default_factory=list)
    settlements: list[models.Settlement] = field(default_factory=list)
    lines: list[models.SettlementLine] = field(default_factory=list)

    @property
    def recovered(self) -> date | None:
        """Last day of incapacity; None while its end is open."""
        periods = self.scenario.periods()
        return periods[-1][1] if periods else self.scenario.event

    def step(self, kind: ClaimEventKind) -> Step | None:
        """Return the last step of a kind, or None."""
        return next((step for step in reversed(self.steps) if step.kind is kind), None)


def create_cases(company: CompanySeed, company_id: UUID, names: dict[str, str]) -> list[Case]:
    """Create the cases of a company; `names` are those of the people by their keys."""
    rng = SeededRandom(f"claims of {company.key}")
    employees = _create_insured(SCENARIOS[company.key], rng)
    cases: list[Case] = []
    for scenario in SCENARIOS[company.key]:
        case = _create_case(scenario, company, employees[scenario.insured], names, rng)
        case.claim.company_id = company_id
        if scenario.relapse:
            case.claim.earlier_claim_id = next(
                earlier.claim.id
                for earlier in cases
                if earlier.scenario.insured == scenario.insured
            )
        cases.append(case)
    return cases


def assign_numbers(cases: Iterable[Case]) -> None:
    """Assign claim numbers in the order of creation."""
    for index, case in enumerate(sorted(cases, key=lambda case: case.claim.created_at), start=1):
        case.claim.number = f"{case.claim.created_at.year}-{184_406_100 + index * 40_507:09d}"


def _create_insured(scenarios: tuple[Scenario, ...], rng: SeededRandom) -> dict[str, Insured]:
    mothers = {scenario.insured for scenario in scenarios if scenario.kind is ClaimKind.MATERNITY}
    employees: dict[str, Insured] = {}
    for name in sorted({scenario.insured for scenario in scenarios}):
        youngest, oldest = AGES_OF_MOTHERS if name in mothers else AGES
        born = TODAY - timedelta(days=rng.randint(youngest * 365, oldest * 365))
        employees[name] = Insured(rng.avs_number(), born, rng.choice(SALARIES))
    return employees


def _create_case(
    scenario: Scenario,
    company: CompanySeed,
    insured: Insured,
    names: dict[str, str],
    rng: SeededRandom,
) -> Case:
    periods = scenario.periods()
    steps = schedule(
        scenario.lifecycle,
        scenario.event,
        (periods[-1][1] if periods else None) or scenario.event,
        rng,
    )
    declarant = names[rng.choice(company.declarants)]
    claim = _claim(scenario, company, insured, steps, rng)
    claim.declared_by = declarant
    case = Case(
        company, scenario, claim, insured, declarant, names[company.health_manager], steps, [], []
    )
    case.incapacity = [
        models.IncapacityPeriod(
            id=rng.uuid(), claim_id=claim.id, start=start, end=end, degree=degree
        )
        for start, end, degree in periods
    ]
    case.events = [_event(case, step, rng) for step in steps]
    return case


def _claim(
    scenario: Scenario, company: CompanySeed, insured: Insured, steps: list[Step], rng: SeededRandom
) -> models.Claim:
    first_name, last_name = scenario.insured.rsplit(" ", 1)
    unclear = scenario.precision is DatePrecision.CLARIFYING
    by_payroll_software = rng.random() < 0.3
    return models.Claim(
        id=rng.uuid(),
        kind=scenario.kind,
        line=scenario.line,
        status=steps[-1].status,
        cover=final_cover(scenario.lifecycle),
        insured_first_name=first_name,
        insured_last_name=last_name,
        insured_avs_number="" if unclear else insured.avs,
        event_date=steps[0].at.date() if unclear else scenario.event,
        event_date_precision=scenario.precision,
        description=scenario.text,
        company_reference=_company_reference(company, steps[0].at.year, rng),
        swissdec_incident_id=str(rng.uuid()) if by_payroll_software else None,
        declaration_request_id=f"DR-{rng.randrange(10**8):08d}" if by_payroll_software else None,
        created_at=steps[0].at,
        submitted_at=next(
            (step.at for step in steps if step.kind is ClaimEventKind.SUBMITTED), None
        ),
    )


def _company_reference(company: CompanySeed, year: int, rng: SeededRandom) -> str | None:
    """Return the reference of half of the claims: department, year and number."""
    if rng.random() >= 0.5:
        return None
    return f"{PERSONNEL[company.language]}-{year}-{rng.randint(1, 399):03d}"


def _event(case: Case, step: Step, rng: SeededRandom) -> models.ClaimEvent:
    refused = ClaimEventKind.REFUSED in case.scenario.lifecycle
    has_remark = step.kind is (
        ClaimEventKind.REFUSED if refused else ClaimEventKind.INFORMATION_REQUESTED
    )
    return models.ClaimEvent(
        id=rng.uuid(),
        claim_id=case.claim.id,
        kind=step.kind,
        status=step.status,
        actor=case.declarant if step.kind in BY_THE_COMPANY else case.handler,
        message=(has_remark and case.scenario.remark) or message(step.kind, case.company.language),
        at=step.at,
    )
