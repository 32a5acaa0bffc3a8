"""Objects by global ID: `node` and `nodes`."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import strawberry
from tortoise import Model

from data.global_id import from_global_id
from data.rows import fetch_by_id
from errors import BadUserInput, NotFound
from permissions import LOCKS, Viewer
from permissions.reach import EXPIRY_COLUMNS
from pipeline.context import Info


async def get_node(info: Info, id: strawberry.ID) -> Any:  # noqa: A002 - Relay's name
    """Object with the given global ID.

    Null with the error `NOT_FOUND` if the viewer cannot see it. The
    requirements (`@needs`) of its type apply.

    Args:
        id: Global ID of the object.
    """
    (found,) = await _find(info, [id], "id")
    if isinstance(found, Exception):
        raise found
    return found


async def list_nodes(info: Info, ids: list[strawberry.ID]) -> list[Any]:
    """Objects with the given global IDs, in the same order.

    Null, with an error, for each one that is refused or not found.

    Args:
        ids: Global IDs of the objects: at most 100 (configurable).
    """
    return await _find(info, ids, "ids")


async def _find(info: Info, ids: Sequence[str], argument: str) -> list[Any]:
    viewer = info.context.signed_in()
    parsed = [_parsed(text, argument) for text in ids]
    rows: dict[tuple[type[Model], UUID], Any] = {}
    for model in {key[0] for key in parsed if isinstance(key, tuple)}:
        if LOCKS[model].allows(viewer):
            keys = [key[1] for key in parsed if isinstance(key, tuple) and key[0] is model]
            rows |= {(model, row.pk): row for row in await _fetch_unexpired(info, model, keys)}
    return [
        rows.get(key) or _error_for(key[0], viewer) if isinstance(key, tuple) else key
        for key in parsed
    ]


async def _fetch_unexpired(info: Info, model: type[Model], keys: list[UUID]) -> list[Any]:
    """Return the rows in reach that have not expired."""
    column = EXPIRY_COLUMNS.get(model)
    rows = await fetch_by_id(info, model, keys, extra_columns=(column,) if column else ())
    found = [row for row in rows if row is not None]
    return [row for row in found if column is None or getattr(row, column) > info.context.now]


def _parsed(text: str, argument: str) -> tuple[type[Model], UUID] | BadUserInput:
    try:
        return from_global_id(text, argument)
    except BadUserInput as error:
        return error


def _error_for(model: type[Model], viewer: Viewer) -> Exception:
    return LOCKS[model].refusal(viewer) or NotFound(model.__name__.lower())
