"""Tries at passwords and codes: each is counted before its work is done, so that many at once buy no more than one by one.

Waiting grows with the failures of one account, and of one network address. It is the database that counts: all
processes together. From a network that the account's owner has signed in from before, tries are counted apart:
a stranger elsewhere makes nobody wait there.
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
"""How often a count is tried against others who count at the same moment."""
ONE_SECOND, ONE_DAY = timedelta(seconds=1), timedelta(days=1)
THIRTY_SECONDS, FIVE_MINUTES = timedelta(seconds=30), timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class AttemptCounter:
    """What is counted together, how many failures are free, and the longest that one waits."""

    key: str
    free_attempts: int
    max_delay: timedelta
    min_delay: timedelta = ONE_SECOND


def account_counter(identifier: str, known_network: str) -> AttemptCounter:
    """Tries at an account's password, whether the account exists or not."""
    return _counter("account", identifier, known_network, free_attempts=5, max_delay=THIRTY_SECONDS)


def address_counter(context: Context) -> AttemptCounter:
    """Tries from one network address, whatever the account."""
    return _counter("address", context.client.line, free_attempts=20, max_delay=THIRTY_SECONDS)


def passkey_challenge_counter(context: Context) -> AttemptCounter:
    """Challenges for passkeys that sign in alone, for one network address: pages ask for one before anybody tries anything."""
    return _counter("ceremonies", context.client.line, free_attempts=100, max_delay=THIRTY_SECONDS)


def code_counter(user_id: UUID, known_network: str) -> AttemptCounter:
    """Tries at the second factor: they are few under one password (`resolvers/authentication/lockout.py`), so nobody has to wait for long."""
    return _counter(
        "codes", str(user_id), known_network, free_attempts=10, max_delay=THIRTY_SECONDS
    )


def link_counter(identifier: str) -> AttemptCounter:
    """Mails with a password link to one account."""
    return _counter("links", identifier, free_attempts=3, max_delay=FIVE_MINUTES)


def send_counter(session_id: UUID, purpose: str) -> AttemptCounter:
    """Codes sent to one session for one purpose, however many are asked for at once: three, and no more as long as one of them lives."""
    return replace(
        _counter("sends", str(session_id), purpose, free_attempts=3, max_delay=FIVE_MINUTES),
        min_delay=FIVE_MINUTES,
    )


def _counter(*parts: str, free_attempts: int, max_delay: timedelta) -> AttemptCounter:
    return AttemptCounter(
        hashlib.sha256("\0".join(parts).encode()).hexdigest(), free_attempts, max_delay
    )


async def find_known_network(context: Context, user_id: UUID) -> str:
    """The network of the request, where this user has signed in from it before; else nothing."""
    network = context.client.place
    events = models.SecurityEvent.filter(
        user_id=user_id, kind=SecurityEventKind.SIGNED_IN, place=network
    )
    return network if await events.exists() else ""


async def count_attempt(context: Context, field: str, *counters: AttemptCounter) -> None:
    """Count a try with each counter, or raise `Invalid` with how long to wait; a refused one counts no further."""
    context.must_come_first()
    for counter in counters:
        delay = await _count(context, counter)
        if delay:
            raise throttled(field, delay)


def throttled(field: str, delay: timedelta) -> Invalid:
    """The refusal that says how long to wait."""
    seconds = ceil(delay.total_seconds())
    return invalid(
        "TRY_LATER",
        field,
        gettext("Too many tries: wait %(seconds)s s.", seconds=seconds),
        retry_after=seconds,
    )


async def reset_counters(context: Context, *counters: AttemptCounter) -> None:
    """Forget what these have counted, the right one came; and what others counted a day ago."""
    await SignInDelay.filter(key__in=[counter.key for counter in counters]).update(
        failures=0, free_at=context.now - ONE_DAY
    )
    await SignInDelay.filter(last_at__lt=context.now - ONE_DAY).delete()


async def refund_attempt(counter: AttemptCounter) -> None:
    """Take one try off again: it was no failure, which says nothing of the others."""
    stored = await SignInDelay.get_or_none(key=counter.key)
    if stored is not None and stored.failures > 0:
        await SignInDelay.filter(key=counter.key, failures=stored.failures).update(
            failures=stored.failures - 1
        )


async def _count(context: Context, counter: AttemptCounter) -> timedelta | None:
    """Count a try, which answers None, or answer how long the counter has to be left alone."""
    now = context.now
    fresh = SignInDelay(
        key=counter.key, last_at=now, free_at=now - ONE_DAY
    )  # others who come at once began a moment earlier
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
        same = SignInDelay.filter(key=counter.key, failures=stored.failures, last_at=stored.last_at)
        if await same.update(failures=failures, last_at=now, free_at=free_at):
            return None
    return ONE_SECOND
