"""Deletion of the demo data."""

import shutil
from pathlib import Path

from errors import StartError
from settings import Settings


def delete_demo_data(settings: Settings) -> None:
    """Delete the SQLite database, the documents and the outbox of the demo."""
    if not settings.database_url.startswith("sqlite://"):
        raise StartError(
            "Demo data are only reset on SQLite: empty the PostgreSQL database yourself."
        )
    path = settings.database_url.removeprefix("sqlite://")
    for file in (path, f"{path}-wal", f"{path}-shm"):
        Path(file).unlink(missing_ok=True)
    for folder in (
        *settings.documents.glob("[0-9a-f][0-9a-f]"),
        *settings.documents.glob("incoming"),
    ):
        shutil.rmtree(folder)
    for message in (*settings.outbox.glob("*.eml"), *settings.outbox.glob("*.sms")):
        message.unlink()
