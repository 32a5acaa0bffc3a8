"""What the insurer and the company say to each other along a claim, in the company's language."""

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
    """What is said at such a step; nothing at most of them."""
    with override(language):
        return gettext(MESSAGES[kind]) if kind in MESSAGES else ""
