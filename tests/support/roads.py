"""Roads: paths of fields through the schema that lead to guarded types."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, combinations
from typing import Any
from uuid import uuid4

from graphql import GraphQLObjectType, get_named_type

from models import Access, Role
from permissions import Anyone, Rule, Viewer
from schema.locks import lock_of_type
from tests.support.rule_table import is_allowed
from tests.support.schema_walk import CORE, rule_of

DEEPEST = 7
"""Fields of a road: as deep as a document may go, with what stands at its end."""


@dataclass(frozen=True)
class Road:
    """Path to a guarded type: fields with arguments, and fragments below an interface."""

    steps: tuple[str, ...]
    rules: frozenset[type[Rule]]
    end: str

    def written(self, alias: str) -> str:
        """Return the road as a selection."""
        return f"{alias}: {self._nested(self.steps)}"

    def below_root(self, alias: str) -> str:
        """Return the road as a selection of the root's field."""
        return f"{alias}: {self._nested(self.steps[1:])}"

    def _nested(self, steps: tuple[str, ...]) -> str:
        *before, last = steps
        return f"{' { '.join([*before, f'{last} {{ __typename }}'])}{' }' * len(before)}"

    def is_open_to(self, persona: str) -> bool:
        """Return True if the truth table allows the persona every rule on the road."""
        return all(is_allowed(rule.__name__, persona) for rule in self.rules)


def roads_from(
    steps: tuple[str, ...], rules: frozenset[Any], kind: GraphQLObjectType, met: frozenset[str]
) -> Iterator[Road]:
    """Yield all roads to guarded types that go on from here."""
    lock = lock_of_type(kind)
    passed = rules | {lock or Anyone} - {Anyone}
    if lock is not None:
        yield Road(steps, passed, kind.name)
    if len(steps) == DEEPEST:
        return
    for name, field in kind.fields.items():
        below = get_named_type(field.type)
        if (
            isinstance(below, GraphQLObjectType)
            and below.name not in {*met, kind.name}
            and leads_to_a_lock(below.name)
        ):
            step = f"{name}(first: 5)" if "first" in field.args else name
            yield from roads_from(
                (*steps, step),
                passed | {rule_of(kind.name, name) or Anyone} - {Anyone},
                below,
                met | {kind.name},
            )


@cache
def leads_to_a_lock(name: str) -> bool:
    """Return True if a type has a lock, or a road to a type that has one."""
    seen, waiting = set(), [name]
    while waiting:
        kind = CORE.type_map[waiting.pop()]
        if lock_of_type(kind) is not None:
            return True
        if isinstance(kind, GraphQLObjectType) and kind.name not in seen:
            seen.add(kind.name)
            waiting += [get_named_type(field.type).name for field in kind.fields.values()]
    return False


def count_ends(value: Any, end: str) -> int:
    """Return the number of objects of the type in a response."""
    if isinstance(value, list):
        return sum(count_ends(one, end) for one in value)
    if isinstance(value, dict):
        return (value.get("__typename") == end) + sum(
            count_ends(one, end) for one in value.values()
        )
    return 0


VIEWERS = [None] + [
    Viewer(uuid4(), uuid4(), "Test", role, frozenset(accesses), fresh=fresh)
    for fresh in (True, False)
    for role in Role
    for accesses in chain.from_iterable(
        combinations(Access, size) for size in range(len(Access) + 1)
    )
]


def implies(rules: frozenset[type[Rule]], lock: type[Rule]) -> bool:
    """Return True if the lock allows every viewer whom all the rules allow."""
    return all(
        lock.allows(viewer) for viewer in VIEWERS if all(rule.allows(viewer) for rule in rules)
    )
