"""Cache of the plans of operations, bounded by their number and their weight."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from graphql import GraphQLObjectType, OperationDefinitionNode
from graphql.execution.collect_fields import collect_fields
from graphql.execution.executor import Executor

from execution.conditions import conditions_of
from execution.documents import MAX_CACHED_CHARACTERS, MAX_CHARACTERS, MAX_DOCUMENTS
from execution.lru_cache import LRUCache
from execution.plan import Plan, compiled, document_length

MAX_CACHE_WEIGHT: Final = 150_000_000
"""Total weight of cached plans in bytes: about 3,000 a selection, 100 a character."""

MAX_PLAN_WEIGHT: Final = 15_000_000
"""Weight of the largest plan that is cached, in bytes."""

PlanKey = tuple[int, tuple[Any, ...]]


class Plans:
    """LRU cache of plans by operation and by the variables of `@skip` and `@include`."""

    def __init__(self, max_entries: int = MAX_DOCUMENTS) -> None:
        self.cache: LRUCache[PlanKey, Plan] = LRUCache(max_entries, MAX_CACHE_WEIGHT)
        self._conditions: LRUCache[int, tuple[OperationDefinitionNode, tuple[str, ...]]] = LRUCache(
            max_entries, MAX_CHARACTERS
        )

    def find(self, executor: Executor[Any], root_type: GraphQLObjectType) -> Plan:
        """Return the plan of the executor's operation, compiling it if it is not cached."""
        operation = executor.operation
        coerced = executor.variable_values.coerced
        key = (id(operation), tuple(coerced.get(name) for name in self._condition_names(executor)))
        plan = self.cache.find(key)
        if plan is None or not plan.is_of(executor):
            schema, fragments, variables = (
                executor.schema,
                executor.fragments,
                executor.variable_values,
            )
            collected = collect_fields(
                schema, fragments, variables, root_type, operation, executor.hide_suggestions
            )
            keeps = document_length(operation) <= MAX_CACHED_CHARACTERS
            plan = Plan(
                executor,
                compiled(executor, root_type, collected[0]),
                partial(self._weigh, key) if keeps else None,
            )
            if keeps:
                self.cache.keep(key, plan, plan.weight)
        return plan

    def _weigh(self, key: PlanKey, plan: Plan) -> None:
        """Update a plan's weight as it grows: fragments make large plans of short documents."""
        if self.cache.find(key) is not plan:
            plan.on_growth = None
        elif plan.weight > MAX_PLAN_WEIGHT:
            self.cache.drop(key)
        else:
            self.cache.keep(key, plan, plan.weight)

    def _condition_names(self, executor: Executor[Any]) -> tuple[str, ...]:
        operation = executor.operation
        known = self._conditions.find(id(operation))
        if known is None or known[0] is not operation:
            nodes = (operation, *executor.fragment_definitions.values())
            known = (
                operation,
                tuple(sorted({name for node in nodes for name in conditions_of(node)})),
            )
            if document_length(operation) <= MAX_CACHED_CHARACTERS:
                self._conditions.keep(id(operation), known, document_length(operation))
        return known[1]
