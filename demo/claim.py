"""Claims: each story becomes a claim, its incapacity and its events."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

import models
from demo.company_seeds import Firm
from demo.lifecycle import Step, cover_after, live
from demo.messages import message
from demo.scenario import Story
from demo.scenarios_clairmont import STORIES as CLAIRMONT
from demo.scenarios_lindenegg import STORIES as LINDENEGG
from demo.scenarios_valtorta import STORIES as VALTORTA
from demo.seeded_random import TODAY, Chance
from models import ClaimEventKind, ClaimKind, DatePrecision, Language

STORIES = {"clairmont": CLAIRMONT, "lindenegg": LINDENEGG, "valtorta": VALTORTA}
BY_THE_COMPANY = frozenset(
    {ClaimEventKind.DRAFTED, ClaimEventKind.SUBMITTED, ClaimEventKind.INFORMATION_PROVIDED}
)
PERSONNEL = {Language.FR: "RH", Language.DE: "PA", Language.IT: "RU", Language.EN: "HR"}
SALARIES = (53_040, 54_600, 58_500, 63_960, 67_080, 74_100, 83_460, 91_260, 118_560, 162_240)
"""Francs a year, thirteen times a salary that twelve divides; the highest is above the maximum of the insured earnings."""
AGES, AGES_OF_MOTHERS = (21, 61), (24, 39)


@dataclass(frozen=True, slots=True)
class Insured:
    """An employee: the salary is in francs a year."""

    avs: str
    born: date
    salary: int


@dataclass(slots=True)
class Case:
    """A claim with everything that hangs on it."""

    firm: Firm
    story: Story
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
        """The last day of incapacity; None while its end is open."""
        periods = self.story.periods()
        return periods[-1][1] if periods else self.story.event

    def step(self, kind: ClaimEventKind) -> Step | None:
        """The last step of a kind."""
        return next((step for step in reversed(self.steps) if step.kind is kind), None)


def create_cases(firm: Firm, company_id: UUID, names: dict[str, str]) -> list[Case]:
    """The cases of a company; `names` are those of the people by their keys."""
    chance = Chance(f"claims of {firm.key}")
    staff = _hire(STORIES[firm.key], chance)
    cases: list[Case] = []
    for story in STORIES[firm.key]:
        case = _tell(story, firm, staff[story.insured], names, chance)
        case.claim.company_id = company_id
        if story.relapse:
            case.claim.earlier_claim_id = next(
                earlier.claim.id for earlier in cases if earlier.story.insured == story.insured
            )
        cases.append(case)
    return cases


def number(cases: Iterable[Case]) -> None:
    """Give the claims their numbers, in the order in which they were drafted."""
    for index, case in enumerate(sorted(cases, key=lambda case: case.claim.created_at), start=1):
        case.claim.number = f"{case.claim.created_at.year}-{184_406_100 + index * 40_507:09d}"


def _hire(stories: tuple[Story, ...], chance: Chance) -> dict[str, Insured]:
    mothers = {story.insured for story in stories if story.kind is ClaimKind.MATERNITY}
    staff: dict[str, Insured] = {}
    for name in sorted({story.insured for story in stories}):
        youngest, oldest = AGES_OF_MOTHERS if name in mothers else AGES
        born = TODAY - timedelta(days=chance.randint(youngest * 365, oldest * 365))
        staff[name] = Insured(chance.avs(), born, chance.choice(SALARIES))
    return staff


def _tell(
    story: Story, firm: Firm, insured: Insured, names: dict[str, str], chance: Chance
) -> Case:
    periods = story.periods()
    steps = live(
        story.life, story.event, (periods[-1][1] if periods else None) or story.event, chance
    )
    declarant = names[chance.choice(firm.declarants)]
    claim = _claim(story, firm, insured, steps, chance)
    claim.declared_by = declarant
    case = Case(firm, story, claim, insured, declarant, names[firm.health_manager], steps, [], [])
    case.incapacity = [
        models.IncapacityPeriod(
            id=chance.uuid(), claim_id=claim.id, start=start, end=end, degree=degree
        )
        for start, end, degree in periods
    ]
    case.events = [_event(case, step, chance) for step in steps]
    return case


def _claim(
    story: Story, firm: Firm, insured: Insured, steps: list[Step], chance: Chance
) -> models.Claim:
    first_name, last_name = story.insured.rsplit(" ", 1)
    unclear = story.precision is DatePrecision.CLARIFYING
    by_payroll_software = chance.random() < 0.3
    return models.Claim(
        id=chance.uuid(),
        kind=story.kind,
        line=story.line,
        status=steps[-1].status,
        cover=cover_after(story.life),
        insured_first_name=first_name,
        insured_last_name=last_name,
        insured_avs_number="" if unclear else insured.avs,
        event_date=steps[0].at.date() if unclear else story.event,
        event_date_precision=story.precision,
        description=story.text,
        company_reference=f"{PERSONNEL[firm.language]}-{steps[0].at.year}-{chance.randint(1, 399):03d}"
        if chance.random() < 0.5
        else None,
        swissdec_incident_id=str(chance.uuid()) if by_payroll_software else None,
        declaration_request_id=f"DR-{chance.randrange(10**8):08d}" if by_payroll_software else None,
        created_at=steps[0].at,
        submitted_at=next(
            (step.at for step in steps if step.kind is ClaimEventKind.SUBMITTED), None
        ),
    )


def _event(case: Case, step: Step, chance: Chance) -> models.ClaimEvent:
    refused = ClaimEventKind.REFUSED in case.story.life
    remarked = step.kind is (
        ClaimEventKind.REFUSED if refused else ClaimEventKind.INFORMATION_REQUESTED
    )
    return models.ClaimEvent(
        id=chance.uuid(),
        claim_id=case.claim.id,
        kind=step.kind,
        status=step.status,
        actor=case.declarant if step.kind in BY_THE_COMPANY else case.handler,
        message=(remarked and case.story.remark) or message(step.kind, case.firm.language),
        at=step.at,
    )
