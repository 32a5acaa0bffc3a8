"""Check of docstrings: each begins with a verb or a noun, as `CONTRIBUTING.md` asks.

python -m scripts.docstrings           list those that do not, by file and line; exit with 1
python -m scripts.docstrings PATH …    check only these files or folders
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent
FOLDERS: Final = (
    "adapters", "benchmarks", "cli", "data", "demo", "execution", "logs", "migrations", "models",
    "permissions", "pipeline", "resolvers", "schema", "scripts", "server", "settings", "tests",
    "transport", "errors.py", "i18n.py",
)  # fmt: skip
RIDDLE: Final = re.compile(
    r"(what|whatever|whether|who|whoever|whom|whose|how|where|when|why|which|as far as|nobody)\b",
    re.IGNORECASE,
)
"""First words that make the reader decode a relative clause."""

Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def docstrings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and text of each docstring: of modules, classes and functions, and below names."""
    for node in ast.walk(tree):
        if not isinstance(node, Documented):
            continue
        for number, statement in enumerate(node.body):
            if _is_text(statement) and (number == 0 or _names(node.body[number - 1])):
                yield statement.lineno, ast.literal_eval(statement.value)  # type: ignore[attr-defined]


def faults(path: Path) -> Iterator[str]:
    """Yield the docstrings of a file that begin as a riddle, as `file:line: text`."""
    for line, text in docstrings(ast.parse(path.read_text(encoding="utf-8"))):
        if RIDDLE.match(text.strip()):
            yield f"{path.relative_to(ROOT)}:{line}: {text.strip().splitlines()[0]}"


def _is_text(statement: ast.stmt) -> bool:
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Constant)
        and isinstance(statement.value.value, str)
    )


def _names(statement: ast.stmt) -> bool:
    """True for an assignment, whose docstring may follow it."""
    return isinstance(statement, ast.Assign | ast.AnnAssign)


def files(arguments: list[str]) -> Iterator[Path]:
    """Yield the Python files to check; migrations are generated."""
    for name in arguments or FOLDERS:
        path = ROOT / name
        found = [path] if path.is_file() else sorted(path.rglob("*.py"))
        yield from (one for one in found if "migrations/models" not in one.as_posix())


def main() -> None:
    """Print what is found, and fail where it is anything."""
    found = [fault for path in files(sys.argv[1:]) for fault in faults(path)]
    if found:
        sys.exit("\n".join([*found, f"{len(found)} docstrings begin with no verb and no noun."]))


if __name__ == "__main__":
    main()
