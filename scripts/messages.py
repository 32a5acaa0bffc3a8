"""Keeps the catalogues of messages in step with the sources.

python -m scripts.messages           add new messages, to be translated, and drop unused ones
python -m scripts.messages --check   exit with 1 if a catalogue is stale, incomplete or fuzzy
python -m scripts.rename_messages    change a message in the sources and in the catalogues
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from i18n import LOCALES, TRANSLATED

ROOT = LOCALES.parent
LAYERS = (
    "adapters",
    "data",
    "demo",
    "models",
    "permissions",
    "pipeline",
    "resolvers",
    "schema",
    "server",
    "transport",
)
TRANSLATED_FILES = (
    *ROOT.glob("*.py"),
    *(path for layer in LAYERS for path in (ROOT / layer).rglob("*.py")),
)
"""Files that may speak to a person. The command line is for operators and stays English."""
MARKS = {"gettext": None, "gettext_noop": None}
PLACEHOLDER = re.compile(r"%\(\w+\)s|%")
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def messages() -> set[str]:
    """Return every text that the sources mark with `gettext` or `gettext_noop`."""
    return {text for path in TRANSLATED_FILES for text in messages_of(path.read_bytes())}


def messages_of(source: bytes) -> Iterator[str]:
    """Yield the texts that one source marks."""
    for _, text, _, _ in extract("python", BytesIO(source), MARKS):
        yield str(text)


def path_of(language: str) -> Path:
    """Return the path of a language's catalogue."""
    return LOCALES / language / "LC_MESSAGES" / "guichet.po"


def read(language: str) -> Catalog:
    """Read the catalogue of a language."""
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language)


def updated_catalogue(language: str, said: set[str], catalogue: Catalog | None = None) -> bytes:
    """Return the file of a language: the messages in order, with the translations there are."""
    known, fresh = catalogue or read(language), Catalog(locale=language)
    for text in said:
        entry = known.get(text)
        fresh.add(
            text,
            entry.string if entry else "",
            flags=entry.flags - {"python-format"} if entry else (),
        )
    written = BytesIO()
    write_po(written, fresh, sort_output=True, omit_header=True, width=120)
    return HEADER.format(language=language).encode() + written.getvalue()


def errors(catalogue: Catalog, said: set[str]) -> Iterator[str]:
    """Yield what a translator has to correct."""
    entries = {str(entry.id): entry for entry in catalogue if entry.id}
    yield from (f"missing: {text}" for text in sorted(said - entries.keys()))
    yield from (
        f"unused: {text}"
        for text in sorted((entries.keys() - said) | set(map(str, catalogue.obsolete)))
    )
    for text, entry in sorted(entries.items()):
        if not entry.string:
            yield f"untranslated: {text}"
        elif entry.fuzzy:
            yield f"fuzzy: {text}"
        elif sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(str(entry.string))):
            yield f"other placeholders: {text}"


def main() -> None:
    """Update the catalogues, or check them."""
    said = messages()
    if "--check" in sys.argv:
        found = [
            f"{language}: {error}"
            for language in TRANSLATED
            for error in errors(read(language), said)
        ]
        stale = [
            language
            for language in TRANSLATED
            if updated_catalogue(language, said) != path_of(language).read_bytes()
        ]
        if found or stale:
            sys.exit(
                "\n".join(
                    [*found, *(f"{language}: stale, run `make messages`" for language in stale)]
                )
            )
        return
    for language in TRANSLATED:
        path_of(language).write_bytes(updated_catalogue(language, said))
        waiting = [
            error for error in errors(read(language), said) if error.startswith("untranslated")
        ]
        print(f"{language}: {len(waiting)} to translate")


if __name__ == "__main__":
    main()
