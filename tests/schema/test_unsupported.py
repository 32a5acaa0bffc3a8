"""Refusal, with the reason, of Strawberry options that would be ignored or run without limits."""

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import strawberry
from strawberry.extensions import SchemaExtension

from schema import Schema, build_schema
from tests.support.truth_table import ROOT

SDL = (ROOT / "schema" / "schema.graphql").read_text(encoding="utf-8")


@strawberry.type
class Query:
    """Nothing much."""

    one: int = 1


@pytest.mark.parametrize(
    "option", ["extensions", "directives", "exception_handlers", "subscription"]
)
def test_an_option_that_is_never_called_is_refused(option: str) -> None:
    given: dict[str, Any] = {option: Query if option == "subscription" else [SchemaExtension]}
    with pytest.raises(TypeError, match=r"never called here|no subscriptions yet"):
        Schema(Query, **given)
    with pytest.raises(TypeError, match="by name"):
        Schema(Query, None, *given.values())
    assert Schema(Query, **{option: None if option == "subscription" else ()})


def test_operations_are_executed_within_the_limits_or_not_at_all() -> None:
    api = build_schema()
    with pytest.raises(NotImplementedError, match="would pass by all limits: await `execute`"):
        api.execute_sync("{ __typename }")
    with pytest.raises(NotImplementedError, match="no subscriptions yet"):
        asyncio.run(api.subscribe("subscription { __typename }"))
    with pytest.raises(NotImplementedError, match="would pass by all limits"):
        asyncio.run(api.stream("{ __typename }"))


def test_extensions_of_an_operation_are_refused_rather_than_ignored() -> None:
    with pytest.raises(TypeError, match="No resolver reads"):
        asyncio.run(build_schema().execute("{ __typename }", operation_extensions={"trace": True}))


@pytest.mark.parametrize("symbol", ["schema", "schema:schema", "schema:build_schema"])
def test_strawberry_s_own_command_exports_the_committed_schema(symbol: str) -> None:
    command = [str(Path(sys.executable).with_name("strawberry")), "export-schema", symbol]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert (run.returncode, run.stdout) == (0, SDL), run.stderr
