"""Password hashes: off the event loop, no more at once than there are cores, renewed when parameters grow."""

import asyncio
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher

import models
from adapters.passwords import Passwords
from tests.support.portal import Client
from tests.support.signing_in import SIGN_IN, begin_sign_in, error_codes, stored_column
from tests.support.world import PASSWORD, World


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Number of hashes under way at the start of each; every hash takes a while."""
    under_way, seen, lock = [0], [], threading.Lock()

    def hashing(self: PasswordHasher, *arguments: object) -> bool:
        with lock:
            under_way[0] += 1
            seen.append(under_way[0])
        time.sleep(0.05)
        with lock:
            under_way[0] -= 1
        return True

    monkeypatch.setattr(PasswordHasher, "verify", hashing)
    return seen


def test_no_more_hashes_at_once_than_there_are_cores_and_the_loop_goes_on(slow: list[int]) -> None:
    passwords, turns = Passwords(64), 0

    async def verify_many() -> None:
        nonlocal turns
        tries = asyncio.gather(*(passwords.verify("kept", "a password") for _ in range(12)))
        while not tries.done():
            await asyncio.sleep(0)
            turns += 1
        await tries

    asyncio.run(verify_many())
    assert len(slow) == 12
    assert max(slow) <= (os.cpu_count() or 1)
    assert turns > 12 * 2, "the event loop waited for the hashes"


def test_a_weaker_hash_is_renewed_by_the_next_sign_in_and_by_no_failure(
    world: World, anonymous: Client
) -> None:
    user = world.a.people["user"].user
    weak = PasswordHasher(time_cost=1, memory_cost=16, parallelism=1).hash(PASSWORD)
    world.portal.run(models.User.filter(id=user.id).update(password_hash=weak))
    assert error_codes(
        anonymous.payload_of(SIGN_IN, identifier=user.identifier, password="not the password")
    ) == ["INVALID_CREDENTIALS"]
    assert world.portal.run(stored_column(user, "password_hash")) == weak
    begin_sign_in(world.portal, user)
    renewed = world.portal.run(stored_column(user, "password_hash"))
    assert renewed != weak
    assert "t=2" in renewed
    begin_sign_in(world.portal, user)
    assert world.portal.run(stored_column(user, "password_hash")) == renewed


@pytest.mark.parametrize(
    ("kept", "typed", "fits"),
    [
        ("été à Genève", "e\u0301te\u0301 a\u0300 Gene\u0300ve", True),
        ("ﬁnale", "finale", False),
        ("Passwort", "passwort", False),
        ("a b", "a b ", False),
        ("é" * 128, "e\u0301" * 128, True),
        ("é" * 128, "e\u0301" * 128 + "e", False),
    ],
    ids=[
        "the same letters",
        "another letter",
        "another case",
        "a space more",
        "as long as can be",
        "a letter too long",
    ],
)
def test_a_password_matches_in_every_unicode_normalization(
    kept: str, typed: str, fits: bool
) -> None:
    passwords = Passwords(64)

    async def try_it() -> bool:
        return await passwords.verify(await passwords.hash(kept), typed)

    assert asyncio.run(try_it()) is fits


def test_a_password_waits_for_nothing_else_that_takes_long() -> None:
    """A silent gateway, a slow disk: what they keep busy are other threads."""
    passwords, silent = Passwords(64), threading.Event()

    async def keep_and_verify() -> bool:
        return await passwords.verify(await passwords.hash("a password"), "a password")

    async def verify_meanwhile() -> bool:
        loop = asyncio.get_running_loop()
        loop.set_default_executor(ThreadPoolExecutor(1))
        loop.run_in_executor(None, silent.wait)
        try:
            return await asyncio.wait_for(keep_and_verify(), 5)
        finally:
            silent.set()

    assert asyncio.run(verify_meanwhile()) is True


def test_a_malformed_or_missing_hash_matches_no_password() -> None:
    passwords = Passwords(64)
    assert asyncio.run(passwords.verify("not a hash", "a password")) is False
    assert asyncio.run(passwords.verify(None, "nobody's password")) is False
