"""Every cache of the execution is bounded: a client who sends a new document each time costs no memory for long."""

import asyncio
from typing import Any

import pytest

from execution import BreadthFirstExecutor
from execution.documents import CHARACTERS, LONGEST, Documents
from execution.kept import Kept
from execution.plan import Plans
from tests.schema_walk import API


def documents(most: int) -> Documents:
    return Documents(API._schema, (), most)


def test_what_was_used_last_stays() -> None:
    kept: Kept[str, int] = Kept(2)
    kept.keep("a", 1)
    kept.keep("b", 2)
    assert kept.find("a") == 1
    kept.keep("c", 3)
    assert (kept.find("a"), kept.find("b"), kept.find("c")) == (1, None, 3)


def test_what_is_heavy_takes_the_place_of_much() -> None:
    kept: Kept[int, str] = Kept(100, heaviest=10)
    for number in range(10):
        kept.keep(number, "light")
    kept.keep(10, "heavy", 8)
    assert (len(kept), kept.weight) == (3, 10)
    kept.keep(10, "lighter now", 1)
    assert (len(kept), kept.weight) == (3, 3)


def test_a_document_is_parsed_once_while_it_is_in_use() -> None:
    found = documents(2)
    one = found.find("{ a: __typename }")
    found.find("{ b: __typename }")
    assert found.find("{ a: __typename }") is one
    found.find("{ c: __typename }")
    assert len(found.kept) == 2
    assert found.find("{ a: __typename }") is one


def test_a_long_document_is_not_kept() -> None:
    found = documents(2)
    text = "{ __typename } " + "#" * LONGEST
    assert found.find(text) is not found.find(text)
    assert len(found.kept) == 0


def test_documents_and_plans_are_bounded_in_number_and_length(monkeypatch: pytest.MonkeyPatch) -> None:
    plans, found = Plans(), documents(500)
    monkeypatch.setattr(BreadthFirstExecutor, "plans", plans)
    monkeypatch.setattr(API, "documents", found)
    for number in range(550):
        assert asyncio.run(_executed(f"{{ field_{number}: __typename }}")) == {f"field_{number}": "Query"}
    assert len(found.kept) == len(plans.kept) == len(plans._conditions) == 500
    for number in range(40):
        asyncio.run(_executed(f"{{ field_{number}: __typename }} #" + "-" * (LONGEST - 100)))
    assert len(found.kept) == len(plans.kept) == len(plans._conditions) == CHARACTERS // LONGEST
    asyncio.run(_executed(f"{{ long: __typename }} #{'-' * LONGEST}"))
    assert len(plans.kept) == CHARACTERS // LONGEST


async def _executed(text: str) -> Any:
    return (await API.execute(text, context_value=None)).data
