"""2,000 wrong passwords and codes from 20 clients at once: none signs in, and the owners still do."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import models
from tests.support.portal import Client, Mailbox, Portal
from tests.support.signing_in import (
    READ_COMPANY,
    VERIFY,
    begin_sign_in_with_code,
    error_codes,
    sign_in,
)
from tests.support.world import PASSWORD, Person, World

CLIENTS, TRIES_EACH = 20, 100
SIGN_IN = """mutation ($identifier: String!, $password: String!) { signIn(identifier: $identifier, password: $password) {
  token errors { code retryAfter } } }"""
A_MINUTE = 60.0


def attack(
    portal: Portal, address: str, guessed: Person, stolen: str, right: str
) -> list[dict[str, Any]]:
    """Return the payloads of one client's attempts: at the password of one account, and at the code of another with a stolen password."""
    portal.address = address
    door, half = Client(portal), Client(portal, stolen)
    found = []
    for number in range(TRIES_EACH // 2):
        found.append(
            door.payload_of(
                SIGN_IN, identifier=guessed.user.identifier, password=f"wrong password {number}"
            )
        )
        code = f"{(int(right) + 1 + number) % 10**6:06d}"
        found.append(half.payload_of(VERIFY, code=code))
    return found


def sign_in_patiently(portal: Portal, mailbox: Mailbox, user: models.User) -> Client:
    """Sign in as the portal asks for: waiting as long as it says."""
    deadline = time.monotonic() + A_MINUTE
    while time.monotonic() < deadline:
        before = len(mailbox.to(user.email))
        payload = Client(portal).payload_of(SIGN_IN, identifier=user.identifier, password=PASSWORD)
        if payload["token"]:
            whole = Client(portal, payload["token"]).mutate(
                VERIFY, code=mailbox.code(user.email, beyond=before)
            )
            return Client(portal, whole["token"])
        time.sleep(payload["errors"][0]["retryAfter"])
    raise AssertionError("the right user did not get in within a minute")


def test_a_flood_of_wrong_passwords_and_codes_opens_nothing_and_locks_nobody_out(
    world: World, mailbox: Mailbox
) -> None:
    portal, guessed, robbed = world.portal, world.a.people["user"], world.a.people["administrator"]
    home = portal.change_network()
    sign_in(portal, mailbox, robbed.user)
    portal.change_network()
    half, right = begin_sign_in_with_code(portal, mailbox, robbed.user)
    stolen = half.http.headers["Authorization"].removeprefix("Bearer ")
    addresses = [portal.change_network() for _ in range(CLIENTS)]

    with ThreadPoolExecutor(CLIENTS) as pool:
        floods = list(
            pool.map(lambda address: attack(portal, address, guessed, stolen, right), addresses)
        )

    payloads = [payload for flood in floods for payload in flood]
    assert len(payloads) == CLIENTS * TRIES_EACH
    assert not [payload for payload in payloads if payload["token"]]
    codes = [code for payload in payloads for code in error_codes(payload)]
    assert set(codes) <= {
        "INVALID_CREDENTIALS",
        "INVALID_CODE",
        "TRY_LATER",
        "TOO_MANY_TRIES",
        "CODE_EXPIRED",
    }
    assert codes.count("INVALID_CODE") <= 5
    assert codes.count("INVALID_CREDENTIALS") < 50, (
        "the guesses at the password were hardly slowed down"
    )
    proved = models.Session.filter(
        user_id__in=[guessed.user.id, robbed.user.id], proved_at__isnull=False
    )
    assert portal.run(proved.count()) == 1, "the owner's own, from before"

    portal.change_network()
    assert sign_in_patiently(portal, mailbox, guessed.user).ask(READ_COMPANY)["company"], (
        "from a network that is new"
    )
    portal.address = home
    assert sign_in_patiently(portal, mailbox, robbed.user).ask(READ_COMPANY)["company"]
