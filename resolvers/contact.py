"""Contacts: whom to ask about a topic or a missing access, and how to reach them."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, cast

import models
from adapters.database.statement import Slot, Statement, compiled
from errors import BadUserInput
from i18n import gettext, gettext_noop
from models import Access, Role
from permissions import GRANTED_BY, AskWho, Viewer
from pipeline.context import Context, Info


class ContactTopic(StrEnum):
    """Topic on which help is needed."""

    PLATFORM_USE = "PLATFORM_USE"
    """Use of the portal."""
    ACCESSES = "ACCESSES"
    """Accesses of users."""
    PERSONAL_INFORMATION = "PERSONAL_INFORMATION"
    """Name, e-mail address, phone number or language of a user."""
    LOST_IDENTIFIER = "LOST_IDENTIFIER"
    """Lost user number (n° d'identifiant)."""
    CLAIM_CONTENT = "CLAIM_CONTENT"
    """Content of a declaration or claim file."""
    SETTLEMENT_CONTENT = "SETTLEMENT_CONTENT"
    """Content of a settlement."""
    MISSING_ACCESS = "MISSING_ACCESS"
    """Missing access, named by the argument `access`."""


CONTACT_FOR_TOPIC = {
    ContactTopic.PLATFORM_USE: AskWho.CONTRACT_MANAGER,
    ContactTopic.ACCESSES: AskWho.CONTRACT_MANAGER,
    ContactTopic.PERSONAL_INFORMATION: AskWho.CONTRACT_MANAGER,
    ContactTopic.LOST_IDENTIFIER: AskWho.CONTRACT_MANAGER,
    ContactTopic.CLAIM_CONTENT: AskWho.HEALTH_MANAGER,
    ContactTopic.SETTLEMENT_CONTENT: AskWho.HEALTH_MANAGER,
}
"""Contact for each topic, by items 4, 6, 7, 8 and 9 of the FAQ."""


REFUSALS_WITH_CONTACT = {
    AskWho.ADMINISTRATOR: gettext_noop("%(refusal)s Ask your administrator, %(name)s."),
    AskWho.CONTRACT_MANAGER: gettext_noop("%(refusal)s Ask your contract manager, %(name)s."),
    AskWho.HEALTH_MANAGER: gettext_noop("%(refusal)s Ask your health manager, %(name)s."),
    AskWho.HOTLINE: gettext_noop("%(refusal)s Ask the hotline."),
}


@dataclass(frozen=True, slots=True)
class Contact:
    """A person to ask; `is_viewer` is True where the viewer can grant the access themselves."""

    ask_who: AskWho
    name: str
    email: str
    phone: str
    is_viewer: bool = False

    def with_contact(self, message: str) -> str:
        """Return the message of a refusal, followed by whom to ask."""
        if self.is_viewer:
            return gettext(
                "%(refusal)s You manage users, so you can grant it to yourself.", refusal=message
            )
        return gettext(REFUSALS_WITH_CONTACT[self.ask_who], refusal=message, name=self.name)


async def get_contact(info: Info, topic: ContactTopic, access: Access | None = None) -> Contact:
    """Contact for a topic; for managers and anonymous callers, the hotline.

    The error `BAD_USER_INPUT` if the topic is `MISSING_ACCESS` and no `access` is given.

    Args:
        topic: Topic on which help is needed.
        access: Missing access, required for the topic `MISSING_ACCESS` and otherwise without
            effect.
    """
    if topic is not ContactTopic.MISSING_ACCESS:
        ask_who = CONTACT_FOR_TOPIC[topic]
    elif access is not None:
        ask_who = GRANTED_BY[access]
    else:
        raise BadUserInput(gettext("State the missing access in `access`."), argument="access")
    return (await find_contacts(info.context, {ask_who}))[ask_who]


async def find_contacts(context: Context, kinds: Collection[AskWho]) -> dict[AskWho, Contact]:
    """Return the viewer's contact of each kind.

    Without such a person it is the contract manager, and without a company the hotline.
    """
    viewer = context.viewer
    company = None
    if viewer is not None and viewer.company_id is not None and set(kinds) != {AskWho.HOTLINE}:
        (company,) = await context.fetch_rows(_managers_statement(), viewer.parameters)
    return {ask_who: await _find(context, viewer, company, ask_who) for ask_who in kinds}


async def hotline_contacts(context: Context, kinds: Collection[AskWho]) -> dict[AskWho, Contact]:
    """Return the hotline for each of `kinds`, where the database cannot be asked."""
    return dict.fromkeys(kinds, hotline(context))


def hotline(context: Context) -> Contact:
    """Return the hotline, the contact of anonymous callers."""
    settings = context.services.settings
    return Contact(
        AskWho.HOTLINE, gettext("Hotline"), settings.hotline_email, settings.hotline_phone
    )


async def _find(context: Context, viewer: Viewer | None, company: Any, ask_who: AskWho) -> Contact:
    if viewer is None or company is None or ask_who is AskWho.HOTLINE:
        return hotline(context)
    if ask_who is AskWho.ADMINISTRATOR and (found := await _find_administrator(context, viewer)):
        return Contact(
            ask_who,
            f"{found.first_name} {found.last_name}",
            found.email,
            found.phone,
            found.user_id == viewer.user_id,
        )
    if ask_who is AskWho.HEALTH_MANAGER:
        return Contact(ask_who, company.health_name, company.health_email, company.health_phone)
    return Contact(
        AskWho.CONTRACT_MANAGER,
        company.contract_name,
        company.contract_email,
        company.contract_phone,
    )


async def _find_administrator(context: Context, viewer: Viewer) -> Any:
    """Return an active administrator who manages users; the viewer only if there is no other."""
    found = [
        one
        for one in await context.fetch_rows(_administrators_statement(), viewer.parameters)
        if one.manages_users
    ]
    found.sort(key=lambda membership: membership.user_id == viewer.user_id)
    return found[0] if found else None


@cache
def _managers_statement() -> Statement:
    """Select the two managers of the viewer's company."""
    paths: dict[str, Any] = {
        f"{kind}_{column}": f"{kind}_manager__{column}"
        for kind in ("contract", "health")
        for column in ("name", "email", "phone")
    }
    return compiled(
        models.Company.filter(id=cast("Any", Slot("viewer.company_id"))), ("id",), **paths
    )


@cache
def _administrators_statement() -> Statement:
    """Select the active administrators of the viewer's company, the longest-serving first."""
    company: Any = Slot("viewer.company_id")
    active = models.Membership.filter(
        company_id=company, role=Role.ADMINISTRATOR, user__status=models.UserStatus.ACTIVE
    )
    paths: dict[str, Any] = {
        column: f"user__{column}" for column in ("first_name", "last_name", "email", "phone")
    }
    return compiled(
        active.order_by("created_at", "id"), ("id", "user_id", "role", "accesses"), **paths
    )
