"""Every cache of the execution is bounded: a client who sends a new document each time costs no memory for long."""

import asyncio
from typing import Any

import pytest

from execution import BreadthFirstExecutor
from execution.documents import Documents
from execution.plan import PLANS, Plans
from execution.selection import MEMORY, Selection
from tests.schema_walk import API


def documents(most: int) -> Documents:
    return Documents(API._schema, (), most)


def test_documents_met_last_are_kept() -> None:
    kept = documents(2)
    one = kept.find("{ a: __typename }")
    kept.find("{ b: __typename }")
    assert kept.find("{ a: __typename }") is one
    kept.find("{ c: __typename }")
    assert len(kept) == 2
    assert kept.find("{ a: __typename }") is one


def test_a_long_document_is_not_kept() -> None:
    kept = documents(2)
    text = "{ __typename } " + "#" * 20_000
    assert kept.find(text) is not kept.find(text)
    assert len(kept) == 0


def test_plans_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    plans = Plans()
    monkeypatch.setattr(BreadthFirstExecutor, "plans", plans)
    for number in range(PLANS + 50):
        result: Any = asyncio.run(_executed(f"{{ field_{number}: __typename }}"))
        assert result.data == {f"field_{number}": "Query"}
    assert len(plans._kept) == PLANS
    assert len(plans._conditions) == PLANS


async def _executed(text: str) -> Any:
    return await API.execute(text, context_value=None)


def test_what_a_selection_remembers_is_bounded() -> None:
    selection = Selection.__new__(Selection)
    selection._memory = {}
    made = [selection.remember(number, lambda number=number: number) for number in range(10 * MEMORY)]  # type: ignore[misc]
    assert made == list(range(10 * MEMORY))
    assert len(selection._memory) <= MEMORY
    assert selection.remember("again", lambda: 1) == selection.remember("again", lambda: 2) == 1
