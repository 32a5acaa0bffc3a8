"""Descriptions of the schema, read from docstrings while it is built.

    Claims of the company.

Args:
        filter: Conditions that the claims must meet; null for all claims.

The text is the field's description, `Args:` describes its arguments, and `Returns:` of a mutation
the fields of its payload, by their Python names. A name that means the same everywhere is
described once, in `ARGUMENTS` or `RETURNED`; a type takes the docstring of its class.
"""

import inspect
import re
from collections.abc import Callable, Collection, Mapping
from typing import Annotated, Any

import strawberry
from graphql import GraphQLSchema

SECTION = re.compile(r"^(Args|Returns|Raises):$", re.MULTILINE)
ENTRY = re.compile(r"^ {4}(\w+):", re.MULTILINE)

ARGUMENTS: Mapping[str, str] = {
    "first": "Maximum number of rows: 0 to 100, unless the deployment sets another maximum.",
    "after": "Cursor of the row after which the page starts, such as `pageInfo.endCursor`; null "
    "for the first page. A cursor is valid for the list and sort order that returned it.",
    "client_mutation_id": "Idempotency key of the mutation, unique within the operation, repeated "
    "in the payload: 1 to 255 printable ASCII characters; null for none. A retry with the same key "
    "returns the stored response. With the header `Idempotency-Key`, it is only repeated.",
    "claim_id": "Global ID of the claim.",
    "company_id": "Global ID of the company.",
    "document_id": "Global ID of the document.",
    "user_id": "Global ID of the user.",
    "delivery": "Channel by which the client receives the session token: the payload by default.",
}
"""Arguments that mean the same in all fields."""

RETURNED: Mapping[str, str] = {
    "challenge": "Second-factor challenge to answer next; null if none was started.",
    "claim": "Claim after the mutation; null if `errors` is not empty.",
    "token": "New session token, which replaces the one of the request if it had one; null if the "
    "session uses a cookie, if no token was issued, or if `errors` is not empty.",
    "user": "User after the mutation; null if `errors` is not empty.",
    "viewer": "Viewer of the session after the mutation; null if `errors` is not empty.",
    "recovery_codes": "New recovery codes, shown only once; null if `errors` is not empty.",
    "errors": "Errors in the input, with their codes; empty if the mutation succeeded.",
    "client_mutation_id": "`clientMutationId` of the mutation input; null if none was sent.",
}
"""Payload fields that mean the same in all mutations."""


def text_of(documented: Any) -> str | None:
    """Return the docstring without its sections, on one line; None if there is none."""
    if documented is None:
        return None
    text = SECTION.split(inspect.getdoc(documented) or "")[0]
    return " ".join(text.split()) or None


def describe_names(
    resolver: Callable[..., Any], section: str, names: Collection[str], shared: Mapping[str, str]
) -> dict[str, str]:
    """Return the description of each name from the docstring's section, or else from `shared`.

    Raises `TypeError` for a name without a description and for a description without a name.
    """
    own = _entries(resolver, section)
    if unknown := own.keys() - set(names):
        raise TypeError(
            f"The docstring of {resolver.__name__} describes in `{section}` what does not "
            f"exist: {_list(unknown)}."
        )
    if missing := set(names) - own.keys() - shared.keys():
        raise TypeError(
            f"The docstring of {resolver.__name__} does not describe in `{section}`: "
            f"{_list(missing)}."
        )
    return {name: own.get(name) or shared[name] for name in names}


def with_description(annotation: Any, description: str) -> Any:
    """Return the annotation of an argument with its description, as Strawberry reads it."""
    return Annotated[annotation, strawberry.argument(description=description)]


def describe_types(schema: GraphQLSchema) -> None:
    """Give types the docstrings of their classes, and directives' arguments those of their fields.

    Strawberry takes a type's description from its decorator only, and a directive's arguments have
    none.
    """
    for kind in schema.type_map.values():
        definition = kind.extensions.get("strawberry-definition")
        if kind.description is None:
            kind.description = text_of(getattr(definition, "origin", None))
    for directive in schema.directives:
        definition = directive.extensions.get("strawberry-definition")
        for argument, field in zip(
            directive.args.values(), getattr(definition, "fields", ()), strict=False
        ):
            argument.description = field.description


def _entries(resolver: Callable[..., Any], section: str) -> dict[str, str]:
    parts = SECTION.split(inspect.getdoc(resolver) or "")
    _, *found = ENTRY.split(dict(zip(parts[1::2], parts[2::2], strict=True)).get(section, ""))
    return {
        name: " ".join(text.split()) for name, text in zip(found[::2], found[1::2], strict=True)
    }


def _list(names: Collection[str]) -> str:
    return ", ".join(sorted(names))
