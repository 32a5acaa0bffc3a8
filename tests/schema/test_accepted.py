"""Nothing else is accepted and ignored: header fields, operation directives, settings, options of the command."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import DirectiveLocation

from settings import Settings
from tests.support.effects import headers
from tests.support.effects.headers import HEADERS
from tests.support.effects.registry import Stage, assert_has_an_effect
from tests.support.portal import Client, Mailbox
from tests.support.schema_walk import CORE
from tests.support.truth_table import ROOT, assert_complete
from tests.support.world import World

RESPONSE_ONLY = {"content-language", "idempotency-replayed", "retry-after"}
"""Documented header fields that the server sends."""


@pytest.fixture
def stage(world: World, mailbox: Mailbox) -> Stage:
    return Stage(world, mailbox)


@pytest.mark.parametrize("name", HEADERS)
def test_a_header_changes_the_response(name: str, stage: Stage) -> None:
    assert_has_an_effect(name, HEADERS[name], stage)


def test_every_header_that_is_documented_or_read_has_a_scenario() -> None:
    """Those of the body (`content-…`) are of HTTP itself: `test_transport.py` has them."""
    pages = "".join(
        (ROOT / page).read_text(encoding="utf-8") for page in ("docs/frontend.md", "README.md")
    )
    documented = {
        name.lower() for name in re.findall(r"`([A-Z][A-Za-z]*(?:-[A-Z][A-Za-z]*)+)(?:`|:)", pages)
    }
    sources = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "transport").rglob("*.py")
    )
    read = set(re.findall(r'\bget_header\(request, b"([a-z-]+)"\)', sources))
    assert {"accept-language", "x-requested-with", "idempotency-key"} <= documented
    assert {"accept", "authorization"} <= read
    needed = {name for name in documented | read if not name.startswith("content-")} - RESPONSE_ONLY
    assert_complete(
        headers.__file__,
        "HEADERS",
        HEADERS,
        needed,
        '@header("{}", one, other): a scenario'.format,
        why="register, or remove from",
    )


def test_the_directives_of_an_operation_are_the_specification_s(stage: Stage) -> None:
    executable = {
        one.name
        for one in CORE.directives
        if {DirectiveLocation.FIELD, DirectiveLocation.QUERY} & set(one.locations)
    }
    assert executable == {"skip", "include"}, (
        "a directive that clients may set needs a scenario here"
    )
    client = stage.client("user")
    for name, shown in (("skip", [True, False]), ("include", [False, True])):
        assert [has_a_role(client, name, value) for value in (False, True)] == shown


def has_a_role(client: Client, directive: str, value: bool) -> bool:
    document = f"query ($if: Boolean!) {{ viewer {{ user {{ id }} role @{directive}(if: $if) }} }}"
    return "role" in client.ask(document, **{"if": value})["viewer"]


def production() -> Iterator[tuple[Path, ast.Module]]:
    """Each module of the installed package, parsed."""
    built = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"][
        "build"
    ]["targets"]["wheel"]
    for name in built["only-include"]:
        path = ROOT / name
        for module in [path] if path.suffix == ".py" else path.rglob("*.py"):
            yield module, ast.parse(module.read_text(encoding="utf-8"))


def read_of(tree: ast.Module, owner: str) -> set[str]:
    """The attributes that a module reads of what is called `owner`."""
    attributes = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    return {
        one.attr
        for one in attributes
        if getattr(one.value, "attr", getattr(one.value, "id", None)) == owner
    }


def test_every_setting_is_read() -> None:
    read = {
        name
        for _, tree in production()
        for owner in ("settings", "limits")  # `Settings.limits` for schema and transport
        for name in read_of(tree, owner)
    }
    for (
        path,
        tree,
    ) in production():  # what the settings make of each other, but for their own checks
        for node in ast.walk(tree) if "settings" in path.parts else ():
            if isinstance(node, ast.FunctionDef) and any(
                "property" in ast.unparse(one) for one in node.decorator_list
            ):
                read |= read_of(ast.Module([node], []), "self")
    unread = set(Settings.model_fields) - read
    assert not unread, (
        f"accepted and ignored, use or remove: {', '.join(f'GUICHET_{name.upper()}' for name in sorted(unread))}"
    )


def test_every_option_of_the_command_is_used() -> None:
    commands = [
        node
        for path, tree in production()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and (
            any(ast.unparse(one).startswith("cli.command") for one in node.decorator_list)
            or path.match("demo/command.py")
        )
    ]
    assert len(commands) >= 8
    for command in commands:
        used = {
            node.id
            for part in command.body
            for node in ast.walk(part)
            if isinstance(node, ast.Name)
        }
        ignored = {
            argument.arg for argument in (*command.args.args, *command.args.kwonlyargs)
        } - used
        assert not ignored, (
            f"`guichet {command.name}` accepts and ignores: {', '.join(sorted(ignored))}"
        )
