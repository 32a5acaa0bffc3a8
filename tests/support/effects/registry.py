"""The table of effects: for each input, by its path, a scenario and two values that make it end differently."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLInputObjectType, get_named_type, is_leaf_type

from tests.support.portal import Client, Mailbox, Portal
from tests.support.schema_walk import CORE, object_types
from tests.support.world import Person, World


@dataclass
class Stage:
    """Two companies, the mailbox, and the rows that a scenario makes once."""

    world: World
    mailbox: Mailbox
    _kept: dict[str, Any] = field(default_factory=dict)

    @property
    def portal(self) -> Portal:
        """The running portal."""
        return self.world.portal

    def once(self, make: Callable[[World], Any]) -> Any:
        """Return what `make` made the first time: a scenario runs three times in one world."""
        if make.__qualname__ not in self._kept:
            self._kept[make.__qualname__] = make(self.world)
        return self._kept[make.__qualname__]

    def client(self, persona: str) -> Client:
        """Return a new session of a persona of company `a`."""
        return self.world.client(persona)

    def person(self, *accesses: Any, **options: Any) -> Person:
        """Return a new user of company `a`."""
        return self.world.person(*accesses, **options)


Observe = Callable[[Stage, Any], Any]


@dataclass(frozen=True, slots=True)
class Effect:
    """Two values of an input, and a scenario that returns what a response says, or a row, when the input has one of them."""

    one: Any
    other: Any
    observe: Observe


EFFECTS: dict[str, Effect] = {}
"""By path: `Query.claims(orderBy:)`, or below an input object `Mutation.draftClaim(draft:).incapacity.start`."""


def effect(path: str, one: Any, other: Any) -> Callable[[Observe], Observe]:
    """Register the scenario of an input: run with `one` twice it ends the same, and otherwise with `other`."""

    def register(observe: Observe) -> Observe:
        assert path not in EFFECTS, path
        EFFECTS[path] = Effect(one, other, observe)
        return observe

    return register


def assert_has_an_effect(path: str, effect: Effect, stage: Stage) -> None:
    """Assert that a scenario ends the same twice, and otherwise with the other value."""
    first, again, other = (
        effect.observe(stage, value) for value in (effect.one, effect.one, effect.other)
    )
    assert first == again, "the scenario ends differently by itself, so it shows nothing"
    assert first != other, (
        f"{path} is accepted and ignored: {effect.one!r} and {effect.other!r} do the same"
    )


def inputs() -> Iterator[str]:
    """Each argument of the schema but `clientMutationId`, and instead of one that is an input object each of its fields, by path."""
    for kind in object_types():
        for name, definition in kind.fields.items():
            for argument, given in definition.args.items():
                if argument != "clientMutationId":
                    yield from _leaves(f"{kind.name}.{name}({argument}:)", given.type)


def _leaves(path: str, kind: Any) -> Iterator[str]:
    named = get_named_type(kind)
    if not isinstance(named, GraphQLInputObjectType):
        yield path
        return
    for name, given in named.fields.items():
        yield from _leaves(f"{path}.{name}", given.type)


def mutate(client: Client, mutation: str, show: str = "", **arguments: Any) -> Any:
    """Execute a mutation; return its payload's leaves, `errors`, and what `show` selects. Arguments are in the schema's own case."""
    definition = CORE.type_map["Mutation"].fields[mutation]
    payload: Any = get_named_type(definition.type)
    leaves = " ".join(
        name for name, one in payload.fields.items() if is_leaf_type(get_named_type(one.type))
    )
    declared = ", ".join(f"${name}: {definition.args[name].type}" for name in arguments)
    given = ", ".join(f"{name}: ${name}" for name in arguments)
    selected = f"{{ {leaves} {show} errors {{ code field }} }}"
    document = f"mutation {f'({declared})' if declared else ''} {{ {mutation}{f'({given})' if given else ''} {selected} }}"
    return client.payload_of(document, **arguments)


def codes(payload: Any) -> list[str]:
    """Return the codes of a payload's errors."""
    return [error["code"] for error in payload["errors"]]
