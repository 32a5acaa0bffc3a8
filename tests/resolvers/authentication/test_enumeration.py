"""Account enumeration: neither counters nor the time of a comparison reveal an account."""

import time
from typing import Any

import pytest
from argon2 import PasswordHasher

import models
from adapters.passwords import Passwords
from tests.support.portal import Client, Mailbox, Portal
from tests.support.signing_in import (
    REQUEST_RESET,
    SIGN_IN_WITH_RETRY_AFTER,
    error_codes,
    forget_failures,
)
from tests.support.world import PASSWORD, Person, World

UNKNOWN = "99999997"


@pytest.fixture
def person(world: World) -> Person:
    return world.a.people["user"]


def counted(portal: Portal, identifier: str) -> list[int]:
    """Return the counters of a new address after a few requests for links to one account."""
    forget_failures(portal)
    portal.change_network()
    client = Client(portal)
    for _ in range(5):
        client.mutate(REQUEST_RESET, identifier=identifier)
    deadline = time.monotonic() + 3
    while (
        found := sorted(portal.run(models.SignInDelay.all().values_list("failures", flat=True)))
    ) != [3, 5]:
        if time.monotonic() > deadline:
            break
        time.sleep(0.02)  # what follows the answers is still under way
    return found


def test_asking_for_links_counts_the_same_whether_the_account_exists_or_not(
    portal: Portal, person: Person, mailbox: Mailbox
) -> None:
    """Otherwise the lockout at sign-in would reveal an account: an address that requested twenty links for one is delayed there."""
    assert counted(portal, UNKNOWN) == counted(portal, person.user.identifier) == [3, 5]
    mailbox.token(person.user.email)


def compared_with(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The hashes that passwords are compared with from now on."""
    seen: list[str | None] = []
    original = Passwords.verify

    async def verify(self: Passwords, kept: str | None, password: str) -> bool:
        seen.append(kept)
        return await original(self, kept, password)

    monkeypatch.setattr(Passwords, "verify", verify)
    return seen


def test_an_unknown_identifier_takes_as_long_as_a_hash_of_older_parameters(
    world: World, person: Person, anonymous: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hashes of users who have not signed in since the parameters grew must not be told from unknown identifiers by their time."""
    weak = PasswordHasher(time_cost=1, memory_cost=16, parallelism=1).hash(PASSWORD)
    neighbour = f"{int(person.user.identifier):08d}"
    world.portal.run(models.User.filter(id=person.user.id).update(password_hash=weak))
    unknown = (
        f"{neighbour[:-1]}{int(neighbour[-1]) - 1}x"
        if neighbour[-1] != "0"
        else f"{int(neighbour) - 1:08d}x"
    )
    seen = compared_with(monkeypatch)
    payload: Any = anonymous.payload_of(
        SIGN_IN_WITH_RETRY_AFTER, identifier=unknown, password=PASSWORD
    )
    assert seen == [weak]
    assert (error_codes(payload), payload["token"]) == (["INVALID_CREDENTIALS"], None), (
        "the neighbour's password opened something"
    )
    assert world.portal.run(models.Session.filter(user_id=person.user.id).count()) == 0
