"""Rules: the only place that decides on permissions.

A rule is data: roles, an access, a second factor that was verified recently (step-up). It is a
permission class of Strawberry, which checks it before the resolver of the field runs.

Nothing here queries the database and nothing is async. A refusal names whom to ask;
`schema/error_format.py` looks up their contact details, only for responses that contain a refusal.
"""

import re
from dataclasses import dataclass
from types import ModuleType
from typing import Any, ClassVar

from strawberry.permission import BasePermission

from errors import Forbidden, StepUpRequired, Unauthenticated
from i18n import gettext
from models import Access, Role, label
from permissions.grants import GRANTED_BY, AskWho
from permissions.viewer import Viewer

MANAGERS = frozenset({Role.CONTRACT_MANAGER, Role.HEALTH_MANAGER})


@dataclass(frozen=True, slots=True)
class MissingRequirement:
    """Requirement of a rule that a viewer does not meet, and whom to ask for it."""

    code: str
    message: str
    ask_who: AskWho | None
    """None if the viewer can meet the requirement alone."""
    access: Access | None = None


class Rule(BasePermission):
    """Requirements on a viewer: signed in, in one of `roles`, with `access`, and stepped up.

    Requirements that are not set do not apply.
    """

    roles: ClassVar[frozenset[Role] | None] = None
    access: ClassVar[Access | None] = None
    action: ClassVar[str]
    """Action that completes the sentence "You may not …": a message of the catalogues."""
    ask_who: ClassVar[AskWho] = AskWho.ADMINISTRATOR
    """Contact for a missing role; for a missing access, `GRANTED_BY` applies."""
    step_up: ClassVar[bool] = False
    """True if the second factor must have been verified recently."""

    @classmethod
    def missing(cls, viewer: Viewer | None) -> MissingRequirement | None:
        """Return the first requirement that the viewer does not meet, or None."""
        if viewer is None:
            return MissingRequirement("UNAUTHENTICATED", gettext("Sign in first."), AskWho.HOTLINE)
        if cls.roles is not None and viewer.role not in cls.roles:
            return MissingRequirement(
                "FORBIDDEN", gettext("You may not %(act)s.", act=gettext(cls.action)), cls.ask_who
            )
        if cls.access is not None and cls.access not in viewer.accesses:
            granter = GRANTED_BY[cls.access]
            named = {"act": gettext(cls.action), "access": label(cls.access)}
            message = gettext("You may not %(act)s: the access “%(access)s” is missing.", **named)
            return MissingRequirement("FORBIDDEN", message, granter, cls.access)
        if cls.step_up and not viewer.fresh:
            return MissingRequirement(
                StepUpRequired.code,
                gettext(
                    "To %(act)s, verify your second factor again (proveAgain).",
                    act=gettext(cls.action),
                ),
                None,
            )
        return None

    @classmethod
    def allows(cls, viewer: Viewer | None) -> bool:
        """Return True if the viewer meets all requirements."""
        return cls.missing(viewer) is None

    @classmethod
    def refusal(cls, viewer: Viewer | None) -> Unauthenticated | Forbidden | StepUpRequired | None:
        """Return the error that refuses the viewer, or None if the rule allows."""
        missing = cls.missing(viewer)
        if missing is None:
            return None
        if missing.ask_who is None:
            return StepUpRequired(missing.message)
        if missing.code == Unauthenticated.code:
            return Unauthenticated(missing.message)
        return Forbidden(missing.message, access=missing.access, ask_who=missing.ask_who)

    @classmethod
    def implies(cls, other: type["Rule"]) -> bool:
        """Return True if every viewer that this rule allows is also allowed by the other one."""
        signed_in = cls is not Anyone or other is Anyone
        roles = other.roles is None or (cls.roles is not None and cls.roles <= other.roles)
        return (
            signed_in
            and roles
            and other.access in (None, cls.access)
            and cls.step_up >= other.step_up
        )

    @classmethod
    def display_name(cls) -> str:
        """Return the name of the rule as words: `SeeInvoices` reads "see invoices"."""
        return re.sub(r"(?<!^)(?=[A-Z])", " ", cls.__name__).lower()

    @classmethod
    def describe_requirements(cls) -> str:
        """Return the requirements as a sentence; empty if being signed in is enough."""
        roles = (
            " or ".join(role.value.lower().replace("_", " ") for role in sorted(cls.roles))
            if cls.roles
            else ""
        )
        granter = ""  # managers have their accesses by office
        if cls.access and not (cls.roles and cls.roles <= MANAGERS):
            name = GRANTED_BY[cls.access].lower().replace("_", " ")
            granter = f" (granted by the {name})"
        parts = (
            f"the role {roles}" if roles else "",
            f"the access {cls.access}{granter}" if cls.access else "",
            "a second factor verified a short time ago" if cls.step_up else "",
        )
        *most, last = list(filter(None, parts)) or [""]
        return f"Requires {' and '.join(filter(None, (', '.join(most), last)))}." if last else ""

    def has_permission(self, source: Any, info: Any, **kwargs: Any) -> bool:
        """Raise the refusal, which depends on the viewer; called by Strawberry."""
        refusal = self.refusal(info.context.viewer)
        if refusal is not None:
            raise refusal
        return True


class Anyone(Rule):
    """Everybody, anonymous callers included."""

    @classmethod
    def missing(cls, viewer: Viewer | None) -> MissingRequirement | None:
        """Return None: there are no requirements."""
        return None


class SignedIn(Rule):
    """Everybody signed in with both factors."""


def rules_of(*modules: ModuleType) -> tuple[type[Rule], ...]:
    """Return the rules defined in these modules, in the order of their definition."""
    classes = [
        (module, kind)
        for module in modules
        for kind in vars(module).values()
        if isinstance(kind, type)
    ]
    return tuple(
        kind
        for module, kind in classes
        if issubclass(kind, Rule) and kind.__module__ == module.__name__
    )
