"""Import contracts: they cover every package and root module, and what import-linter cannot see."""

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
MODULES = {"errors", "i18n"}
"""Root modules: import-linter takes packages only, so their imports are asserted here."""
OUTSIDE = {"clients", "docs", "explorer", "findings", "tests"}
"""Folders whose Python files, if any, nothing of the project imports."""


def top_level() -> set[str]:
    """Packages and modules of the root that git knows."""
    files = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    return {Path(file).parts[0].removesuffix(".py") for file in files}


def named(contract: dict[str, object]) -> Iterator[str]:
    """Packages and modules that a contract says something of."""
    keys = ("layers", "source_modules", "forbidden_modules")
    for name in (name for key in keys for name in contract.get(key, [])):  # type: ignore[attr-defined]
        yield from (part.strip() for part in name.split("|"))


def imported(path: Path) -> set[str]:
    """Top-level names that a file imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names


def test_each_package_and_root_module_is_in_a_contract() -> None:
    ours = top_level() - OUTSIDE
    covered = {name for contract in LINTER["contracts"] for name in named(contract)}
    assert ours - covered == set(), "name the new package in pyproject's [tool.importlinter]"
    assert covered - ours == {"graphql", "strawberry"}, "a contract names what is not there"
    assert set(LINTER["root_packages"]) == ours - MODULES


def test_each_package_of_the_stairs_or_the_ground_has_a_contract_of_its_own() -> None:
    stairs = set(named(LINTER["contracts"][0]))
    sources = [set(one.get("source_modules", ())) for one in LINTER["contracts"]]
    ground = set().union(*(names for names in sources if len(names) == 1))
    assert set(LINTER["root_packages"]) - stairs == {
        "execution", "logs", "migrations", "settings", "transport",
    }  # fmt: skip
    assert set(LINTER["root_packages"]) - stairs <= ground


def test_the_root_modules_import_nothing_of_the_project_but_each_other() -> None:
    ours = top_level()
    assert {name for name in ours if (ROOT / f"{name}.py").is_file()} == MODULES
    assert {module: imported(ROOT / f"{module}.py") & ours for module in MODULES} == {
        "errors": {"i18n"},
        "i18n": set(),
    }


def test_nothing_imports_the_tests() -> None:
    folders = top_level() - OUTSIDE - MODULES - {"scripts", "benchmarks"}
    files = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    assert [str(path) for path in files if "tests" in imported(path)] == []
