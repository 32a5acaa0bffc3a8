"""Content of a claim draft: applied and validated; incomplete drafts are valid."""

from datetime import date
from typing import Any

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


@strawberry.input
class IncapacityInput:
    """Period of incapacity for work."""

    start: date = strawberry.field(
        description="First day of the period, included; except in the first period of the list, "
        "the day after the end of the period before it."
    )
    end: date | None = strawberry.field(
        default=None,
        description="Last day of the period, included; null while the end is open, for the last "
        "period of the list only.",
    )
    degree: int = strawberry.field(description="Degree of incapacity in per cent, 0 to 100.")


def optional(description: str) -> Any:
    """Declare an input field that may be left out."""
    return strawberry.field(default=None, description=description)


@strawberry.input
class ClaimDraft:
    """Content of a declaration.

    A field that is null or left out stays as it is, or empty in a new draft.
    """

    kind: ClaimKind | None = optional(
        "Kind of claim; required for a new draft. Any other than `RELAPSE` clears `earlierClaimId`."
    )
    line: Line | None = optional(
        "Line of insurance, one that fits the kind of claim; in a new draft by default the first "
        "one that fits."
    )
    insured_first_name: str | None = optional(
        "First name of the insured person, at most 60 characters; an empty text removes it."
    )
    insured_last_name: str | None = optional(
        "Last name of the insured person, at most 60 characters; an empty text removes it."
    )
    insured_avs_number: str | None = optional(
        "Social insurance number (AVS / AHV, eCH-0044) of the insured person in the form "
        "`756.dddd.dddd.dd`, with a correct check digit; an empty text removes it."
    )
    event_date: date | None = optional(
        "Date of the accident or start of the illness, in Swiss time, not in the future; in a new "
        "draft by default today."
    )
    event_date_precision: DatePrecision | None = optional(
        "Precision of `eventDate`; by default `EXACT` if a date is given, else `CLARIFYING` in a "
        "new draft."
    )
    description: str | None = optional(
        "Description of the event, at most 10000 characters, with line breaks; an empty text "
        "removes it."
    )
    incapacity: list[IncapacityInput] | None = optional(
        "Gap-free history of incapacity for work in order of time, which replaces the former one "
        "(Swissdec KLE); an empty list removes it. At most 100 periods (configurable)."
    )
    earlier_claim_id: strawberry.ID | None = optional(
        "Global ID of the earlier claim that a relapse follows; allowed for a relapse only, and "
        "required for its submission."
    )
    company_reference: str | None = optional(
        "The company's own case ID, at most 60 characters; an empty text removes it."
    )
    swissdec_incident_id: str | None = optional(
        "Swissdec KLE incident ID, at most 60 characters; an empty text removes it."
    )
    declaration_request_id: str | None = optional(
        "ID of the request that asked for the declaration, at most 60 characters; an empty text "
        "removes it."
    )


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
    if error := models.find_history_error(
        [(period.start, period.end, period.degree) for period in periods]
    ):
        validator.add(error[1], f"draft.incapacity.{error[0]}", gettext(HISTORY_ERRORS[error[1]]))


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
