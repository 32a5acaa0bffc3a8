"""`docs/security.md`: each test that it names exists, and each requirement, attack and fault has one or says why not."""

import ast
import re

import pytest

from settings import Settings
from tests.support import ROOT

TESTS = ROOT / "tests"
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROWS = [line for line in PAGE.splitlines() if re.match(r"\| \d+\.\d+\.\d+", line)]
TRIED = {
    match[1]: line
    for line in PAGE.splitlines()
    if (match := re.match(r"\| ([TRSQFLD]\d+) \|", line))
}
"""Numbers of the attacks: traps, roads, signing in, documents (Q), files, limits and faults (D)."""
COUNTS = {"T": 12, "R": 15, "S": 17, "Q": 11, "F": 9, "L": 13, "D": 9}

LIMITING = ("max_", "rate_", "execution_", "statement_", "lock_", "idle_")
"""Prefixes of the settings that limit something."""


def functions_of(file: str) -> set[str]:
    """The test functions of a file."""
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return {
        node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def named_in(row: str) -> list[tuple[str, str]]:
    """The tests that a row names, each of which exists."""
    named = re.findall(r"`((?:\w+/)*test_\w+\.py)::(test_\w+)`", row)
    assert len(named) == row.count("::")
    for file, test in named:
        assert test in functions_of(file), f"{file} has no {test}"
    return named


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split(" |")[0].removeprefix("| "))
def test_each_test_that_the_table_names_exists(row: str) -> None:
    assert named_in(row) or "**not met" in row or "does not apply: " in row


SECTIONS = {
    "6.1": 3, "6.2": 12, "6.3": 8, "6.4": 6, "6.5": 8, "6.6": 4, "6.7": 2, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 3, "7.6": 2,
}  # fmt: skip
"""Number of requirements of all levels in each ASVS 5.0.0 section on authentication and sessions."""


def test_the_table_has_all_requirements_of_both_chapters() -> None:
    listed = [number for row in ROWS for number in re.findall(r"\d+\.\d+\.\d+", row.split("|")[1])]
    assert len(listed) == len(set(listed))
    expected = {
        f"{section}.{number}"
        for section, count in SECTIONS.items()
        for number in range(1, count + 1)
    }
    assert {number for number in listed if number.startswith(("6.", "7."))} == expected


@pytest.mark.parametrize("number", TRIED)
def test_every_attack_has_its_test(number: str) -> None:
    assert named_in(TRIED[number])


def test_the_table_of_attacks_is_complete() -> None:
    assert list(TRIED) == [
        f"{part}{number}" for part, count in COUNTS.items() for number in range(1, count + 1)
    ]


def test_each_setting_that_limits_something_has_its_row() -> None:
    limited = {
        setting
        for number, row in TRIED.items()
        if number.startswith("L")
        for setting in re.findall(r"`([a-z]+_\w+)`", row)
    }
    assert limited == {name for name in Settings.model_fields if name.startswith(LIMITING)}
