"""A demo world is forgotten, so that a new one can be made."""

import shutil
from pathlib import Path

from errors import StartError
from settings import Settings


def forget(settings: Settings) -> None:
    """Delete the demo world: an SQLite file, the documents and the outbox."""
    if not settings.database_url.startswith("sqlite://"):
        raise StartError(
            "A demo world is only reset on SQLite: empty the PostgreSQL database yourself."
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
