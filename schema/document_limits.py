"""How much one operation may ask for, refused before it is validated; and what strangers may ask for at all."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import GraphQLSchema, OperationType

from errors import BadUserInput, LimitExceeded, Unauthenticated
from execution.list_arguments import ListArguments
from execution.operation_metrics import OperationMetrics
from execution.token_scan import scan
from i18n import gettext, gettext_noop
from permissions import Anyone, Rule
from permissions.lock import RULE
from permissions.user import ChangeOwnSignIn, ChangeSecondFactor

MESSAGES = {
    "length": gettext_noop("A document has at most %(most)s characters."),
    "tokens": gettext_noop("A document has at most %(most)s tokens."),
    "nesting": gettext_noop("A document has at most %(most)s brackets within each other."),
    "fragments": gettext_noop("A document has at most %(most)s fragments."),
    "depth": gettext_noop("Fields are at most %(most)s deep."),
    "aliases": gettext_noop(
        "An operation has at most %(most)s aliases, those of its fragments counted wherever they are spread."
    ),
    "fields": gettext_noop(
        "An operation has at most %(most)s fields, those of its fragments counted wherever they are spread."
    ),
    "rootFields": gettext_noop("An operation asks for at most %(most)s fields of its root."),
    "directives": gettext_noop("An operation has at most %(most)s directives."),
    "variables": gettext_noop("An operation has at most %(most)s variables."),
    "cost": gettext_noop(
        "This costs %(found)s, and an operation at most %(most)s: ask for fewer rows at once."
    ),
    "once": gettext_noop(
        "Signing in, codes and passwords: one order of this kind in an operation."
    ),
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
    anonymous_cost: int = 50
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
        _check("length", len(text), self.length)
        scanned = scan(text)
        _check("tokens", scanned.tokens, self.tokens)
        _check("nesting", scanned.nesting, self.nesting)

    def admit_fragments(self, count: int) -> None:
        """Raise `LimitExceeded` for a document that is not even measured."""
        _check("fragments", count, self.fragments)

    def admit(self, measure: OperationMetrics, *, anonymous: bool) -> None:
        """Raise `LimitExceeded` for an operation that is not even validated."""
        _check("variables", measure.variables, self.variables)
        _check("directives", measure.directives, self.directives)
        _check("depth", measure.depth, self.depth)
        _check("aliases", measure.aliases, self.aliases)
        _check("fields", measure.fields, self.fields)
        _check("rootFields", len(measure.root), self.root_fields)
        _check("cost", measure.cost, self.cost_for(anonymous=anonymous))

    def admit_lists(self, lists: ListArguments, variables: Mapping[str, Any] | None) -> None:
        """Raise `BadUserInput` for a list that is too long, wherever it stands in an argument or a variable."""
        if (argument := lists.too_long(variables, self.items)) is not None:
            raise BadUserInput(
                gettext(
                    "`%(argument)s` has at most %(most)s items.", argument=argument, most=self.items
                ),
                argument=argument,
            )

    def cost_for(self, *, anonymous: bool) -> int:
        """What an operation may cost."""
        return self.anonymous_cost if anonymous else self.cost


USUAL = Limits()


CREDENTIAL_RULES = frozenset({Anyone, ChangeOwnSignIn, ChangeSecondFactor})
"""The rules of the orders that take passwords and codes."""


class AnonymousFields:
    """The fields of the roots that are open to strangers, and those to guess by, by their rules: nobody has to keep a list."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._open = {
            kind: _fields(schema, kind, {Anyone})
            for kind in (OperationType.QUERY, OperationType.MUTATION)
        }
        self._takes_credentials = _fields(schema, OperationType.MUTATION, CREDENTIAL_RULES)

    def admit(self, kind: OperationType, measure: OperationMetrics, *, anonymous: bool) -> None:
        """Raise `Unauthenticated` for a stranger's other fields, and `LimitExceeded` for orders to guess by, side by side."""
        anonymous_fields = self._open.get(kind, frozenset())
        if anonymous and not all(
            name in anonymous_fields or name.startswith("__") for name in measure.root
        ):
            raise Unauthenticated(gettext("Sign in first."))
        if kind is OperationType.MUTATION:
            _check("once", sum(name in self._takes_credentials for name in measure.root), 1)


def _fields(
    schema: GraphQLSchema, kind: OperationType, needs: Collection[type[Rule]]
) -> frozenset[str]:
    """The fields of a root whose rule is one of these."""
    root = schema.get_root_type(kind)
    fields = root.fields if root is not None else {}
    rules = {
        name: found.extensions["strawberry-definition"].metadata.get(RULE)
        for name, found in fields.items()
    }
    return frozenset(name for name, rule in rules.items() if rule in needs)


def _check(limit: str, found: int, most: int) -> None:
    if found > most:
        raise LimitExceeded(
            gettext(MESSAGES[limit], most=most, found=found), limit=limit, most=most
        )
