"""The languages that people read: whatever a person meets is said in one of them, codes and names stay.

    raise BadUserInput(gettext("At most %(count)s values.", count=100), argument="ids")

The English text is the message's id. `locales/` has the others, read once; an entry that is missing is said in
English. Texts of tables, filled before anybody asks, are marked with `gettext_noop(…)` and translated by `gettext(TABLE[key])`.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

from babel.messages.pofile import read_po

LOCALES = Path(__file__).parent / "locales"
DEFAULT = "fr"
TRANSLATED = (DEFAULT, "de", "it")
LANGUAGES = (*TRANSLATED, "en")
MAX_HEADER = 500
"""Characters of an `Accept-Language` that are looked at: browsers send fewer than a hundred."""

_RANGE = r"(?P<tag>[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*|\*)(?:[ \t]*;[ \t]*[qQ]=(?P<quality>0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?"
_LANGUAGE_RANGE = re.compile(rf"[ \t]*(?:{_RANGE})?[ \t]*", re.ASCII)
_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


def read_catalogue(language: str) -> dict[str, str]:
    """What each English text is in that language."""
    with (LOCALES / language / "LC_MESSAGES" / "guichet.po").open("rb") as file:
        return {
            str(entry.id): str(entry.string)
            for entry in read_po(file)
            if entry.id and entry.string and not entry.fuzzy
        }


_CATALOGUES: Mapping[str, Mapping[str, str]] = {
    "en": {},
    **{language: read_catalogue(language) for language in TRANSLATED},
}


def gettext(text: str, **values: object) -> str:
    """The text in the language of whoever reads it, with `values` in the place of its `%(name)s`."""
    said = _CATALOGUES[_spoken.get() or DEFAULT].get(text, text)
    return said % values if values else said


def gettext_noop(text: str) -> str:
    """The text itself, marked for the catalogues: whoever shows it says it."""
    return text


def activate(accept_language: str | None) -> None:
    """Begin an operation: it speaks the language that this header asks for, if it asks for one of ours."""
    short = accept_language is not None and len(accept_language) <= MAX_HEADER
    _spoken.set(negotiate(accept_language) if accept_language and short else None)


def activate_preferred(language: str) -> None:
    """Speak the reader's own language, unless the request asks for one."""
    if _spoken.get() is None:
        _spoken.set(language.lower())


def get_language() -> str:
    """The language spoken now, as its ISO 639-1 code."""
    return _spoken.get() or DEFAULT


@contextmanager
def override(language: str) -> Iterator[None]:
    """Speak the language of another reader: a mail's is its recipient's, not its sender's."""
    before = _spoken.set(language.lower())
    try:
        yield
    finally:
        _spoken.reset(before)


@lru_cache(maxsize=500)
def negotiate(accept_language: str) -> str | None:
    """The best of our languages by the header's quality values (RFC 9110, 12.5.4).

    None where it has no preference among ours, and where it is malformed: then it says nothing at all.
    """
    matches = [_LANGUAGE_RANGE.fullmatch(part) for part in accept_language.split(",")]
    if None in matches:
        return None
    wishes = [
        (match["tag"].lower(), float(match["quality"] or 1))
        for match in matches
        if match and match["tag"]
    ]
    refused = {tag for tag, quality in wishes if not quality}
    for tag, quality in sorted(wishes, key=lambda schema_view: -schema_view[1]):
        language = tag.partition("-")[0]
        if quality and language in LANGUAGES:
            return language
        if quality and tag == "*":
            return (
                next((other for other in LANGUAGES if other not in refused), None)
                if refused.intersection(LANGUAGES)
                else None
            )
    return None
