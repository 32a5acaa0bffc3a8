"""Global IDs of Relay: opaque, unique for each object, and resolved to rows again."""

import base64
import binascii
from typing import Any, cast
from uuid import UUID

import strawberry
from tortoise import Model

import models
from adapters.database.row import model_of
from data.parents import Parents, reads
from errors import BadUserInput
from execution.column import columns_of
from i18n import gettext

NODES: dict[str, type[Model]] = {
    model.__name__: model
    for model in (
        models.Company,
        models.Contract,
        models.Manager,
        models.User,
        models.Claim,
        models.Document,
        models.Settlement,
        models.Invoice,
        models.SecurityEvent,
        models.FactorReset,
    )
}
"""Models behind the types of `node(id:)`, by name."""


def to_global_id(row: Any) -> strawberry.ID:
    """Return the global ID of a row."""
    return list_ids(Parents([row]))[0]


@reads()
def list_ids(rows: Parents[Any]) -> list[strawberry.ID]:
    """Global ID: opaque and stable, for `node(id:)`."""
    columns = columns_of(rows)
    if columns is not None:
        return _encode(
            f"{model_of(rows[0]).__name__}:", [key.hex for key in map(columns["id"], rows)]
        )
    return [_encode(f"{model_of(row).__name__}:", [row.pk.hex])[0] for row in rows]


def _encode(prefix: str, keys: list[str]) -> list[strawberry.ID]:
    """Return the base64url encoding of many texts of one length, in one call for speed.

    Each text is padded to whole groups of three bytes, and the letters of the padding are cut off
    afterwards. Base64 of ASCII contains neither of the two letters in which base64url differs.
    """
    length = len(prefix) + len(keys[0])
    padding = "\0" * (-length % 3)
    encoded = binascii.b2a_base64(
        f"{prefix}{f'{padding}{prefix}'.join(keys)}{padding}".encode(), newline=False
    ).decode()
    step, cut = (length + len(padding)) // 3 * 4, len(padding)
    return cast(
        "list[strawberry.ID]",
        [encoded[at : at + step - cut] for at in range(0, len(encoded), step)],
    )


def from_global_id(text: str, argument: str) -> tuple[type[Model], UUID]:
    """Return the model and the key of a global ID; raises `BadUserInput` if it is malformed."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True).decode(
            "ascii"
        )
        name, key = raw.split(":")
        model, uuid = NODES[name], UUID(hex=key)
    except (binascii.Error, ValueError, KeyError):
        raise BadUserInput(
            gettext("This is not a valid ID of this API."), argument=argument
        ) from None
    return model, uuid


def key_from_global_id(text: str, model: type[Model], argument: str) -> UUID:
    """Return the key of a global ID; raises `BadUserInput` unless it is one of that model."""
    found, key = from_global_id(text, argument)
    if found is not model:
        names = {"found": found.__name__, "wanted": model.__name__}
        raise BadUserInput(
            gettext(
                "This is the ID of an object of the type %(found)s; %(wanted)s is expected.",
                **names,
            ),
            argument=argument,
        )
    return key
