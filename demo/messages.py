"""What the insurer and the company say to each other along a claim, in the company's language."""

from languages import later, say, speaking
from models import ClaimEventKind, Language

MESSAGES = {
    ClaimEventKind.INFORMATION_REQUESTED: later("Please describe exactly what happened."),
    ClaimEventKind.INFORMATION_PROVIDED: later("The information that you asked for is in the file."),
    ClaimEventKind.REOPENED: later("The case is reopened because of new information."),
}


def message(kind: ClaimEventKind, language: Language) -> str:
    """What is said at such a step; nothing at most of them."""
    with speaking(language):
        return say(MESSAGES[kind]) if kind in MESSAGES else ""
