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

ROUNDS = 10
"""How often a count is tried against others who count at the same moment."""
A_MOMENT, A_DAY = timedelta(seconds=1), timedelta(days=1)
SHORT, MIDDLING = timedelta(seconds=30), timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Counter:
    """What is counted together, how many failures are free, and the longest that one waits."""

    key: str
    free: int
    longest: timedelta
    shortest: timedelta = A_MOMENT


def of_account(identifier: str, known_place: str) -> Counter:
    """Tries at an account's password, whether the account exists or not."""
    return _counter("account", identifier, known_place, free=5, longest=SHORT)


def of_address(context: Context) -> Counter:
    """Tries from one network address, whatever the account."""
    return _counter("address", context.client.line, free=20, longest=SHORT)


def of_ceremonies(context: Context) -> Counter:
    """Challenges for passkeys that sign in alone, for one network address: pages ask for one before anybody tries anything."""
    return _counter("ceremonies", context.client.line, free=100, longest=SHORT)


def of_codes(user_id: UUID, known_place: str) -> Counter:
    """Tries at the second factor: they are few under one password (`resolvers/authentication/lockout.py`), so nobody has to wait for long."""
    return _counter("codes", str(user_id), known_place, free=10, longest=SHORT)


def of_links(identifier: str) -> Counter:
    """Mails with a password link to one account."""
    return _counter("links", identifier, free=3, longest=MIDDLING)


def of_sends(session_id: UUID, purpose: str) -> Counter:
    """Codes sent to one session for one purpose, however many are asked for at once: three, and no more as long as one of them lives."""
    return replace(
        _counter("sends", str(session_id), purpose, free=3, longest=MIDDLING), shortest=MIDDLING
    )


def _counter(*parts: str, free: int, longest: timedelta) -> Counter:
    return Counter(hashlib.sha256("\0".join(parts).encode()).hexdigest(), free, longest)


async def known_place(context: Context, user_id: UUID) -> str:
    """The network of the request, where this user has signed in from it before; else nothing."""
    place = context.client.place
    events = models.SecurityEvent.filter(
        user_id=user_id, kind=SecurityEventKind.SIGNED_IN, place=place
    )
    return place if await events.exists() else ""


async def take(context: Context, field: str, *counters: Counter) -> None:
    """Count a try with each counter, or raise `Invalid` with how long to wait; a refused one counts no further."""
    context.must_come_first()
    for counter in counters:
        waiting = await _take(context, counter)
        if waiting:
            raise wait(field, waiting)


def wait(field: str, waiting: timedelta) -> Invalid:
    """The refusal that says how long to wait."""
    seconds = ceil(waiting.total_seconds())
    return invalid(
        "TRY_LATER",
        field,
        gettext("Too many attempts: try again in %(seconds)s s.", seconds=seconds),
        retry_after=seconds,
    )


async def forgive(context: Context, *counters: Counter) -> None:
    """Forget what these have counted, the right one came; and what others counted a day ago."""
    await SignInDelay.filter(key__in=[counter.key for counter in counters]).update(
        failures=0, free_at=context.now - A_DAY
    )
    await SignInDelay.filter(last_at__lt=context.now - A_DAY).delete()


async def give_back(counter: Counter) -> None:
    """Take one try off again: it was no failure, which says nothing of the others."""
    kept = await SignInDelay.get_or_none(key=counter.key)
    if kept is not None and kept.failures > 0:
        await SignInDelay.filter(key=counter.key, failures=kept.failures).update(
            failures=kept.failures - 1
        )


async def _take(context: Context, counter: Counter) -> timedelta | None:
    """Count a try, which answers None, or answer how long the counter has to be left alone."""
    now = context.now
    fresh = SignInDelay(
        key=counter.key, last_at=now, free_at=now - A_DAY
    )  # others who come at once began a moment earlier
    await SignInDelay.bulk_create([fresh], ignore_conflicts=True)
    for _ in range(ROUNDS):
        kept = await SignInDelay.get_or_none(key=counter.key) or fresh
        if kept.free_at > now:
            return kept.free_at - now
        failures = kept.counted(now) + 1
        delay = models.delay_after(failures, counter.free, counter.longest, counter.shortest)
        free_at = now + delay if delay else kept.free_at
        same = SignInDelay.filter(key=counter.key, failures=kept.failures, last_at=kept.last_at)
        if await same.update(failures=failures, last_at=now, free_at=free_at):
            return None
    return A_MOMENT
