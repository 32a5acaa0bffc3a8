"""Messages of the events of a claim, in the language of the company."""

from i18n import gettext, gettext_noop, override
from models import ClaimEventKind, Language

MESSAGES = {
    ClaimEventKind.INFORMATION_REQUESTED: gettext_noop("Please describe exactly what happened."),
    ClaimEventKind.INFORMATION_PROVIDED: gettext_noop(
        "The information that you asked for is in the file."
    ),
    ClaimEventKind.REOPENED: gettext_noop("The case is reopened because of new information."),
}


def message(kind: ClaimEventKind, language: Language) -> str:
    """Return the message of an event of this kind; empty for most kinds."""
    with override(language):
        return gettext(MESSAGES[kind]) if kind in MESSAGES else ""
