"""Translation of the texts that people read, by gettext catalogues; codes and names stay English.

    raise BadUserInput(gettext("At most %(count)s values.", count=100), argument="ids")

The English text is the message id. The catalogues in `locales/` are read once at import; a missing
entry stays English. Texts of constants are marked with `gettext_noop(…)` and translated when they
are used: `gettext(TABLE[key])`.
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
"""Maximal length of an `Accept-Language` header; browsers send less than a hundred characters."""

_QUALITY = r"(?:[ \t]*;[ \t]*[qQ]=(?P<quality>0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?"
_RANGE = rf"(?P<tag>[A-Za-z]{{1,8}}(?:-[A-Za-z0-9]{{1,8}})*|\*){_QUALITY}"
_LANGUAGE_RANGE = re.compile(rf"[ \t]*(?:{_RANGE})?[ \t]*", re.ASCII)
_active: ContextVar[str | None] = ContextVar("active_language", default=None)


def read_catalogue(language: str) -> dict[str, str]:
    """Return the translations of a language by their English texts."""
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
    """Translate a text into the active language and fill in its `%(name)s` placeholders."""
    translated = _CATALOGUES[_active.get() or DEFAULT].get(text, text)
    return translated % values if values else translated


def gettext_noop(text: str) -> str:
    """Return the text unchanged; the name marks it for the catalogues."""
    return text


def activate(accept_language: str | None) -> None:
    """Activate the language of an `Accept-Language` header for an operation, if it is supported."""
    short = accept_language is not None and len(accept_language) <= MAX_HEADER
    _active.set(negotiate(accept_language) if accept_language and short else None)


def activate_preferred(language: str) -> None:
    """Activate the user's own language, unless the request asks for another one."""
    if _active.get() is None:
        _active.set(language.lower())


def get_language() -> str:
    """Return the ISO 639-1 code of the active language."""
    return _active.get() or DEFAULT


@contextmanager
def override(language: str) -> Iterator[None]:
    """Activate a language for a block: mails are in the recipient's language, not the sender's."""
    token = _active.set(language.lower())
    try:
        yield
    finally:
        _active.reset(token)


@lru_cache(maxsize=500)
def negotiate(accept_language: str) -> str | None:
    """Return the supported language preferred by an `Accept-Language` header (RFC 9110, 12.5.4).

    None if it prefers none of the supported languages, or if it is malformed.
    """
    matches = [_LANGUAGE_RANGE.fullmatch(part) for part in accept_language.split(",")]
    if None in matches:
        return None
    preferences = [
        (match["tag"].lower(), float(match["quality"] or 1))
        for match in matches
        if match and match["tag"]
    ]
    refused = {tag for tag, quality in preferences if not quality}
    for tag, quality in sorted(preferences, key=lambda preference: -preference[1]):
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
