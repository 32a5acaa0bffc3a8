"""Keys of an operation and a digest of its content.

The key is the header `Idempotency-Key`, or else the keys are the `clientMutationId`s of the
mutations.
"""

import asyncio
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    ValueNode,
    VariableNode,
    value_from_ast_untyped,
)
from starlette.datastructures import UploadFile

from errors import BadUserInput, RequestError
from i18n import gettext

ARGUMENT = "clientMutationId"
KEY = re.compile(r"[\x20-\x7e]{1,255}")

Variables = Mapping[str, Any] | None


def key_of_header(value: str) -> str:
    """Return the key of a request with the header; raises `RequestError` (400) if malformed."""
    if not KEY.fullmatch(value):
        raise RequestError(
            400,
            "IDEMPOTENCY_KEY_MALFORMED",
            gettext(
                "The header Idempotency-Key must be sent once, with 1 to 255 printable ASCII "
                "characters."
            ),
        )
    return f"header {value}"


def mutation_fields(document: DocumentNode, operation: OperationDefinitionNode) -> list[FieldNode]:
    """Return the operation's root fields, those of its fragments included."""
    fragments = {
        node.name.value: node
        for node in document.definitions
        if isinstance(node, FragmentDefinitionNode)
    }
    return list(_fields(operation.selection_set.selections, fragments))


def keys_of_mutations(
    mutations: Sequence[FieldNode], operation: OperationDefinitionNode, variables: Variables
) -> tuple[str, ...]:
    """Return the keys of the mutations that have one; raises `BadUserInput` if one is malformed."""
    values = {
        one.variable.name.value: one.default_value for one in operation.variable_definitions or ()
    }
    by_response_name = {}
    for field in mutations:
        for argument in field.arguments or ():
            if argument.name.value == ARGUMENT:
                by_response_name[(field.alias or field.name).value] = _value(
                    argument.value, values, variables or {}
                )
    ids = [value for value in by_response_name.values() if value is not None]
    if not all(isinstance(value, str) and KEY.fullmatch(value) for value in ids):
        raise BadUserInput(
            gettext("A clientMutationId must have 1 to 255 printable ASCII characters."),
            argument=ARGUMENT,
        )
    if len(set(ids)) < len(ids):
        raise BadUserInput(
            gettext("Each mutation of an operation needs its own clientMutationId."),
            argument=ARGUMENT,
        )
    return tuple(f"argument {value}" for value in ids)


async def digest_of(query: str, operation_name: str, variables: Variables) -> bytes:
    """Return a digest (SHA-256) of document, operation name, variables and the bytes of files."""
    files: list[UploadFile] = []

    def as_json(file: UploadFile) -> Any:
        files.append(file)
        return [file.filename]

    try:
        content = orjson.dumps(
            [query, operation_name, variables], default=as_json, option=orjson.OPT_SORT_KEYS
        )
    except orjson.JSONEncodeError:
        raise RequestError(
            400, "BAD_REQUEST", gettext("The variables are nested too deeply.")
        ) from None
    different = list({id(file): file for file in files}.values())
    digests = {id(file): await asyncio.to_thread(_file_digest, file) for file in different}
    return hashlib.sha256(content + b"".join(digests[id(file)] for file in files)).digest()


def _file_digest(file: UploadFile) -> bytes:
    file.file.seek(0)
    return hashlib.file_digest(file.file, "sha256").digest()  # type: ignore[arg-type]


def _fields(
    selections: tuple[SelectionNode, ...], fragments: dict[str, FragmentDefinitionNode]
) -> Iterator[FieldNode]:
    """Yield the root fields; a fragment is visited once."""
    for node in selections:
        if isinstance(node, FieldNode):
            yield node
        elif isinstance(node, InlineFragmentNode):
            yield from _fields(node.selection_set.selections, fragments)
        elif (
            isinstance(node, FragmentSpreadNode)
            and (fragment := fragments.pop(node.name.value, None)) is not None
        ):
            yield from _fields(fragment.selection_set.selections, fragments)


def _value(
    node: ValueNode, defaults: Mapping[str, ValueNode | None], variables: Mapping[str, Any]
) -> Any:
    """Return the value of an argument, None if it has none."""
    if not isinstance(node, VariableNode):
        return value_from_ast_untyped(node)
    name = node.name.value
    if name in variables:
        return variables[name]
    default = defaults.get(name)
    return value_from_ast_untyped(default) if default is not None else None
