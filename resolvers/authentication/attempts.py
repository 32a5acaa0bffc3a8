"""Throttling of attempts at passwords and codes, counted in the database for all processes.

Each attempt is counted before its work is done, so that parallel attempts gain nothing over serial
ones. The delay grows with the failures of one account and of one network address. Attempts from a
network from which the account's owner has signed in before are counted apart, so that an attacker
elsewhere cannot lock the owner out there (OWASP, account lockout as denial of service).
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import timedelta
from math import ceil
from uuid import UUID

import models
from errors import Invalid, invalid
from i18n import gettext
from models import SecurityEventKind, SignInDelay
from pipeline.context import Context

MAX_UPDATE_ROUNDS = 10
"""Attempts at an optimistic update while other requests count at the same moment."""
ONE_SECOND, ONE_DAY = timedelta(seconds=1), timedelta(days=1)
THIRTY_SECONDS, FIVE_MINUTES = timedelta(seconds=30), timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class AttemptCounter:
    """Counter of attempts: its key, the number without a delay, and the bounds of the delay."""

    key: str
    free_attempts: int
    max_delay: timedelta
    min_delay: timedelta = ONE_SECOND


def account_counter(identifier: str, known_network: str) -> AttemptCounter:
    """Return the counter of an account's password, whether the account exists or not."""
    return _counter("account", identifier, known_network, free_attempts=5, max_delay=THIRTY_SECONDS)


def address_counter(context: Context) -> AttemptCounter:
    """Return the counter of one network address, for all accounts together."""
    return _counter(
        "address", context.request.client.address_key, free_attempts=20, max_delay=THIRTY_SECONDS
    )


def passkey_challenge_counter(context: Context) -> AttemptCounter:
    """Return the counter of challenges for signing in with a passkey alone, per network address.

    Pages request a challenge before anybody attempts to sign in, so many are free.
    """
    return _counter(
        "ceremonies",
        context.request.client.address_key,
        free_attempts=100,
        max_delay=THIRTY_SECONDS,
    )


def code_counter(user_id: UUID, known_network: str) -> AttemptCounter:
    """Return the counter of a user's second factor.

    Codes under one password are few anyway (`resolvers/authentication/lockout.py`), so the delay is
    short.
    """
    return _counter(
        "codes", str(user_id), known_network, free_attempts=10, max_delay=THIRTY_SECONDS
    )


def link_counter(identifier: str) -> AttemptCounter:
    """Return the counter of mails with a password link to one account."""
    return _counter("links", identifier, free_attempts=3, max_delay=FIVE_MINUTES)


def send_counter(session_id: UUID, purpose: str) -> AttemptCounter:
    """Return the counter of codes sent to one session for one purpose.

    Three, even for parallel requests, and no more as long as one of them is valid.
    """
    return replace(
        _counter("sends", str(session_id), purpose, free_attempts=3, max_delay=FIVE_MINUTES),
        min_delay=FIVE_MINUTES,
    )


def _counter(*parts: str, free_attempts: int, max_delay: timedelta) -> AttemptCounter:
    return AttemptCounter(
        hashlib.sha256("\0".join(parts).encode()).hexdigest(), free_attempts, max_delay
    )


async def find_known_network(context: Context, user_id: UUID) -> str:
    """Return the network of the request if this user has signed in from it before, else ''."""
    network = context.request.client.place
    events = models.SecurityEvent.filter(
        user_id=user_id, kind=SecurityEventKind.SIGNED_IN, place=network
    )
    return network if await events.exists() else ""


async def count_attempt(context: Context, field: str, *counters: AttemptCounter) -> None:
    """Count an attempt with each counter, or raise `Invalid` with the delay.

    A refused attempt is not counted with the counters that follow.
    """
    context.require_no_open_transaction()
    for counter in counters:
        delay = await _count(context, counter)
        if delay:
            raise throttled(field, delay)


def throttled(field: str, delay: timedelta) -> Invalid:
    """Return the error that states how long to wait."""
    seconds = ceil(delay.total_seconds())
    return invalid(
        "TRY_LATER",
        field,
        gettext("Too many attempts: try again in %(seconds)s s.", seconds=seconds),
        retry_after=seconds,
    )


async def reset_counters(context: Context, *counters: AttemptCounter) -> None:
    """Reset these counters after a success, and delete all that were last used a day ago."""
    await SignInDelay.filter(key__in=[counter.key for counter in counters]).update(
        failures=0, free_at=context.now - ONE_DAY
    )
    await SignInDelay.filter(last_at__lt=context.now - ONE_DAY).delete()


async def refund_attempt(counter: AttemptCounter) -> None:
    """Take one attempt off a counter: it was no failure, but says nothing of the others."""
    stored = await SignInDelay.get_or_none(key=counter.key)
    if stored is not None and stored.failures > 0:
        await SignInDelay.filter(key=counter.key, failures=stored.failures).update(
            failures=stored.failures - 1
        )


async def _count(context: Context, counter: AttemptCounter) -> timedelta | None:
    """Count an attempt and return None, or return the delay that is left."""
    now = context.now
    # free for a day already, since parallel requests may have begun a moment earlier
    fresh = SignInDelay(key=counter.key, last_at=now, free_at=now - ONE_DAY)
    await SignInDelay.bulk_create([fresh], ignore_conflicts=True)
    for _ in range(MAX_UPDATE_ROUNDS):
        stored = await SignInDelay.get_or_none(key=counter.key) or fresh
        if stored.free_at > now:
            return stored.free_at - now
        failures = stored.current_failures(now) + 1
        delay = models.delay_after(
            failures, counter.free_attempts, counter.max_delay, counter.min_delay
        )
        free_at = now + delay if delay else stored.free_at
        unchanged = SignInDelay.filter(
            key=counter.key, failures=stored.failures, last_at=stored.last_at
        )
        if await unchanged.update(failures=failures, last_at=now, free_at=free_at):
            return None
    return ONE_SECOND
