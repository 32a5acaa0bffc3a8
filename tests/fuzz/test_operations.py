"""Every query and mutation, two hundred times each with generated documents and values."""

from typing import Any

import pytest
from graphql import GraphQLScalarType
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.graphql.schemas import GraphQLSchema

from permissions import Anyone
from permissions.persona import ANONYMOUS
from tests.fuzz.asking import SEED, TALLY, Asker
from tests.fuzz.filled_world import FilledWorld
from tests.fuzz.kinds import SCALARS
from tests.support.portal import Portal
from tests.support.rule_table import is_allowed
from tests.support.schema_walk import CORE, ROOTS, rule_of

pytestmark = [
    pytest.mark.fuzz,
    pytest.mark.filterwarnings(
        "ignore:Do not use the `random` module"
    ),  # it is the portal, in a thread of its own, that uses it
]

EXAMPLES, FEWER = 200, 40
"""Clients of the permitted persona, and of every other one in turn."""
ADMINISTRATOR = "administrator with user management"
MANAGERS = ("contract manager", "health manager")
EVERYBODY = (ANONYMOUS, "user", "user with claims", *MANAGERS)
HEADERS = st.fixed_dictionaries({
    "Accept": st.sampled_from(["application/json", "application/graphql-response+json", "*/*"]),
    "Accept-Language": st.sampled_from(["fr", "de-CH, it;q=0.5", "it", "en", "*", "xx"]),
})  # fmt: skip
OPERATIONS = [f"{root}.{name}" for root in ROOTS for name in CORE.type_map[root].fields]


def runs() -> list[tuple[str, tuple[str, ...]]]:
    """Each operation with its callers: the administrator, a permitted manager where the administrator is not, anonymous callers for public fields, and all."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for operation in OPERATIONS:
        rule = (rule_of(*operation.split(".")) or Anyone).__name__
        managers = [
            person
            for person in MANAGERS
            if is_allowed(rule, person) and not is_allowed(rule, ADMINISTRATOR)
        ]
        anonymous = [ANONYMOUS] if is_allowed(rule, ANONYMOUS) else []
        found += [(operation, (person,)) for person in (ADMINISTRATOR, *managers, *anonymous)]
        found.append((operation, EVERYBODY))
    return found


def cases(schema: GraphQLSchema, operation: str) -> Any:
    """Documents of one operation; one in eight has a fault."""
    root, name = operation.split(".")
    good = schema[root][name].as_strategy()
    bad = schema[root][name].as_strategy(generation_mode=GenerationMode.NEGATIVE)
    return st.integers(0, 7).flatmap(lambda number: good if number else bad)


@pytest.mark.parametrize(
    ("operation", "people"),
    runs(),
    ids=lambda given: given if isinstance(given, str) else " or ".join(given),
)
def test_every_generated_operation_gets_a_valid_response(
    operation: str,
    people: tuple[str, ...],
    fuzzed: Portal,
    asked: GraphQLSchema,
    world_of_questions: FilledWorld,
    lines: list[dict[str, Any]],
) -> None:
    asker, examples = (
        Asker(fuzzed, operation, TALLY, world_of_questions),
        EXAMPLES if len(people) == 1 else FEWER,
    )

    @seed(SEED)
    @settings(
        max_examples=examples,
        phases=[Phase.generate],
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.sampled_from(people), cases(asked, operation), HEADERS, st.booleans())
    def ask(person: str, case: Any, headers: dict[str, str], by_variables: bool) -> None:
        asker.ask(person, case.body, headers, by_variables=by_variables)

    ask()
    asker.end()
    assert asker.asked >= examples
    assert [line for line in lines if line["level"] == "error"] == []


def test_each_scalar_has_values() -> None:
    scalars = {kind.name for kind in CORE.type_map.values() if isinstance(kind, GraphQLScalarType)}
    assert scalars - {"Int", "Float", "Boolean"} == set(SCALARS)
