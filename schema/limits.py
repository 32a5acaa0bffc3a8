"""How much one operation may ask for, refused before it is validated; and what strangers may ask for at all."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLSchema, OperationType

from errors import BadUserInput, LimitExceeded, Unauthenticated
from execution.lists import Lists
from execution.measure import Measure
from execution.scanning import scan
from languages import later, say
from permissions import Anyone, ChangeOwnSignIn, ChangeSecondFactor, Rule
from permissions.lock import RULE

TOLD = {
    "length": later("A document has at most %(most)s characters."),
    "tokens": later("A document has at most %(most)s tokens."),
    "nesting": later("A document has at most %(most)s brackets within each other."),
    "fragments": later("A document has at most %(most)s fragments."),
    "depth": later("Fields are at most %(most)s deep."),
    "aliases": later("An operation has at most %(most)s aliases, those of its fragments counted wherever they are spread."),
    "fields": later("An operation has at most %(most)s fields, those of its fragments counted wherever they are spread."),
    "rootFields": later("An operation asks for at most %(most)s fields of its root."),
    "directives": later("An operation has at most %(most)s directives."),
    "variables": later("An operation has at most %(most)s variables."),
    "cost": later("This costs %(found)s, and an operation at most %(most)s: ask for fewer rows at once."),
    "once": later("Signing in, codes and passwords: one order of this kind in an operation."),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """The most of each."""

    length: int = 10_000
    tokens: int = 1_500
    nesting: int = 50
    """Brackets in brackets: the parser takes some stack for each. Lists and objects of arguments count, so it is more than the depth."""
    fragments: int = 20
    depth: int = 10
    aliases: int = 15
    fields: int = 500
    """Validation compares fields of one name with each other: within a tenth of a second for so many."""
    root_fields: int = 10
    directives: int = 20
    variables: int = 50
    cost: int = 1_000
    stranger_cost: int = 50
    items: int = 100
    """Of a list in an argument."""
    page: int = 100
    usual_page: int = 20
    """Of rows, where nobody says how many."""
    seconds: float = 10.0
    """Of execution."""
    errors: int = 3
    """Told in one answer."""

    def admit_text(self, text: str) -> None:
        """Raise `LimitExceeded` for a text that is not even parsed."""
        _hold("length", len(text), self.length)
        scanned = scan(text)
        _hold("tokens", scanned.tokens, self.tokens)
        _hold("nesting", scanned.nesting, self.nesting)

    def admit_fragments(self, count: int) -> None:
        """Raise `LimitExceeded` for a document that is not even measured."""
        _hold("fragments", count, self.fragments)

    def admit(self, measure: Measure, *, stranger: bool) -> None:
        """Raise `LimitExceeded` for an operation that is not even validated."""
        _hold("variables", measure.variables, self.variables)
        _hold("directives", measure.directives, self.directives)
        _hold("depth", measure.depth, self.depth)
        _hold("aliases", measure.aliases, self.aliases)
        _hold("fields", measure.fields, self.fields)
        _hold("rootFields", len(measure.root), self.root_fields)
        _hold("cost", measure.cost, self.cost_for(stranger=stranger))

    def admit_lists(self, lists: Lists, variables: Mapping[str, Any] | None) -> None:
        """Raise `BadUserInput` for a list that is too long, wherever it stands in an argument or a variable."""
        if (argument := lists.too_long(variables, self.items)) is not None:
            raise BadUserInput(say("`%(argument)s` has at most %(most)s items.", argument=argument, most=self.items), argument=argument)

    def cost_for(self, *, stranger: bool) -> int:
        """What an operation may cost."""
        return self.stranger_cost if stranger else self.cost


USUAL = Limits()


GUESSED_BY = frozenset({Anyone, ChangeOwnSignIn, ChangeSecondFactor})
"""The rules of the orders that take passwords and codes."""


class Doors:
    """The fields of the roots that are open to strangers, and those to guess by, by their rules: nobody has to keep a list."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._open = {kind: _fields(schema, kind, {Anyone}) for kind in (OperationType.QUERY, OperationType.MUTATION)}
        self._guessed_by = _fields(schema, OperationType.MUTATION, GUESSED_BY)

    def admit(self, kind: OperationType, measure: Measure, *, stranger: bool) -> None:
        """Raise `Unauthenticated` for a stranger's other fields, and `LimitExceeded` for orders to guess by, side by side."""
        doors = self._open.get(kind, frozenset())
        if stranger and not all(name in doors or name.startswith("__") for name in measure.root):
            raise Unauthenticated(say("Sign in first."))
        if kind is OperationType.MUTATION:
            _hold("once", sum(name in self._guessed_by for name in measure.root), 1)


def _fields(schema: GraphQLSchema, kind: OperationType, needs: Collection[type[Rule]]) -> frozenset[str]:
    """The fields of a root whose rule is one of these."""
    root = schema.get_root_type(kind)
    fields = root.fields if root is not None else {}
    rules = {name: found.extensions["strawberry-definition"].metadata.get(RULE) for name, found in fields.items()}
    return frozenset(name for name, rule in rules.items() if rule in needs)


def _hold(limit: str, found: int, most: int) -> None:
    if found > most:
        raise LimitExceeded(say(TOLD[limit], most=most, found=found), limit=limit, most=most)
