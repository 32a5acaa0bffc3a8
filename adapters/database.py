"""The database: SQLite or PostgreSQL, by the same Tortoise configuration everywhere."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from errors import StartError

SQLITE = {"journal_mode": "WAL", "synchronous": "FULL", "foreign_keys": "ON", "busy_timeout": "5000"}


def tortoise_config(url: str) -> dict[str, Any]:
    """Tortoise's configuration for `sqlite://path` or `postgres://user:password@host:port/name`."""
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        connection: Any = {"engine": "adapters.sqlite", "credentials": {"file_path": url.removeprefix("sqlite://"), **SQLITE}}
    elif scheme in ("postgres", "postgresql") and _is_address(url):
        connection = "asyncpg://" + url.split("://", 1)[1]
    else:
        raise StartError("GUICHET_DATABASE_URL is sqlite://path or postgres://user:password@host:port/name, the password percent-encoded.")
    return {
        "connections": {"default": connection},
        "apps": {"models": {"models": ["models", "aerich.models"], "default_connection": "default"}},
        "use_tz": True,
        "timezone": "UTC",
    }


def _is_address(url: str) -> bool:
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False


def prepare_folder(url: str) -> None:
    """Make the folder of an SQLite file, or say in one sentence why it cannot be written."""
    if urlsplit(url).scheme != "sqlite":
        return
    path = Path(url.removeprefix("sqlite://"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab"):
            pass
    except OSError as error:
        raise StartError(f"The database file {path} cannot be written: {error.strerror}.") from None
