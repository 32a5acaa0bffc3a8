"""Signed, short-lived download links, bound to a session; rights are checked again on use."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from itsdangerous import BadSignature

import models
from adapters.database.row import model_of
from errors import NotFound
from permissions import LOCKS, Viewer, download_rule, reach
from pipeline.context import Context
from pipeline.services import Services
from pipeline.session import open_session

MODELS_BY_CODE = {"d": models.Document, "i": models.Invoice}


@dataclass(frozen=True, slots=True)
class Download:
    """A file to send: path, name and media type."""

    path: Path
    name: str
    media_type: str


def new_download_url(context: Context, row: models.Document | models.Invoice) -> str:
    """Return a signed link to the row's file."""
    kind = "d" if model_of(row) is models.Document else "i"
    token = context.services.links.dumps([kind, row.pk.hex, context.signed_in().session_id.hex])
    return f"{context.services.settings.origin}/download/{token}"


async def resolve_download(services: Services, token: str) -> Download:
    """Return the download of a link.

    Raises `NotFound` if it is forged or expired, if its session has ended or the right was
    withdrawn, and `RequestError` where the session is rate limited.
    """
    try:
        kind, key, session_id = services.links.loads(
            token, max_age=int(services.settings.download_lifetime.total_seconds())
        )
        model, row_id, session, context = (
            MODELS_BY_CODE[kind],
            UUID(hex=key),
            UUID(hex=session_id),
            Context(services),
        )
    except (BadSignature, ValueError, KeyError, TypeError, AttributeError):
        raise NotFound("download") from None
    await services.rate_limiter.charge_link(session)
    await open_session(context, session_id=session)
    viewer = context.viewer
    if viewer is None or not LOCKS[model].allows(viewer):
        raise NotFound("download")
    row: Any = await reach(model, viewer).get_or_none(id=row_id)
    return _download_of(services, row, viewer)


def _download_of(
    services: Services, row: models.Document | models.Invoice | None, viewer: Viewer
) -> Download:
    if isinstance(row, models.Document) and download_rule(row.category).allows(viewer):
        return Download(services.storage.path(row.storage_key), row.name, row.media_type)
    if isinstance(row, models.Invoice) and row.pdf_key:
        return Download(services.storage.path(row.pdf_key), f"{row.number}.pdf", "application/pdf")
    raise NotFound("download")
