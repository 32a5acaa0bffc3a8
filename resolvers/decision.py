"""Decisions of rules: allowed, or the reasons against it with whom to ask."""

from collections.abc import Sequence
from dataclasses import dataclass

from errors import Problem
from models import Access
from permissions import AskWho, MissingRequirement, Rule
from pipeline.context import Context
from resolvers.contact import Contact, find_contacts


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason against an action: a missing permission, or the state of the row."""

    code: str
    message: str
    access: Access | None = None
    ask_who: AskWho | None = None
    contact: Contact | None = None
    field: Sequence[str] | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """Decision of a rule; `reasons` is empty if it is allowed."""

    allowed: bool
    reasons: Sequence[Reason] = ()


ALLOWED = Decision(True)


async def decide(context: Context, rule: type[Rule]) -> Decision:
    """Return the decision of one rule on the viewer."""
    (decision,) = await decide_each(context, [rule])
    return decision


async def decide_each(context: Context, rules: Sequence[type[Rule]]) -> list[Decision]:
    """Return the decision of each rule on the viewer; contacts are looked up once for all."""
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
    """Return the reason for a state that prevents an action, as the mutation words it."""
    return Reason(problem.code, problem.message, field=problem.field)
