"""Layout of the tests: helpers are in `tests/support/`, each module has its own dotted name."""

import ast
from pathlib import Path

from tests.support import ROOT

TESTS = ROOT / "tests"
MODULES = sorted(TESTS.rglob("*.py"))


def is_collected(name: str) -> bool:
    """Return True if pytest collects a module of this name: a test module or a conftest."""
    return name.startswith("test_") or name == "conftest"


def dotted_name(path: Path) -> str:
    """Return the module's name as an import writes it."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported_modules(path: Path) -> set[str]:
    """Return the dotted names that the module imports: of `from a import b`, both `a` and `a.b`."""
    package = dotted_name(path) if path.name == "__init__.py" else dotted_name(path.parent)
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = (
                package.split(".")[: len(package.split(".")) + 1 - node.level] if node.level else []
            )
            base = ".".join([*above, *([node.module] if node.module else [])])
            found |= {base, *(f"{base}.{alias.name}" for alias in node.names)}
    return found


def test_no_test_module_is_imported_by_another() -> None:
    collected = {dotted_name(path) for path in MODULES if is_collected(path.stem)}
    offenders = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in MODULES
        for name in sorted(imported_modules(path) & collected)
    ]
    assert not offenders, "move what they share to tests/support/:\n" + "\n".join(offenders)


def test_each_folder_of_tests_is_a_package() -> None:
    """Without `__init__.py`, modules of one name in two folders would be one to the linters."""
    missing = sorted(
        {
            str(path.parent.relative_to(ROOT))
            for path in MODULES
            if not (path.parent / "__init__.py").is_file()
        }
    )
    assert not missing, f"an empty __init__.py is missing in {missing}"


def test_no_two_modules_have_one_dotted_name() -> None:
    named: dict[str, list[str]] = {}
    for path in MODULES:
        named.setdefault(dotted_name(path), []).append(str(path.relative_to(ROOT)))
    same = {name: paths for name, paths in named.items() if len(paths) > 1}
    assert not same, f"a module and a folder of one name: {same}"


def test_support_has_no_test_modules() -> None:
    offenders = [
        str(path.relative_to(ROOT))
        for path in MODULES
        if "support" in path.parts and is_collected(path.stem)
    ]
    assert not offenders, f"pytest would collect {offenders}"
