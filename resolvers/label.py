"""The labels of the enums, for forms and lists: codes are for programs, labels for people."""

from dataclasses import dataclass

from errors import BadUserInput
from languages import later, say
from models.label import LABELS, Labels
from permissions import AskWho
from resolvers.claim import ClaimOrder
from resolvers.contact import ContactTopic
from resolvers.context import Info
from resolvers.invoice import InvoiceOrder
from resolvers.tokens import TokenDelivery

ALL_LABELS: Labels = {
    **LABELS,
    AskWho: {
        AskWho.ADMINISTRATOR: later("Administrator"),
        AskWho.CONTRACT_MANAGER: later("Contract manager"),
        AskWho.HEALTH_MANAGER: later("Health manager"),
        AskWho.HOTLINE: later("Hotline"),
    },
    ClaimOrder: {
        ClaimOrder.NEWEST: later("Newest first"),
        ClaimOrder.OLDEST: later("Oldest first"),
        ClaimOrder.LATEST_EVENT: later("Latest event first"),
        ClaimOrder.EARLIEST_EVENT: later("Earliest event first"),
    },
    ContactTopic: {
        ContactTopic.PLATFORM_USE: later("Use of the platform"),
        ContactTopic.ACCESSES: later("Accesses"),
        ContactTopic.PERSONAL_INFORMATION: later("Personal information"),
        ContactTopic.LOST_IDENTIFIER: later("Lost user number"),
        ContactTopic.CLAIM_CONTENT: later("Content of a declaration"),
        ContactTopic.SETTLEMENT_CONTENT: later("Content of a settlement"),
        ContactTopic.MISSING_ACCESS: later("Missing access"),
    },
    InvoiceOrder: {
        InvoiceOrder.LATEST_PERIOD: later("Latest period first"),
        InvoiceOrder.EARLIEST_PERIOD: later("Earliest period first"),
        InvoiceOrder.DUE_FIRST: later("Due first"),
    },
    TokenDelivery: {
        TokenDelivery.BEARER: later("In the answer"),
        TokenDelivery.COOKIE: later("In a cookie"),
    },
}
"""Of each enum of the schema: its members' labels in English."""

BY_NAME = {enum.__name__: labels for enum, labels in ALL_LABELS.items()}


@dataclass(frozen=True, slots=True)
class EnumLabel:
    """What people call one member of an enum."""

    enum: str
    value: str
    label: str


async def list_enum_labels(info: Info, enum: str | None = None) -> list[EnumLabel]:
    """What people call the members of an enum, in their order and in the language of the answer; without `enum`, those of all."""
    if enum is not None and enum not in BY_NAME:
        raise BadUserInput(say("This schema has no such enum."), argument="enum")
    asked = BY_NAME if enum is None else {enum: BY_NAME[enum]}
    return [EnumLabel(name, member.value, say(label)) for name, labels in asked.items() for member, label in labels.items()]
