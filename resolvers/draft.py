"""Content of a claim draft: applied and validated; incomplete drafts are valid."""

from datetime import date

import strawberry

import models
from data.global_id import key_from_global_id
from i18n import gettext, gettext_noop
from models import ClaimKind, DatePrecision, Line, identifiers, label
from permissions import reach
from pipeline.context import Context
from resolvers.validation import InputValidator

HISTORY_ERRORS = {
    "DEGREE_OUT_OF_RANGE": gettext_noop("The degree is between 0 and 100 per cent."),
    "END_BEFORE_START": gettext_noop("The period ends before it begins."),
    "PERIODS_OVERLAP": gettext_noop("The period begins before the previous one has ended."),
    "PERIODS_LEAVE_A_GAP": gettext_noop(
        "There is a gap before this period: state 0 per cent where there was no incapacity."
    ),
}


@strawberry.input(description="One stretch of incapacity for work.")
class IncapacityInput:
    """One stretch of incapacity for work."""

    start: date
    end: date | None = strawberry.field(
        default=None, description="The last day; null while the end is open."
    )
    degree: int = strawberry.field(description="Per cent, 0 to 100.")


@strawberry.input(
    description="What a declaration says. In an update, what is left out stays as it is."
)
class ClaimDraft:
    """What a declaration says. In an update, what is left out stays as it is."""

    kind: ClaimKind | None = None
    line: Line | None = None
    insured_first_name: str | None = None
    insured_last_name: str | None = None
    insured_avs_number: str | None = strawberry.field(
        default=None, description="756.dddd.dddd.dd, with its check digit."
    )
    event_date: date | None = None
    event_date_precision: DatePrecision | None = None
    description: str | None = None
    incapacity: list[IncapacityInput] | None = strawberry.field(
        default=None, description="The whole history, gap-free; it replaces the former."
    )
    earlier_claim_id: strawberry.ID | None = strawberry.field(
        default=None, description="Of a relapse: the claim that it follows."
    )
    company_reference: str | None = strawberry.field(
        default=None, description="The company's own id of the case."
    )
    swissdec_incident_id: str | None = None
    declaration_request_id: str | None = None


async def apply_draft(context: Context, claim: models.Claim, draft: ClaimDraft) -> None:
    """Apply a draft to the claim, or raise `Invalid` with all its problems."""
    validator = InputValidator()
    for name, longest in (
        ("insured_first_name", 60),
        ("insured_last_name", 60),
        ("description", 10_000),
    ):
        if (value := getattr(draft, name)) is not None:
            setattr(
                claim,
                name,
                validator.text(
                    value, field_path(name), longest, required=False, lines=name == "description"
                ),
            )
    for name in ("company_reference", "swissdec_incident_id", "declaration_request_id"):
        if (value := getattr(draft, name)) is not None:
            setattr(
                claim, name, validator.text(value, field_path(name), 60, required=False) or None
            )
    for name in ("kind", "line", "event_date", "event_date_precision"):
        if (value := getattr(draft, name)) is not None:
            setattr(claim, name, value)
    if draft.event_date is not None and draft.event_date_precision is None:
        claim.event_date_precision = DatePrecision.EXACT
    if (number := draft.insured_avs_number) is not None:
        read = (
            validator.identifier(
                number, "draft.insuredAvsNumber", identifiers.normalize_avs, "INVALID_AVS_NUMBER"
            )
            if number.strip()
            else ""
        )
        claim.insured_avs_number = read
    await _apply_earlier_claim(context, claim, draft.earlier_claim_id, validator)
    _check_content(context, claim, draft, validator)
    validator.raise_problems()


def _check_content(
    context: Context, claim: models.Claim, draft: ClaimDraft, validator: InputValidator
) -> None:
    if claim.line not in claim.kind.lines:
        lines = " / ".join(label(line) for line in Line if line in claim.kind.lines)
        message = gettext(
            "A claim of the kind “%(kind)s” can only belong to: %(lines)s.",
            kind=label(claim.kind),
            lines=lines,
        )
        validator.add("LINE_DOES_NOT_FIT", "draft.line", message)
    if claim.event_date > context.today:
        validator.add("DATE_IN_FUTURE", "draft.eventDate", gettext("The event is in the future."))
    periods = draft.incapacity or []
    if fault := models.find_history_error(
        [(period.start, period.end, period.degree) for period in periods]
    ):
        validator.add(fault[1], f"draft.incapacity.{fault[0]}", gettext(HISTORY_ERRORS[fault[1]]))


async def _apply_earlier_claim(
    context: Context, claim: models.Claim, earlier_id: str | None, validator: InputValidator
) -> None:
    """Apply the earlier claim, which only a relapse has."""
    if claim.kind is not ClaimKind.RELAPSE:
        claim.earlier_claim_id = None
        if earlier_id is not None:
            validator.add(
                "ONLY_FOR_RELAPSE",
                "draft.earlierClaimId",
                gettext("Only a relapse can refer to an earlier claim."),
            )
    elif earlier_id is not None:
        claim.earlier_claim_id = key_from_global_id(
            earlier_id, models.Claim, "draft.earlierClaimId"
        )
        reached = reach(models.Claim, context.signed_in()).exclude(id=claim.id)
        if not await reached.filter(id=claim.earlier_claim_id).exists():
            validator.add("NOT_FOUND", "draft.earlierClaimId", gettext("No such claim."))


def field_path(name: str) -> str:
    """Return the path of a column in the mutation's input, such as `draft.eventDate`."""
    first, *rest = name.split("_")
    return f"draft.{first}{''.join(word.capitalize() for word in rest)}"


async def replace_incapacity_history(
    claim: models.Claim, periods: list[IncapacityInput] | None
) -> None:
    """Replace the history of incapacity; None leaves it as it is."""
    if periods is None:
        return
    await models.IncapacityPeriod.filter(claim_id=claim.id).delete()
    await models.IncapacityPeriod.bulk_create(
        models.IncapacityPeriod(
            claim_id=claim.id, start=period.start, end=period.end, degree=period.degree
        )
        for period in periods
    )
