"""Global IDs: opaque, one for each object, and the way back from an ID to its row."""

import base64
import binascii
from typing import Any, cast
from uuid import UUID

import strawberry
from tortoise import Model

import models
from adapters.database.row import model_of
from errors import BadUserInput
from execution.column import columns_of
from i18n import gettext
from pipeline.context import Parents, reads

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
    )
}
"""The types that `node(id:)` finds, by name."""


def write_id(row: Any) -> strawberry.ID:
    """The global ID of a row."""
    return list_ids(Parents([row]))[0]


@reads()
def list_ids(rows: Parents[Any]) -> list[strawberry.ID]:
    """The global ID: opaque, the same for ever, and good for `node(id:)`."""
    columns = columns_of(rows)
    if columns is not None:
        return _written(
            f"{model_of(rows[0]).__name__}:", [key.hex for key in map(columns["id"], rows)]
        )
    return [_written(f"{model_of(row).__name__}:", [row.pk.hex])[0] for row in rows]


def _written(prefix: str, keys: list[str]) -> list[strawberry.ID]:
    """Base64url of many texts of one length, at once: each is filled up to whole groups, whose last letters are cut off again.

    The texts are ASCII, which has neither of the two letters in which base64url differs from base64.
    """
    length = len(prefix) + len(keys[0])
    fill = "\0" * (-length % 3)
    encoded = binascii.b2a_base64(
        f"{prefix}{f'{fill}{prefix}'.join(keys)}{fill}".encode(), newline=False
    ).decode()
    step, cut = (length + len(fill)) // 3 * 4, len(fill)
    return cast(
        "list[strawberry.ID]",
        [encoded[at : at + step - cut] for at in range(0, len(encoded), step)],
    )


def parse_id(text: str, argument: str) -> tuple[type[Model], UUID]:
    """The model and key that a global ID names, or `BadUserInput` for anything that is not one."""
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


def read_id(text: str, model: type[Model], argument: str) -> UUID:
    """The key of an ID that must be of that type."""
    found, key = parse_id(text, argument)
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
