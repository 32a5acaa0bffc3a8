"""Surface of the context: a resolver of the domain touches none of the pipeline's parts."""

import ast
from collections.abc import Iterator
from pathlib import Path

from pipeline.context import Context

ROOT = Path(__file__).parent.parent.parent
SURFACE = {
    "after_response",
    "begin_changes",
    "fetch_rows",
    "now",
    "on_rollback",
    "own_company",
    "own_user",
    "require_no_open_transaction",
    "services",
    "signed_in",
    "today",
    "viewer",
}
"""Members for everybody; the parts and `prepare_writing` are the pipeline's."""
PARTS = {"operation", "prepare_writing", "request", "response", "session"}
DOMAIN = [
    *(ROOT / "resolvers").glob("*.py"),
    *(ROOT / "data").glob("*.py"),
    *(ROOT / "permissions").glob("*.py"),
]


def members(path: Path) -> Iterator[tuple[int, str]]:
    """Members of a context that a file touches: of `context`, `info.context` and the like."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and _is_context(node.value):
            yield node.lineno, node.attr


def _is_context(node: ast.expr) -> bool:
    return (isinstance(node, ast.Name) and node.id == "context") or (
        isinstance(node, ast.Attribute) and node.attr == "context"
    )


def test_the_surface_and_the_parts_are_all_that_a_context_has() -> None:
    public = {name for name in dir(Context) if not name.startswith("_")}
    assert public == SURFACE | PARTS


def test_a_resolver_of_the_domain_touches_the_surface_alone() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in DOMAIN
        for line, name in members(path)
        if name not in SURFACE
    ]
    assert found == [], "use or add a method of `Context`"


def test_the_domain_is_looked_at() -> None:
    touched = {name for path in DOMAIN for _, name in members(path)}
    assert SURFACE - touched == set(), "a member that nobody needs"
