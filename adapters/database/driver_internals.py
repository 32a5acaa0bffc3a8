"""Private members of asyncpg and Tortoise: the only file that touches them.

Checked against asyncpg 0.32 and Tortoise 1.1.9. `tests/adapters/database/test_driver_internals.py`
asserts that they exist, and that no other file of production touches a private member of a driver.
Their public ways cost a task, a round trip or a shield for each statement, or do not exist:

- asyncpg waits for the server's answer to a cancellation before it releases a connection, which a
  frozen server never gives; and it resets each connection that is released by a statement.
- Tortoise keeps pool, locks and the parent of a transaction to itself, and compiles queries only
  to run them at once.

Overriding a private method of a base class, and calling it from there by `super()`, is done where
the class is.
"""

from collections.abc import Callable
from operator import attrgetter, methodcaller
from typing import Any, Final

connection_of: Final[Callable[[Any], Any]] = attrgetter("_con")
"""Return asyncpg's connection of a pool's proxy; None if it died and the pool has taken it back."""

lock_of: Final[Callable[[Any], Any]] = attrgetter("_lock")
"""Return the lock of a Tortoise client, wrapper or transaction."""

transaction_lock_of: Final[Callable[[Any], Any]] = attrgetter("_trxlock")
"""Return the lock of Tortoise's transaction context on SQLite."""

pool_of: Final[Callable[[Any], Any]] = attrgetter("_pool")
"""Return the pool of a Tortoise client; None before its first connection, and once it is closed."""

pool_lock_of: Final[Callable[[Any], Any]] = attrgetter("_pool_init_lock")
"""Return the lock under which a Tortoise client makes its pool."""

driver_connection_of: Final[Callable[[Any], Any]] = attrgetter("_connection")
"""Return the driver's connection of a Tortoise client or transaction."""

parent_of: Final[Callable[[Any], Any]] = attrgetter("_parent")
"""Return the client that a Tortoise transaction was begun on."""

new_transaction: Final[Callable[[Any], Any]] = methodcaller("_in_transaction")
"""Return the context manager of a new transaction of a Tortoise client."""


def idle_holder(pool: Any) -> Any:
    """Take an idle, live connection's holder from an open pool; None if there is none.

    As `Pool.acquire` does, which checks twice more if the pool is open.
    """
    idle = pool._queue._queue
    if idle and idle[-1].is_connected() and not pool._closing:
        return pool._queue.get_nowait()
    return None


def detach_pool(client: Any) -> Any:
    """Take the pool from a Tortoise client, which makes another one when it is used again."""
    pool, client._pool = client._pool, None
    return pool


def set_driver_connection(transaction: Any, connection: Any) -> None:
    """Set the driver's connection of a Tortoise transaction."""
    transaction._connection = connection


def release(proxy: Any, connection: Any) -> Any:
    """Return the awaitable that releases a connection to its pool.

    `Pool.release` has a task and a shield besides. They guard a reset that could be cut off, and
    here is none.
    """
    connection._on_release()
    return proxy._holder.release(None)


def is_fit(proxy: Any) -> bool:
    """Return True if a connection can take another statement, as far as the client knows."""
    connection = proxy._con
    return not (
        connection is None or connection.is_closed() or connection._protocol._is_cancelling()
    )


def waits_for_the_server(connection: Any) -> bool:
    """Return True if a cancellation is unconfirmed, or a transaction is still open."""
    return not connection.is_closed() and (
        connection._protocol._is_cancelling() or connection.is_in_transaction()
    )


async def wait_for_cancellation(connection: Any) -> None:
    """Wait for the server to confirm a cancellation, without a time limit."""
    await connection._protocol._wait_for_cancellation(None)


async def roll_back_open_transaction(connection: Any) -> None:
    """Roll back what is open on an asyncpg connection, as its `reset` does before its query."""
    await connection._reset()


def limit_by(query: Any, limit: Any) -> Any:
    """Return a Tortoise query limited by a slot: `limit()` itself takes numbers only."""
    limited = query.limit(1)
    limited._limit = limit
    return limited


def compile_query(query: Any) -> tuple[str, list[Any]]:
    """Return the SQL of a Tortoise query and its parameters, without running it."""
    query._choose_db_if_not_chosen()
    query._make_query()
    sql, parameters = query.query.get_parameterized_sql()
    return sql, parameters
