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
from pipeline.context import Info


async def get_node(info: Info, id: strawberry.ID) -> Any:  # noqa: A002 - Relay's name
    """Any object by its global ID; its type's own lock holds."""
    (found,) = await _find(info, [id], "id")
    if isinstance(found, Exception):
        raise found
    return found


async def list_nodes(info: Info, ids: list[strawberry.ID]) -> list[Any]:
    """Several objects by their global IDs, in the order asked; what is not found is null, with an error."""
    return await _find(info, ids, "ids")


async def _find(info: Info, ids: Sequence[str], argument: str) -> list[Any]:
    viewer = info.context.signed_in()
    parsed = [_parsed(text, argument) for text in ids]
    rows: dict[tuple[type[Model], UUID], Any] = {}
    for model in {key[0] for key in parsed if isinstance(key, tuple)}:
        if LOCKS[model].allows(viewer):
            keys = [key[1] for key in parsed if isinstance(key, tuple) and key[0] is model]
            rows |= {
                (model, row.pk): row
                for row in await fetch_by_id(info, model, keys)
                if row is not None
            }
    return [
        rows.get(key) or _error_for(key[0], viewer) if isinstance(key, tuple) else key
        for key in parsed
    ]


def _parsed(text: str, argument: str) -> tuple[type[Model], UUID] | BadUserInput:
    try:
        return from_global_id(text, argument)
    except BadUserInput as error:
        return error


def _error_for(model: type[Model], viewer: Viewer) -> Exception:
    return LOCKS[model].refusal(viewer) or NotFound(model.__name__.lower())
