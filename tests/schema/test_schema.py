"""Invariants of the schema."""

from collections.abc import Iterator

import pytest
from graphql import (
    GraphQLInterfaceType,
    GraphQLNonNull,
    GraphQLObjectType,
    ObjectTypeDefinitionNode,
    get_named_type,
    parse,
    print_ast,
)

import models
from permissions import LOCKS, Anyone, Rule
from tests.support import ROOT
from tests.support.roads import implies
from tests.support.schema_walk import API, CORE, ROOTS, guarded, object_types, rule_of
from tests.support.truth_table import assert_complete

PRINTED = parse(API.as_str()).definitions
LOCKED = {model.__name__: rule for model, rule in LOCKS.items()}
PLAIN = {
    "AccessAnswer", "Rule", "AccessChange", "AccessDifference", "ObjectCount",
    "Account", "Address", "Challenge", "Contact", "Decision", "EnumLabel", "InsuredPerson", "Money", "MutationError", "OpenSession", "OwnPasskey", "PageInfo", "Period", "Permission", "Reason",
    "OwnMembership",
    "TwoFactorChange", "Viewer", "ViewerCan",
}  # fmt: skip
"""Types that are parts of a response: without rows of their own, seen by the viewers of their parent."""

PUBLIC = {
    "Query": "viewer contact permissions rules access enumLabels",
    "Viewer": "role accesses can",
    "ViewerCan": " ".join(CORE.type_map["ViewerCan"].fields),
    "Decision": "allowed reasons",
    "Reason": "code message access askWho contact field",
    "Contact": "askWho name email phone",
    "Permission": "access description grantedBy fields",
    "Rule": "name description roles access stepUp coordinates decision",
    "AccessAnswer": "coordinate allowed rules reasons",
    "EnumLabel": "enum value label",
    "Mutation": "signIn verifySecondFactor verifySecondFactorByPasskey beginPasskeySignIn signInWithPasskey resendCode signOut "
    "requestPasswordReset resetPassword",
    "SignInPayload": "challenge token errors clientMutationId",
    "VerifySecondFactorPayload": "viewer token errors clientMutationId",
    "VerifySecondFactorByPasskeyPayload": "viewer token errors clientMutationId",
    "BeginPasskeySignInPayload": "passkey errors clientMutationId",
    "SignInWithPasskeyPayload": "viewer token errors clientMutationId",
    "ResendCodePayload": "challenge errors clientMutationId",
    "SignOutPayload": "signedOut errors clientMutationId",
    "RequestPasswordResetPayload": "accepted errors clientMutationId",
    "ResetPasswordPayload": "changed errors clientMutationId",
    "Challenge": "method destination passkey expiresAt",
    "MutationError": "code field message retryAfter",
}
"""Every field that anonymous callers can select, by type. `viewer` is null for them; who has just signed in sees it in a payload."""


def test_the_committed_schema_is_this_one() -> None:
    committed = ROOT / "schema" / "schema.graphql"
    assert committed.read_text(encoding="utf-8") == API.as_str() + "\n", "run `make docs`"


def test_every_field_has_a_rule_or_a_type_with_a_lock() -> None:
    for kind in object_types():
        for field in kind.fields:
            made_of_parts = kind.name in PLAIN or kind.name.endswith(("Payload", "Edge"))
            assert rule_of(kind.name, field) or kind.name in LOCKED or made_of_parts, (
                f"{kind.name}.{field} entered without a rule"
            )


def open_to_anonymous_callers() -> Iterator[str]:
    """Return the fields that an anonymous caller can select: a road without a rule leads to them, and their type has no lock."""
    seen, waiting = set(ROOTS), list(ROOTS)
    while waiting:
        kind = waiting.pop()
        for field, definition in CORE.type_map[kind].fields.items():
            if (rule_of(kind, field) or Anyone) is not Anyone:
                continue
            yield f"{kind}.{field}"
            below = get_named_type(definition.type)
            if isinstance(below, GraphQLObjectType) and below.name not in {*seen, *LOCKED}:
                seen.add(below.name)
                waiting.append(below.name)


def test_no_field_is_open_to_anonymous_callers_unsaid() -> None:
    """A plain column has the lock of the roads to its type: on one that is open, it is public, and stands in this table or has `needs`."""
    public = {f"{kind}.{field}" for kind, fields in PUBLIC.items() for field in fields.split()}
    assert_complete(
        __file__,
        "PUBLIC",
        public,
        open_to_anonymous_callers(),
        why="guard with `column(…, needs=…)`, or in",
    )


def test_every_root_field_has_a_rule() -> None:
    for root in ROOTS:
        assert all(rule_of(root, field) for field in CORE.type_map[root].fields)


def test_every_road_to_a_type_has_its_lock() -> None:
    walked = set()
    waiting: list[tuple[str, frozenset[type[Rule]]]] = [(root, frozenset()) for root in ROOTS]
    reached = set()
    while waiting:
        name, rules = waiting.pop()
        for step, field in CORE.type_map[name].fields.items():
            kind = get_named_type(field.type)
            passed = rules | {rule_of(name, step) or Anyone} - {Anyone}
            if not isinstance(kind, GraphQLObjectType) or (kind.name, passed) in walked:
                continue
            walked.add((kind.name, passed))
            if kind.name in LOCKED:
                reached.add(kind.name)
                assert implies(passed, LOCKED[kind.name]), (
                    f"{name}.{step} leads to {kind.name} past its lock"
                )
            waiting.append((kind.name, passed))
    assert reached == set(LOCKED), "a locked type that no road leads to"


def test_only_node_and_nodes_lead_to_any_type_and_their_resolver_asks_the_lock() -> None:
    to_interfaces = {
        f"{kind.name}.{name}"
        for kind in object_types()
        for name, field in kind.fields.items()
        if isinstance(get_named_type(field.type), GraphQLInterfaceType)
    }
    assert to_interfaces == {"Query.node", "Query.nodes"}


def test_a_field_that_can_be_refused_is_nullable() -> None:
    for coordinate in guarded():
        kind, name = coordinate.split(".")
        field = CORE.type_map[kind].fields[name]
        rule = rule_of(kind, name)
        assert rule is not None
        own_lock = kind in LOCKED and implies(frozenset({LOCKED[kind]}), rule)
        assert own_lock or not isinstance(field.type, GraphQLNonNull), (
            f"{coordinate}: a refusal would erase its parents"
        )


def test_every_model_with_a_type_has_a_lock() -> None:
    shown = {kind.name for kind in object_types()}
    assert {name for name in vars(models) if name in shown} == set(LOCKED)


@pytest.mark.parametrize("coordinate", guarded())
def test_the_lock_is_printed_where_the_reader_looks(coordinate: str) -> None:
    kind, field = coordinate.split(".")
    (definition,) = (
        node
        for node in PRINTED
        if isinstance(node, ObjectTypeDefinitionNode) and node.name.value == kind
    )
    (printed,) = (node for node in definition.fields if node.name.value == field)
    line = " ".join(map(print_ast, printed.directives))
    rule = rule_of(kind, field)
    assert rule is not None
    assert "@needs" in line
    assert (f"access: {rule.access}" in line) is (rule.access is not None)
    assert all(role in line for role in rule.roles or ())


@pytest.mark.parametrize("root", ROOTS)
def test_every_root_field_is_described(root: str) -> None:
    assert all(field.description for field in CORE.type_map[root].fields.values())


def test_payloads_have_errors() -> None:
    for name, field in CORE.type_map["Mutation"].fields.items():
        payload = get_named_type(field.type)
        assert payload.name == f"{name[0].upper()}{name[1:]}Payload"
        assert str(payload.fields["errors"].type) == "[MutationError!]!"
