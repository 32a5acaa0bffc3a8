"""The pages lead to files and headings that exist, and use the field's words."""

import re
from pathlib import Path

import pytest

from scripts.schema_reference import anchor

ROOT = Path(__file__).parents[2]
PAGES = [
    ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "benchmarks/README.md")
] + sorted(
    [*ROOT.glob("docs/*.md"), *ROOT.glob("docs/decisions/*.md"), *ROOT.glob("clients/*/*.md")]
)
GENERATED = ("docs/schema.md", "docs/access.md")
SETTINGS = re.compile(r"<!-- settings: .*<!-- /settings -->", re.DOTALL)
DIALECT = re.compile(
    r"\b(strangers?|whoever|whomever|turnstile|fare|orders? that|an order's|the order's)\b", re.I
)
"""Words of the former dialect. An order is a sort order here, a mutation is a mutation."""

PATHS = re.compile(r"`((?:[a-z_]+/)+[\w.-]+\.(?:py|md|txt|lock|json|graphql))\b")
"""Paths of files from the root, as the pages quote them; those of `docs/security.md` begin at `tests/`."""


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def anchors(page: Path) -> set[str]:
    return {anchor(text) for text in re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_local_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)\s]+)\)", page.read_text(encoding="utf-8"))
    for link in links:
        path, _, heading = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert not heading or heading in anchors(target), link


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_file_that_a_page_names_exists(page: Path) -> None:
    named = set(PATHS.findall(page.read_text(encoding="utf-8")))
    starts = (ROOT, ROOT / "tests", page.parent)
    assert {path for path in named if not any((start / path).exists() for start in starts)} == set()


@pytest.mark.parametrize(
    "page", [page for page in PAGES if name_of(page) not in GENERATED], ids=name_of
)
def test_the_pages_speak_the_field_s_words(page: Path) -> None:
    text = SETTINGS.sub("", page.read_text(encoding="utf-8"))
    text = re.sub(r"`[^`]*`", "", text)
    assert [match[0] for match in DIALECT.finditer(text)] == []


TERM = re.compile(r"^\| ([^|]+) \| \[[^]]+\]\(\.\./([^)]+)\) \|", re.MULTILINE)
"""Rows of the glossary's first table: the term, and the file that defines it."""


@pytest.mark.parametrize(("term", "file"), TERM.findall((ROOT / "docs/glossary.md").read_text()))
def test_a_term_of_the_glossary_occurs_in_its_file(term: str, file: str) -> None:
    text = re.sub(r"[^a-z]", "", (ROOT / file).read_text(encoding="utf-8").lower())
    name = term.split(", ")[-1]
    assert {word for word in re.findall(r"\w{4,}", name.lower()) if word not in text} == set()
