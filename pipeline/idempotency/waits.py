"""Declaration of mutations that wait for something before they change anything."""

from collections.abc import Callable
from typing import Any, TypeVar

_WAITS = "waits"

Resolver = TypeVar("Resolver", bound=Callable[..., Any])


def waits(resolver: Resolver) -> Resolver:
    """Declare that a mutation waits for a hash, a mail or files before it changes anything.

    It calls `Context.begin_changes` itself, so that no transaction is open while it waits.
    """
    setattr(resolver, _WAITS, True)
    return resolver


def does_wait(resolver: Callable[..., Any]) -> bool:
    """Return True if a mutation was declared with `waits`."""
    return bool(getattr(resolver, _WAITS, False))
