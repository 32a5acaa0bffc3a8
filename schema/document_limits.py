"""Limits of documents and operations, checked before validation."""

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
from permissions.lock import RULE_KEY
from permissions.user import ChangeOwnSignIn, ChangeSecondFactor
from settings import Limits

MESSAGES = {
    "length": gettext_noop("A document may have at most %(most)s characters."),
    "tokens": gettext_noop("A document may have at most %(most)s tokens."),
    "nesting": gettext_noop("A document may nest brackets at most %(most)s levels deep."),
    "fragments": gettext_noop("A document may have at most %(most)s fragments."),
    "depth": gettext_noop("Fields may be nested at most %(most)s levels deep."),
    "aliases": gettext_noop(
        "An operation may have at most %(most)s aliases; those of a fragment count at each spread."
    ),
    "fields": gettext_noop(
        "An operation may have at most %(most)s fields; those of a fragment count at each spread."
    ),
    "rootFields": gettext_noop("An operation may select at most %(most)s root fields."),
    "directives": gettext_noop("An operation may have at most %(most)s directives."),
    "variables": gettext_noop("An operation may have at most %(most)s variables."),
    "cost": gettext_noop(
        "This operation costs %(found)s points; the maximum is %(most)s: request fewer rows at "
        "once."
    ),
    "once": gettext_noop(
        "An operation may contain only one mutation that checks or sends a password or a code."
    ),
}


@dataclass(frozen=True, slots=True)
class DocumentLimits:
    """Limits of documents and operations, checked in the order in which their parts are known."""

    limits: Limits

    def admit_text(self, text: str) -> None:
        """Raise `LimitExceeded` for a document that is too long or too deep to be parsed."""
        limits = self.limits
        _check("length", len(text), limits.max_document_length)
        scanned = scan(text)
        _check("tokens", scanned.tokens, limits.max_document_tokens)
        _check("nesting", scanned.nesting, limits.max_nesting)

    def admit_fragments(self, count: int) -> None:
        """Raise `LimitExceeded` for a document with too many fragments to be measured."""
        _check("fragments", count, self.limits.max_fragments)

    def admit(self, measure: OperationMetrics, *, anonymous: bool) -> None:
        """Raise `LimitExceeded` for an operation that is too large to be validated."""
        limits = self.limits
        _check("variables", measure.variables, limits.max_variables)
        _check("directives", measure.directives, limits.max_directives)
        _check("depth", measure.depth, limits.max_depth)
        _check("aliases", measure.aliases, limits.max_aliases)
        _check("fields", measure.fields, limits.max_fields)
        _check("rootFields", len(measure.root), limits.max_root_fields)
        _check("cost", measure.cost, self.max_cost(anonymous=anonymous))

    def admit_lists(self, lists: ListArguments, variables: Mapping[str, Any] | None) -> None:
        """Raise `BadUserInput` for a list that is too long, in any argument or variable."""
        most = self.limits.max_items
        if (argument := lists.too_long(variables, most)) is not None:
            raise BadUserInput(
                gettext(
                    "`%(argument)s` may have at most %(most)s items.", argument=argument, most=most
                ),
                argument=argument,
            )

    def max_cost(self, *, anonymous: bool) -> int:
        """Return the cost that an operation may have."""
        return self.limits.max_anonymous_cost if anonymous else self.limits.max_cost


CREDENTIAL_RULES = frozenset({Anyone, ChangeOwnSignIn, ChangeSecondFactor})
"""Rules of the mutations that take passwords and codes."""


class AnonymousFields:
    """Root fields that are open to anonymous callers, and mutations that take credentials."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._open = {
            kind: _fields(schema, kind, {Anyone})
            for kind in (OperationType.QUERY, OperationType.MUTATION)
        }
        self._takes_credentials = _fields(schema, OperationType.MUTATION, CREDENTIAL_RULES)

    def admit(self, kind: OperationType, measure: OperationMetrics, *, anonymous: bool) -> None:
        """Admit the root fields of an operation.

        Raises `Unauthenticated` for fields that are not open to an anonymous caller, and
        `LimitExceeded` for two mutations that take credentials in one operation.
        """
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
    """Return the fields of a root type whose rule is one of these."""
    root = schema.get_root_type(kind)
    fields = root.fields if root is not None else {}
    rules = {
        name: found.extensions["strawberry-definition"].metadata.get(RULE_KEY)
        for name, found in fields.items()
    }
    return frozenset(name for name, rule in rules.items() if rule in needs)


def _check(limit: str, found: int, most: int) -> None:
    if found > most:
        raise LimitExceeded(
            gettext(MESSAGES[limit], most=most, found=found), limit=limit, most=most
        )
