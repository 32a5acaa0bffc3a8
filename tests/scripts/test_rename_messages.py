"""Changing a message carries it over in sources and catalogues and keeps what was translated."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from i18n import TRANSLATED
from scripts import messages, rename_messages
from scripts.rename_messages import changes_of, literal, renamed_catalogue, renamed_source

SOURCE = '''"""Old text."""
TABLE = {1: gettext_noop("Old text.")}
raise NotFound(gettext("At most %(count)s." " Old.", count=1), argument="Old text.")
'''


def test_marked_texts_are_replaced_and_others_stay() -> None:
    changes = changes_of(
        '{"Old text.": "New «é» text.", "At most %(count)s. Old.": "No more than %(count)s."}'
    )
    assert renamed_source(SOURCE, changes, marked=True) == (
        '"""Old text."""\n'
        'TABLE = {1: gettext_noop("New «é» text.")}\n'
        'raise NotFound(gettext("No more than %(count)s.", count=1), argument="Old text.")\n'
    )


def test_in_tests_each_equal_literal_is_replaced() -> None:
    source = 'assert message == "Old text."\nassert "Old text. And more" in page\n'
    assert renamed_source(source, changes_of('{"Old text.": "New."}'), marked=False) == (
        'assert message == "New."\nassert "Old text. And more" in page\n'
    )


def test_two_texts_of_one_line_are_both_replaced() -> None:
    source = 'a = gettext("é"), gettext("b")\n'
    changes = changes_of('{"é": "longer than before", "b": "c"}')
    assert renamed_source(source, changes, marked=True) == (
        'a = gettext("longer than before"), gettext("c")\n'
    )


def test_a_long_text_is_split_between_words_and_stays_the_same() -> None:
    text = "word " * 40 + "end"
    assert eval(f"({literal(text)})") == text
    assert max(map(len, literal(text).splitlines())) <= rename_messages.WIDTH + 2


def test_translations_stay_unless_the_change_brings_another() -> None:
    known = Catalog(locale="de")
    known.add("Old text.", "Alter Text.")
    known.add("Other.", "Anderes.")
    known.add("Third.", "Drittes.")
    changes = changes_of(
        '{"Old text.": "New text.", "Other.": {"en": "Another.", "de": "Ein anderes."},'
        ' "Third.": {"de": "Das dritte."}}'
    )
    fresh = renamed_catalogue(known, "de", changes)
    assert {str(entry.id): entry.string for entry in fresh if entry.id} == {
        "New text.": "Alter Text.",
        "Another.": "Ein anderes.",
        "Third.": "Das dritte.",
    }


@pytest.mark.parametrize(
    "text", ['{"At most %(count)s.": "At most %(most)s."}', '{"%(a)s.": {"de": "Nichts."}}']
)
def test_a_lost_placeholder_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="other placeholders"):
        changes_of(text)


def test_an_unknown_message_is_refused_and_nothing_is_written() -> None:
    with pytest.raises(ValueError, match="no source marks"):
        rename_messages.rename({"No source says this.": {"en": "Nor this."}})


def test_sources_tests_and_catalogues_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, test = tmp_path / "source.py", tmp_path / "tests" / "test_it.py"
    test.parent.mkdir()
    source.write_text('a = gettext("Old.")\n', encoding="utf-8")
    test.write_text('assert a == "Old."\n', encoding="utf-8")
    for language in TRANSLATED:
        (tmp_path / f"{language}.po").write_text(f'msgid "Old."\nmsgstr "{language}"\n')
    for module in (messages, rename_messages):
        monkeypatch.setattr(module, "TRANSLATED_FILES", (source,))
        monkeypatch.setattr(module, "path_of", lambda language: tmp_path / f"{language}.po")
    monkeypatch.setattr(rename_messages, "ROOT", tmp_path)
    rename_messages.rename(changes_of('{"Old.": "New."}'))
    assert source.read_text() == 'a = gettext("New.")\n'
    assert test.read_text() == 'assert a == "New."\n'
    for language in TRANSLATED:
        assert f'msgid "New."\nmsgstr "{language}"\n' in (tmp_path / f"{language}.po").read_text()
    assert list(messages.errors(messages.read("de"), {"New."})) == []
