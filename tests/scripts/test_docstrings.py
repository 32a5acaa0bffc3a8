"""The check of docstrings finds those that begin with a relative clause, and no others."""

import ast
from pathlib import Path

import pytest

from scripts import docstrings

SOURCE = '''"""Rows of a list."""


class Page:
    """What a list returns."""

    size = 20
    """How many rows there are."""

    def rows(self):
        """Return the rows."""
        return "What is no docstring."
'''


def test_docstrings_of_modules_classes_functions_and_names_are_read() -> None:
    assert [text for _, text in docstrings.docstrings(ast.parse(SOURCE))] == [
        "Rows of a list.",
        "What a list returns.",
        "How many rows there are.",
        "Return the rows.",
    ]


def test_docstrings_that_begin_with_a_relative_clause_are_named_with_their_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docstrings, "ROOT", tmp_path)
    (tmp_path / "page.py").write_text(SOURCE, encoding="utf-8")
    assert list(docstrings.faults(tmp_path / "page.py")) == [
        "page.py:5: What a list returns.",
        "page.py:8: How many rows there are.",
    ]


@pytest.mark.parametrize("word", ["What", "whether", "WHO", "Whom", "Where", "When", "Why"])
def test_each_interrogative_is_one(word: str) -> None:
    assert docstrings.RIDDLE.match(f"{word} it is.")


@pytest.mark.parametrize("text", ["Whole rows.", "Whatsoever", "Whereabouts.", "Return what it is"])
def test_other_words_are_none(text: str) -> None:
    assert not docstrings.RIDDLE.match(text)


def test_the_command_fails_with_what_it_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docstrings, "ROOT", tmp_path)
    (tmp_path / "page.py").write_text(SOURCE, encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["docstrings", "page.py"])
    with pytest.raises(SystemExit, match="2 docstrings begin"):
        docstrings.main()
    (tmp_path / "page.py").write_text('"""Rows."""\n', encoding="utf-8")
    docstrings.main()


def test_migrations_are_generated_and_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(docstrings, "ROOT", tmp_path)
    for folder in ("migrations", "migrations/models"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "apply.py").touch()
    assert list(docstrings.files(["migrations"])) == [tmp_path / "migrations" / "apply.py"]
