"""Tables of what is expected, row by row: a missing row is one failure that says which row to add, and where."""

import ast
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tests.support import ROOT


def assert_complete(
    file: str,
    table: str,
    rows: Iterable[str],
    needed: Iterable[str],
    row: Callable[[str], str] = "{!r}: …,".format,
    why: str = "",
) -> None:
    """Assert that a table has a row for all that is needed, and none for anything else.

    `file` is the module's `__file__` and `table` its name there; `row` writes the line to add for a missing row, `why` says what for.
    """
    known, wanted = set(rows), set(needed)
    faults = [f"add    {row(name)}" for name in sorted(wanted - known)] + [
        f"remove {name!r}" for name in sorted(known - wanted)
    ]
    if faults:
        pytest.fail(
            "\n".join(
                [
                    f"{table} is not complete: {why or 'in'} {place(file, table)}",
                    *(f"    {fault}" for fault in faults),
                ]
            ),
            pytrace=False,
        )


def place(file: str, table: str) -> str:
    """Return the file and the last line of the assignment to `table`: where a row is added."""
    path = Path(file)
    shown = path.relative_to(ROOT)
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        targets = (
            node.targets
            if isinstance(node, ast.Assign)
            else [node.target]
            if isinstance(node, ast.AnnAssign)
            else []
        )
        if any(isinstance(target, ast.Name) and target.id == table for target in targets):
            return f"{shown}:{node.end_lineno}"
    raise LookupError(f"{shown} has no table {table}")
