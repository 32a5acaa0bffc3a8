"""`docs/security.md`: each test that it names exists, and each requirement has one or says why not."""

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
PAGE = (TESTS.parent / "docs" / "security.md").read_text(encoding="utf-8")
ROWS = [line for line in PAGE.splitlines() if re.match(r"\| \d+\.\d+\.\d+", line)]


def functions_of(file: str) -> set[str]:
    """The test functions of a file."""
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split(" |")[0].removeprefix("| "))
def test_each_test_that_the_table_names_exists(row: str) -> None:
    named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", row)
    assert named or "**not met" in row or "nothing in the code" in row or "there are none" in row
    for file, test in named:
        assert test in functions_of(file), f"{file} has no {test}"


def test_the_table_has_the_requirements_of_both_chapters() -> None:
    listed = {number for row in ROWS for number in re.findall(r"\d+\.\d+\.\d+", row.split("|")[1])}
    level_2 = {
        "6.1.1", "6.1.2", "6.1.3", *(f"6.2.{number}" for number in (1, 2, 3, 4, 5, 8, 9, 10, 11, 12)), "6.3.1", "6.3.2", "6.3.3", "6.3.4",
        "6.4.1", "6.4.2", "6.4.3", "6.4.4", "6.5.1", "6.5.2", "6.5.3", "6.5.4", "6.5.5", "6.6.1", "6.6.2", "6.6.3", "7.1.1",
        "7.2.1", "7.2.2", "7.2.3", "7.2.4", "7.3.1", "7.3.2", "7.4.1", "7.4.2", "7.4.3", "7.4.5", "7.5.1", "7.5.2",
    }  # fmt: skip
    assert level_2 <= listed
