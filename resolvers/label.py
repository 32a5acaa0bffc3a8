"""Labels of enum values for forms and lists, in the language of the response."""

from dataclasses import dataclass

from errors import BadUserInput
from i18n import gettext, gettext_noop
from models.label import LABELS, Labels
from permissions import AskWho
from pipeline.context import Info
from resolvers.authentication.session_token import TokenDelivery
from resolvers.claim import ClaimOrder
from resolvers.contact import ContactTopic
from resolvers.invoice import InvoiceOrder

ALL_LABELS: Labels = {
    **LABELS,
    AskWho: {
        AskWho.ADMINISTRATOR: gettext_noop("Administrator"),
        AskWho.CONTRACT_MANAGER: gettext_noop("Contract manager"),
        AskWho.HEALTH_MANAGER: gettext_noop("Health manager"),
        AskWho.HOTLINE: gettext_noop("Hotline"),
    },
    ClaimOrder: {
        ClaimOrder.NEWEST: gettext_noop("Newest first"),
        ClaimOrder.OLDEST: gettext_noop("Oldest first"),
        ClaimOrder.LATEST_EVENT: gettext_noop("Latest event first"),
        ClaimOrder.EARLIEST_EVENT: gettext_noop("Earliest event first"),
    },
    ContactTopic: {
        ContactTopic.PLATFORM_USE: gettext_noop("Use of the platform"),
        ContactTopic.ACCESSES: gettext_noop("Accesses"),
        ContactTopic.PERSONAL_INFORMATION: gettext_noop("Personal information"),
        ContactTopic.LOST_IDENTIFIER: gettext_noop("Lost user number"),
        ContactTopic.CLAIM_CONTENT: gettext_noop("Content of a declaration"),
        ContactTopic.SETTLEMENT_CONTENT: gettext_noop("Content of a settlement"),
        ContactTopic.MISSING_ACCESS: gettext_noop("Missing access"),
    },
    InvoiceOrder: {
        InvoiceOrder.LATEST_PERIOD: gettext_noop("Latest period first"),
        InvoiceOrder.EARLIEST_PERIOD: gettext_noop("Earliest period first"),
        InvoiceOrder.DUE_FIRST: gettext_noop("Due first"),
    },
    TokenDelivery: {
        TokenDelivery.BEARER: gettext_noop("In the response"),
        TokenDelivery.COOKIE: gettext_noop("In a cookie"),
    },
}
"""Labels of the values of each enum of the schema, in English."""

BY_NAME = {enum.__name__: labels for enum, labels in ALL_LABELS.items()}


@dataclass(frozen=True, slots=True)
class EnumLabel:
    """Label of one enum value."""

    enum: str
    value: str
    label: str


async def list_enum_labels(info: Info, enum: str | None = None) -> list[EnumLabel]:
    """Labels of the enum values, in their order and in the language of the response.

    The error `BAD_USER_INPUT` for an unknown enum.

    Args:
        enum: Name of the enum, such as `ClaimStatus`; null for all enums.
    """
    if enum is not None and enum not in BY_NAME:
        raise BadUserInput(gettext("This schema has no such enum."), argument="enum")
    selected = BY_NAME if enum is None else {enum: BY_NAME[enum]}
    return [
        EnumLabel(name, member.value, gettext(label))
        for name, labels in selected.items()
        for member, label in labels.items()
    ]
