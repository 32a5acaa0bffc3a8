"""Walks through the schema: its guarded fields, a road to each, an example for each argument."""

from collections import deque
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    get_named_type,
    is_leaf_type,
    is_required_argument,
    is_required_input_field,
)

from data.global_id import NODES, to_global_id
from permissions import Anyone, Rule
from schema import build_schema

API = build_schema()
CORE = API._schema
ROOTS = {"Query": "query", "Mutation": "mutation"}
NAMED_LIKE = {
    "node.id": "Company",
    "nodes.ids": "Company",
    "invoice.id": "Invoice",
    "company.id": "Company",
    "claimId": "Claim",
    "documentId": "Document",
    "userId": "User",
    "companyId": "Company",
    "earlierClaimId": "Claim",
    "claim.id": "Claim",
}
"""The type that an ID argument is of, by its name, or by field and name."""
EXAMPLES = {"String": "x", "Boolean": True, "Int": 1, "Date": "2026-01-01"}
"""A value of each scalar that is required somewhere, but for IDs and files."""
OWN = frozenset({"endSession.sessionId", "removePasskey.passkeyId"})
"""IDs that are good for their owner's own things only, and no global ones."""


def object_types() -> Iterator[GraphQLObjectType]:
    """Yield the API's own object types."""
    for kind in CORE.type_map.values():
        if isinstance(kind, GraphQLObjectType) and not kind.name.startswith("__"):
            yield kind


def rule_of(type_name: str, field: str) -> type[Rule] | None:
    """Return the rule of a field; None for a plain column."""
    definition = CORE.type_map[type_name].fields[field].extensions["strawberry-definition"]
    rule: type[Rule] | None = definition.metadata.get("rule")
    return rule


def guarded() -> list[str]:
    """Return the coordinates of all fields with a rule."""
    found = ((kind.name, field) for kind in object_types() for field in kind.fields)
    return [
        f"{kind}.{field}" for kind, field in found if rule_of(kind, field) not in (None, Anyone)
    ]


def road_to(coordinate: str) -> list[tuple[str, str]]:
    """Return the shortest road from a root to a field.

    Only a root's own field may need arguments.
    """
    target, field = coordinate.split(".")
    if target in ROOTS:
        return [(target, field)]
    waiting: deque[tuple[str, list[tuple[str, str]]]] = deque([("Query", []), ("Mutation", [])])
    seen = set()
    while waiting:
        name, road = waiting.popleft()
        if name == target:
            return [*road, (target, field)]
        for step, definition in CORE.type_map[name].fields.items():
            kind = get_named_type(definition.type)
            if (
                isinstance(kind, GraphQLObjectType)
                and kind.name not in seen
                and not any(map(is_required_argument, definition.args.values()))
            ):
                seen.add(kind.name)
                waiting.append((kind.name, [*road, (name, step)]))
    raise LookupError(coordinate)


def document_along(
    road: list[tuple[str, str]], variables: dict[str, Any], ids: dict[str, str] | None = None
) -> str:
    """Return a document that follows the road; the root's required arguments become variables."""
    root, first = road[0]
    definition = CORE.type_map[root].fields[first]
    required = {
        name: argument
        for name, argument in definition.args.items()
        if is_required_argument(argument)
    }
    for name, argument in required.items():
        variables[name] = example(
            argument.type, name if name in NAMED_LIKE else f"{first}.{name}", ids
        )
    declared = ", ".join(f"${name}: {argument.type}" for name, argument in required.items())
    given = ", ".join(f"{name}: ${name}" for name in required)
    inner = "".join(f" {{ {step}" for _, step in road[1:])
    last_type, last = road[-1]
    leaf = is_leaf_type(get_named_type(CORE.type_map[last_type].fields[last].type))
    body = f"{first}{f'({given})' if given else ''}{inner}{'' if leaf else ' { __typename }'}{' }' * (len(road) - 1)}"
    return f"{ROOTS[root]}{f'({declared})' if declared else ''} {{ {body} }}"


def example(kind: Any, name: str, ids: dict[str, str] | None = None) -> Any:
    """Return a value that the type accepts.

    IDs are of rows that do not exist, or those of `ids` by type.
    """
    if isinstance(kind, GraphQLNonNull):
        return example(kind.of_type, name, ids)
    if isinstance(kind, GraphQLList):
        return [] if get_named_type(kind).name == "Upload" else [example(kind.of_type, name, ids)]
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    if isinstance(kind, GraphQLInputObjectType):
        return {
            key: example(field.type, key, ids)
            for key, field in kind.fields.items()
            if is_required_input_field(field)
        }
    if kind.name == "ID":
        if name in OWN:
            return uuid4().hex
        wanted = NAMED_LIKE.get(
            name, "Claim"
        )  # `test_schema_walk.py` fails once for a name that is missing
        return (ids or {}).get(wanted) or to_global_id(NODES[wanted](id=uuid4()))
    return EXAMPLES.get(kind.name)


def everything(kind: Any, depth: int) -> str:
    """Return a selection of all fields that need no argument, so many levels deep."""
    if is_leaf_type(kind):
        return ""
    if isinstance(kind, GraphQLInterfaceType):
        return " { __typename id }"
    parts = []
    for name, field in kind.fields.items():
        child = get_named_type(field.type)
        if any(map(is_required_argument, field.args.values())) or (
            depth == 0 and not is_leaf_type(child)
        ):
            continue
        parts.append(name + everything(child, depth - 1))
    return f" {{ __typename {' '.join(parts)} }}"
