"""Private members of asyncpg and Tortoise: they exist, and one file touches them."""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import asyncpg.pool
import pytest
from asyncpg.connection import Connection
from asyncpg.pool import Pool, PoolConnectionHolder, PoolConnectionProxy
from asyncpg.protocol.protocol import BaseProtocol
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import ConnectionWrapper
from tortoise.backends.sqlite.client import (
    SqliteClient,
    SqliteTransactionContext,
    SqliteTransactionWrapper,
)
from tortoise.queryset import CountQuery, QuerySet, ValuesQuery

from adapters.database import driver_internals

ROOT = Path(__file__).parent.parent.parent.parent
ALLOWED = ROOT / "adapters" / "database" / "driver_internals.py"
DRIVERS = {"aerich", "asyncpg", "pypika_tortoise", "tortoise"}
DOCUMENTED = {"_meta"}
"""Private by its name only: Tortoise documents `Model._meta` for introspection."""
NO_DRIVER = {"_replace"}
"""Members of the standard library's named tuples."""
MEMBERS = {
    Connection: {"_on_release", "_protocol", "_reset"},
    Pool: {"_closing", "_queue"},
    PoolConnectionProxy: {"_con", "_holder"},
    BaseProtocol: {"_is_cancelling", "_wait_for_cancellation"},
    AsyncpgDBClient: {"_close", "_in_transaction", "_pool", "_pool_init_lock", "_translate_exceptions"},
    TransactionWrapper: {"_connection", "_in_transaction", "_lock", "_parent"},
    ConnectionWrapper: {"_lock"},
    SqliteClient: {"_in_transaction", "_lock"},
    SqliteTransactionContext: {"_trxlock"},
    SqliteTransactionWrapper: {"_connection", "_in_transaction", "_lock"},
    QuerySet: {"_limit"},
    ValuesQuery: {"_choose_db_if_not_chosen", "_make_query"},
    CountQuery: {"_choose_db_if_not_chosen", "_make_query"},
}  # fmt: skip
PRODUCTION = [
    path
    for folder in (
        "adapters", "cli", "data", "execution", "logs", "migrations", "models", "permissions",
        "pipeline", "resolvers", "schema", "server", "settings", "transport",
    )
    for path in (ROOT / folder).rglob("*.py")
]  # fmt: skip


@pytest.mark.parametrize("kind", MEMBERS, ids=lambda kind: kind.__name__)
def test_the_private_members_still_exist(kind: type) -> None:
    sources = "".join(_source(one) for one in kind.__mro__)
    missing = [
        name
        for name in MEMBERS[kind]
        if not hasattr(kind, name) and not re.search(rf"\bself\.{name}\b.* = |\b{name}\b", sources)
    ]
    assert missing == [], "look at adapters/database/driver_internals.py with this driver's version"


def test_the_file_touches_no_private_member_that_is_not_asserted() -> None:
    touched = {name for _, name in _touched(ALLOWED)} | set(_getters(ALLOWED))
    assert touched <= {name for names in MEMBERS.values() for name in names}


def test_an_idle_connection_is_found_where_the_queue_has_it() -> None:
    assert "LifoQueue" in inspect.getsource(asyncpg.pool), (
        "`idle_holder` looks at the last of its deque"
    )
    assert hasattr(PoolConnectionHolder, "is_connected")
    assert callable(driver_internals.idle_holder)


def test_no_other_file_touches_a_private_member_of_a_driver() -> None:
    members = {name for names in MEMBERS.values() for name in names}
    ours = _defined() | DOCUMENTED | NO_DRIVER
    found = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in PRODUCTION
        if path != ALLOWED
        for line, name in set(_touched(path)) - _own_fields(path)
        if name in members or (name not in ours and _imported(path) & DRIVERS)
    ]
    assert found == [], "put it into adapters/database/driver_internals.py, with the reason"


def _source(kind: type) -> str:
    try:
        return inspect.getsource(kind)
    except (OSError, TypeError):  # of an extension module
        return ""


def _touched(path: Path) -> Iterator[tuple[int, str]]:
    """Private members that a file touches, but for what a method overrides and calls by `super()`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    overridden = {
        id(node.value)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute)
        and node.attr == function.name
        and ast.unparse(node.value) == "super()"
    }
    for node in ast.walk(tree):
        is_private = isinstance(node, ast.Attribute) and re.match(r"_[a-z]", node.attr)
        if is_private and id(node.value) not in overridden:
            yield node.lineno, node.attr


def _getters(path: Path) -> Iterator[str]:
    """Names in `attrgetter("…")` and `methodcaller("…")`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("attrgetter", "methodcaller"):
            yield from (ast.literal_eval(argument) for argument in node.args)


def _own_fields(path: Path) -> set[tuple[int, str]]:
    """Places where a class that inherits from no driver touches a field of its own."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    own = set()
    for kind in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
        bases = {ast.unparse(base) for base in kind.bases}
        if bases & _driver_names(tree):
            continue
        own |= {
            (node.lineno, node.attr)
            for node in ast.walk(kind)
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "self"
        }
    return own


def _driver_names(tree: ast.AST) -> set[str]:
    """Names that a file imports from a driver, and its own classes that inherit from them."""
    names = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in DRIVERS
        for alias in node.names
    } | {"asyncpg.Connection"}
    for kind in ast.walk(tree):
        if isinstance(kind, ast.ClassDef) and {ast.unparse(base) for base in kind.bases} & names:
            names.add(kind.name)
    return names


def _imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
        elif isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
    return names


def _defined() -> set[str]:
    """Private names that production defines itself: methods, classes and fields."""
    if not _DEFINED:
        for path in PRODUCTION:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                    _DEFINED.add(node.name)
                elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                    _DEFINED.add(node.attr)
    return _DEFINED


_DEFINED: set[str] = set()
