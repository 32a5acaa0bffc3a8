"""Every cache of the execution is bounded: a client who sends a new document each time costs no memory for long."""

import asyncio
from typing import Any

import pytest
import strawberry

from execution import BreadthFirstExecutor
from execution.documents import MAX_CACHED_CHARACTERS, MAX_CHARACTERS, Documents
from execution.lru_cache import LRUCache
from execution.metrics_cache import MetricsCache
from execution.output_type import object_builder
from execution.plan_cache import MAX_CACHE_WEIGHT, Plans
from tests.support.schema_walk import API


def documents(most: int) -> Documents:
    return Documents(API._schema, (), most)


def test_the_least_recently_used_entry_is_evicted() -> None:
    kept: LRUCache[str, int] = LRUCache(2)
    kept.keep("a", 1)
    kept.keep("b", 2)
    assert kept.find("a") == 1
    kept.keep("c", 3)
    assert (kept.find("a"), kept.find("b"), kept.find("c")) == (1, None, 3)


def test_a_heavy_entry_evicts_many_light_ones() -> None:
    kept: LRUCache[int, str] = LRUCache(100, max_weight=10)
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
    assert len(found.cache) == 2
    assert found.find("{ a: __typename }") is one


def test_a_document_is_measured_once_for_each_size_of_its_pages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    measured: list[Any] = []
    original = MetricsCache._collect
    monkeypatch.setattr(
        MetricsCache,
        "_collect",
        lambda self, *asked: measured.append(asked) or original(self, *asked),
    )
    found = documents(2)
    for first in (10, 10, 20, 10, 20):
        document = found.find(
            "query ($first: Int!) { claims(first: $first) { edges { node { id } } } }"
        )
        operation = document.operation(None)
        assert operation is not None
        assert document.metrics.find(operation, {"first": first}).cost >= first
    assert [asked[1]["first"] for asked in measured] == [10, 20]


def test_a_long_document_is_not_kept() -> None:
    found = documents(2)
    text = "{ __typename } " + "#" * MAX_CACHED_CHARACTERS
    assert found.find(text) is not found.find(text)
    assert len(found.cache) == 0


def test_documents_and_plans_are_bounded_in_number_and_length(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plans, found = Plans(), documents(500)
    monkeypatch.setattr(BreadthFirstExecutor, "plans", plans)
    monkeypatch.setattr(API, "documents", found)
    for number in range(550):
        assert asyncio.run(_executed(f"{{ field_{number}: __typename }}")) == {
            f"field_{number}": "Query"
        }
    assert len(found.cache) == len(plans.cache) == len(plans._conditions) == 500
    for number in range(40):
        asyncio.run(
            _executed(f"{{ field_{number}: __typename }} #" + "-" * (MAX_CACHED_CHARACTERS - 100))
        )
    assert len(found.cache) == len(plans._conditions) == MAX_CHARACTERS // MAX_CACHED_CHARACTERS
    assert plans.cache.weight <= MAX_CACHE_WEIGHT
    asyncio.run(_executed(f"{{ long: __typename }} #{'-' * MAX_CACHED_CHARACTERS}"))
    assert len(found.cache) == MAX_CHARACTERS // MAX_CACHED_CHARACTERS


def test_a_plan_that_fragments_make_large_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    plans = Plans()
    monkeypatch.setattr(BreadthFirstExecutor, "plans", plans)
    bomb = " ".join(
        f"fragment F{n} on Tree {{ a: self {{ ...F{n + 1} }} b: self {{ ...F{n + 1} }} }}"
        for n in range(12)
    )
    text = f"{{ tree {{ ...F0 }} }} {bomb} fragment F12 on Tree {{ name }}"
    result = asyncio.run(TREES.execute(text))
    assert result.errors is None
    assert len(plans.cache) == 0


def test_nothing_below_an_empty_list_is_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    plans = Plans()
    monkeypatch.setattr(BreadthFirstExecutor, "plans", plans)
    bomb = " ".join(
        f"fragment F{n} on Tree {{ a: self {{ ...F{n + 1} }} b: self {{ ...F{n + 1} }} }}"
        for n in range(40)
    )
    text = f"{{ none {{ ...F0 }} }} {bomb} fragment F40 on Tree {{ name }}"
    assert asyncio.run(TREES.execute(text)).data == {"none": []}
    (plan,) = (value for value, _ in plans.cache._values.values())
    assert plan.selections < 10


def test_many_names_are_not_compiled_into_source() -> None:
    few, many = tuple(f"a{n}" for n in range(64)), tuple(f"a{n}" for n in range(65))
    for names in (few, many, ("x" * 2_000,)):
        assert (
            object_builder(names)(*([number, number] for number in range(len(names))))
            == [dict(zip(names, range(len(names)), strict=True))] * 2
        )
    assert object_builder(few) is object_builder(few)
    assert object_builder(many) is not object_builder(many)


async def _executed(text: str) -> Any:
    return (await API.execute(text, context_value=None)).data


@strawberry.type
class Tree:
    name: str = "tree"

    @strawberry.field
    def self(self) -> "Tree":
        return Tree()


@strawberry.type
class Query:
    @strawberry.field
    def tree(self) -> Tree:
        return Tree()

    @strawberry.field
    def none(self) -> list[Tree]:
        return []


TREES = strawberry.Schema(Query, execution_context_class=BreadthFirstExecutor)
