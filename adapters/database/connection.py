"""Database connection: SQLite or PostgreSQL, by one Tortoise configuration."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tortoise.backends.base.config_generator import expand_db_url
from tortoise.connection import get_connection

from adapters.database.statement import Statement, Values
from errors import StartError

SQLITE = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "busy_timeout": "2000",
}

CONNECTIONS = 10
"""Connections to PostgreSQL per process, unless the URL has `?maxsize=`."""

LEAST_CONNECTIONS = 2
"""Least number of connections: a migration holds one while it works with another."""

CONNECT_SECONDS = 3
"""Time limit of a new connection to PostgreSQL."""


@dataclass(frozen=True, slots=True)
class StatementTimeouts:
    """Time-outs of PostgreSQL, in seconds; the driver waits one second longer."""

    statement: float
    lock: float
    idle_transaction: float

    @property
    def credentials(self) -> dict[str, Any]:
        """Return the settings of each connection, for the server and for asyncpg."""
        limits = {
            "statement_timeout": self.statement,
            "lock_timeout": self.lock,
            "idle_in_transaction_session_timeout": self.idle_transaction,
        }
        milliseconds = {name: str(round(seconds * 1000)) for name, seconds in limits.items()}
        return {"server_settings": milliseconds, "command_timeout": self.statement + 1}


def tortoise_config(url: str, timeouts: StatementTimeouts | None = None) -> dict[str, Any]:
    """Return Tortoise's configuration for a URL, `sqlite://path` or `postgres://…`.

    Without time-outs, as for a migration, a statement may take any time. Raises `StartError`.
    """
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        connection: Any = {
            "engine": "adapters.database.sqlite",
            "credentials": {"file_path": url.removeprefix("sqlite://"), **SQLITE},
        }
    elif scheme in ("postgres", "postgresql") and _is_address(url):
        connection = _postgres_connection(url, timeouts)
    else:
        raise StartError(
            "GUICHET_DATABASE_URL is sqlite://path or postgres://user:password@host:port/name, "
            "the password percent-encoded."
        )
    return {
        "connections": {"default": connection},
        "apps": {
            "models": {"models": ["models", "aerich.models"], "default_connection": "default"}
        },
        "use_tz": True,
        "timezone": "UTC",
    }


def _postgres_connection(url: str, timeouts: StatementTimeouts | None) -> dict[str, Any]:
    """Return Tortoise's configuration of a connection; raises `StartError` for a small pool."""
    connection: dict[str, Any] = expand_db_url("asyncpg://" + url.split("://", 1)[1])
    connection["engine"] = "adapters.database.postgres"
    credentials = connection["credentials"] = {
        "maxsize": CONNECTIONS,
        "timeout": CONNECT_SECONDS,
        **(timeouts.credentials if timeouts is not None else {}),
        **connection["credentials"],
    }
    size = str(credentials["maxsize"])
    if not size.isdecimal() or int(size) < LEAST_CONNECTIONS:
        raise StartError(
            "`maxsize` in GUICHET_DATABASE_URL is a number of connections, at least "
            f"{LEAST_CONNECTIONS}."
        )
    return connection


def operation() -> Any:
    """Return the context manager of an operation: on PostgreSQL its reads share one connection."""
    return get_connection("default").operation()  # type: ignore[attr-defined]


async def ping() -> None:
    """Run a statement; raises `Unavailable` if the database does not answer."""
    await get_connection("default").execute_query("SELECT 1")


async def fetch_rows(statement: Statement, values: Values) -> list[Any]:
    """Return the rows of a compiled statement, through the transaction or operation under way."""
    found: list[Any] = await get_connection("default").fetch_rows(statement, values)  # type: ignore[attr-defined]
    return found


def _is_address(url: str) -> bool:
    try:
        return urlsplit(url).port != 0
    except ValueError:
        return False


def prepare_folder(url: str) -> None:
    """Make the folder of an SQLite file; raises `StartError` if it cannot be written."""
    if urlsplit(url).scheme != "sqlite":
        return
    path = Path(url.removeprefix("sqlite://"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab"):
            pass
    except OSError as error:
        raise StartError(f"The database file {path} cannot be written: {error.strerror}.") from None
