"""Changes message ids in the sources and in the catalogues at once; translations are kept.

python -m scripts.rename_messages OLD NEW     change one message
python -m scripts.rename_messages PAIRS.json  change those of a file

The file is an object of old ids; each value is the new id, or an object of `en` (the new id; the
old one stays without it) and of the languages whose translation changes as well:

    {"Old text.": "New text.",
     "Another.": {"en": "Another one.", "de": "Ein anderer."}}

Placeholders must stay the same. Tests that quote a message whole are changed too; what quotes it
in part is for the author.
"""

import ast
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog

from i18n import TRANSLATED
from scripts.messages import (
    MARKS,
    PLACEHOLDER,
    ROOT,
    TRANSLATED_FILES,
    messages,
    path_of,
    read,
    updated_catalogue,
)

WIDTH: Final = 90
"""Characters of a line of source that one message may fill; a longer one is split at a space."""

Changes = Mapping[str, Mapping[str, str]]
"""For each old id: the new id as `en`, and the translations that change, by language."""


def changes_of(text: str) -> dict[str, dict[str, str]]:
    """Read a file of changes; raise `ValueError` if a placeholder is lost or added."""
    given = json.loads(text)
    changes = {
        old: {"en": new} if isinstance(new, str) else {"en": old, **new}
        for old, new in given.items()
    }
    for old, texts in changes.items():
        for new in texts.values():
            if sorted(PLACEHOLDER.findall(old)) != sorted(PLACEHOLDER.findall(new)):
                raise ValueError(f"other placeholders: {old!r}, {new!r}")
    return changes


def literal(text: str) -> str:
    """Return a text as Python source, in parts of `WIDTH` characters where it is longer."""
    parts, rest = [], text
    while len(rest) > WIDTH:
        at = rest.rfind(" ", 0, WIDTH) + 1 or len(rest)
        parts.append(rest[:at])
        rest = rest[at:]
    return "\n".join(_quoted(part) for part in [*parts, rest] if part)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def renamed_source(source: str, changes: Changes, *, marked: bool) -> str:
    """Replace the ids in a source: the marked ones, or with `marked` false every equal literal."""
    tree = ast.parse(source)
    new = {old: texts["en"] for old, texts in changes.items() if texts.get("en", old) != old}
    found = [
        (node, new[text])
        for node, text in (_marked(tree) if marked else _literals(tree))
        if text in new
    ]
    lines = source.encode().splitlines(keepends=True)
    for node, text in sorted(found, key=lambda one: _place(one[0]), reverse=True):
        last = (node.end_lineno or node.lineno) - 1
        before = lines[node.lineno - 1][: node.col_offset]
        after = lines[last][node.end_col_offset :]
        written = literal(text) if marked else _quoted(text)
        lines[node.lineno - 1 : last + 1] = [before + written.encode() + after]
    return b"".join(lines).decode()


def _place(node: ast.Constant) -> tuple[int, int]:
    return node.lineno, node.col_offset


def _literals(tree: ast.AST) -> Iterator[tuple[ast.Constant, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node, node.value


def _marked(tree: ast.AST) -> Iterator[tuple[ast.Constant, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS:
            for argument in node.args[:1]:
                yield from _literals(argument)


def renamed_catalogue(catalogue: Catalog, language: str, changes: Changes) -> Catalog:
    """Return a catalogue under the new ids, with its translations or those of the changes."""
    fresh = Catalog(locale=language)
    for entry in catalogue:
        if entry.id:
            old = str(entry.id)
            texts = changes.get(old, {})
            said = texts.get(language, entry.string)
            fresh.add(texts.get("en", old), said, flags=entry.flags - {"python-format"})
    return fresh


def rename(changes: Changes) -> None:
    """Change sources, tests and catalogues; raise `ValueError` for an id that no source marks."""
    if unknown := changes.keys() - messages():
        raise ValueError(f"no source marks: {sorted(unknown)}")
    for path, marked in [
        *((path, True) for path in TRANSLATED_FILES),
        *((path, False) for path in (ROOT / "tests").rglob("*.py")),
    ]:
        _rewrite(path, changes, marked=marked)
    said = messages()
    for language in TRANSLATED:
        catalogue = renamed_catalogue(read(language), language, changes)
        path_of(language).write_bytes(updated_catalogue(language, said, catalogue))


def _rewrite(path: Path, changes: Changes, *, marked: bool) -> None:
    source = path.read_text(encoding="utf-8")
    new = renamed_source(source, changes, marked=marked)
    if new != source:
        path.write_text(new, encoding="utf-8")
        print(path.relative_to(ROOT))


def main() -> None:
    """Read the command line and change the messages; format the sources afterwards."""
    match sys.argv[1:]:
        case [file]:
            rename(changes_of(Path(file).read_text(encoding="utf-8")))
        case [old, new]:
            rename(changes_of(json.dumps({old: new})))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
