"""The database: SQLite or PostgreSQL, by the same Tortoise configuration everywhere."""

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
"""At most so many connections to PostgreSQL for each process; `?maxsize=` in the URL says otherwise."""

LEAST_CONNECTIONS = 2
"""A migration holds one while it works with another."""

CONNECT_SECONDS = 3
"""How long PostgreSQL has to take a new connection."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long PostgreSQL may take over what serves a request, in seconds; where it does not even say so, one second longer."""

    statement: float
    lock: float
    idle_transaction: float

    @property
    def credentials(self) -> dict[str, Any]:
        """What asyncpg tells the server at each connection, and keeps to itself."""
        limits = {
            "statement_timeout": self.statement,
            "lock_timeout": self.lock,
            "idle_in_transaction_session_timeout": self.idle_transaction,
        }
        told = {name: str(round(seconds * 1000)) for name, seconds in limits.items()}
        return {"server_settings": told, "command_timeout": self.statement + 1}


def tortoise_config(url: str, patience: Patience | None = None) -> dict[str, Any]:
    """Tortoise's configuration for `sqlite://path` or `postgres://user:password@host:port/name`.

    Without `patience`, as for a migration, a statement may take as long as it does.
    """
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        connection: Any = {
            "engine": "adapters.database.sqlite",
            "credentials": {"file_path": url.removeprefix("sqlite://"), **SQLITE},
        }
    elif scheme in ("postgres", "postgresql") and _is_address(url):
        connection = expand_db_url("asyncpg://" + url.split("://", 1)[1])
        connection["engine"] = "adapters.database.postgres"
        limits = patience.credentials if patience is not None else {}
        credentials = connection["credentials"] = {
            "maxsize": CONNECTIONS,
            "timeout": CONNECT_SECONDS,
            **limits,
            **connection["credentials"],
        }
        if (
            not str(credentials["maxsize"]).isdecimal()
            or int(credentials["maxsize"]) < LEAST_CONNECTIONS
        ):
            raise StartError(
                f"`maxsize` in GUICHET_DATABASE_URL must be a number of connections, at least {LEAST_CONNECTIONS}."
            )
    else:
        raise StartError(
            "GUICHET_DATABASE_URL must be sqlite://path or postgres://user:password@host:port/name, the password percent-encoded."
        )
    return {
        "connections": {"default": connection},
        "apps": {
            "models": {"models": ["models", "aerich.models"], "default_connection": "default"}
        },
        "use_tz": True,
        "timezone": "UTC",
    }


def operation() -> Any:
    """The database for one operation: on PostgreSQL, what is read meanwhile goes through one connection."""
    return get_connection("default").operation()  # type: ignore[attr-defined]


async def ping() -> None:
    """Have the database answer; raises `Unavailable` where it does not."""
    await get_connection("default").execute_query("SELECT 1")


async def fetch_rows(statement: Statement, values: Values) -> list[Any]:
    """The rows of a compiled statement: through the transaction or operation under way, if there is one."""
    found: list[Any] = await get_connection("default").fetch_rows(statement, values)  # type: ignore[attr-defined]
    return found


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
