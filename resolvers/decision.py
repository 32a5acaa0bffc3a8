"""What a rule answers before anybody tries: allowed, or the reasons against it, with whom to ask."""

from collections.abc import Sequence
from dataclasses import dataclass

from errors import Problem
from models import Access
from permissions import AskWho, MissingRequirement, Rule
from pipeline.context import Context
from resolvers.contact import Contact, find_contacts


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is not allowed: a permission that is missing, or a state that stands in the way."""

    code: str
    message: str
    access: Access | None = None
    ask_who: AskWho | None = None
    contact: Contact | None = None
    field: Sequence[str] | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a rule answers; `reasons` is empty where it allows."""

    allowed: bool
    reasons: Sequence[Reason] = ()


ALLOWED = Decision(True)


async def decide(context: Context, rule: type[Rule]) -> Decision:
    """What a rule answers to this viewer."""
    (decision,) = await decide_each(context, [rule])
    return decision


async def decide_each(context: Context, rules: Sequence[type[Rule]]) -> list[Decision]:
    """What each rule answers to this viewer; whoever can help is looked up once for all."""
    missing = [rule.missing(context.viewer) for rule in rules]
    wanted = {one.ask_who for one in missing if one is not None and one.ask_who is not None}
    contacts = await find_contacts(context, wanted) if wanted else {}
    return [
        ALLOWED if one is None else Decision(False, (_reason(context, one, contacts),))
        for one in missing
    ]


def _reason(
    context: Context, missing: MissingRequirement, contacts: dict[AskWho, Contact]
) -> Reason:
    if missing.ask_who is None:
        return Reason(missing.code, missing.message, missing.access)
    contact = contacts[missing.ask_who]
    message = missing.message if context.viewer is None else contact.with_contact(missing.message)
    return Reason(missing.code, message, missing.access, contact.ask_who, contact)


def reason_from_problem(problem: Problem) -> Reason:
    """A state that stands in the way, as the order itself would answer it."""
    return Reason(problem.code, problem.message, field=problem.field)
