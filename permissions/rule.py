"""The only decision in the house: may this viewer do this? A rule is data: a role, an access, a fresh second factor.

A rule is one of Strawberry's permission classes, so Strawberry enforces it before the field's resolver runs.
Nothing here queries a database and nothing is async: a refusal names whom to ask, and
`schema/error_format.py` looks up how to reach them, once, only for answers that contain a refusal.
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


@dataclass(frozen=True, slots=True)
class Missing:
    """Why a viewer is refused: what is missing, and who can help. How to reach them is looked up where it is told."""

    code: str
    message: str
    ask_who: AskWho | None
    """None where nobody else is needed."""
    access: Access | None = None


class Rule(BasePermission):
    """What a viewer needs: to be signed in; one of `roles`, `access` and a fresh second factor, each where it is set."""

    roles: ClassVar[frozenset[Role] | None] = None
    access: ClassVar[Access | None] = None
    act: ClassVar[str]
    """What it is about, as one would finish "you may not …": a text of the catalogues."""
    ask_who: ClassVar[AskWho] = AskWho.ADMINISTRATOR
    """Whom to ask when the role is missing; for an access, `GRANTED_BY` knows."""
    step_up: ClassVar[bool] = False
    """Whether the second factor must have been proved a short time ago."""

    @classmethod
    def missing(cls, viewer: Viewer | None) -> Missing | None:
        """What this viewer lacks, or None when the rule allows."""
        if viewer is None:
            return Missing("UNAUTHENTICATED", gettext("Sign in first."), AskWho.HOTLINE)
        if cls.roles is not None and viewer.role not in cls.roles:
            return Missing(
                "FORBIDDEN", gettext("You may not %(act)s.", act=gettext(cls.act)), cls.ask_who
            )
        if cls.access is not None and cls.access not in viewer.accesses:
            granter = GRANTED_BY[cls.access]
            named = {"act": gettext(cls.act), "access": label(cls.access)}
            message = gettext("You may not %(act)s: the access “%(access)s” is missing.", **named)
            return Missing("FORBIDDEN", message, granter, cls.access)
        if cls.step_up and not viewer.fresh:
            return Missing(
                StepUpRequired.code,
                gettext(
                    "To %(act)s, verify your second factor again (proveAgain).",
                    act=gettext(cls.act),
                ),
                None,
            )
        return None

    @classmethod
    def allows(cls, viewer: Viewer | None) -> bool:
        """Whether this viewer may."""
        return cls.missing(viewer) is None

    @classmethod
    def refusal(cls, viewer: Viewer | None) -> Unauthenticated | Forbidden | StepUpRequired | None:
        """The error that says what this viewer lacks, or None when the rule allows."""
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
        """Whether whoever may do this may do the other as well: it asks for no more."""
        signed_in = cls is not Anyone or other is Anyone
        roles = other.roles is None or (cls.roles is not None and cls.roles <= other.roles)
        return (
            signed_in
            and roles
            and other.access in (None, cls.access)
            and cls.step_up >= other.step_up
        )

    @classmethod
    def phrase(cls) -> str:
        """The rule as one would finish "you may …": `SeeInvoices` reads "see invoices"."""
        return re.sub(r"(?<!^)(?=[A-Z])", " ", cls.__name__).lower()

    @classmethod
    def sentence(cls) -> str:
        """The rule as the description of a field says it; nothing where no role and no access is needed."""
        who = (
            " or ".join(role.value.lower().replace("_", " ") for role in sorted(cls.roles))
            if cls.roles
            else ""
        )
        access = (
            f"the access {cls.access}, which the {GRANTED_BY[cls.access].lower().replace('_', ' ')} opens"
            if cls.access
            else ""
        )
        parts = (
            f"the role {who}" if who else "",
            access,
            "a second factor proved a short time ago" if cls.step_up else "",
        )
        return f"Needs {', and '.join(filter(None, parts))}." if any(parts) else ""

    def has_permission(self, source: Any, info: Any, **kwargs: Any) -> bool:
        """Strawberry's question; the refusal is raised here because it depends on the viewer."""
        refusal = self.refusal(info.context.viewer)
        if refusal is not None:
            raise refusal
        return True


class Anyone(Rule):
    """Everybody, strangers included."""

    @classmethod
    def missing(cls, viewer: Viewer | None) -> Missing | None:
        """Nothing is ever missing."""
        return None


class SignedIn(Rule):
    """Everybody who signed in with both factors."""


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
