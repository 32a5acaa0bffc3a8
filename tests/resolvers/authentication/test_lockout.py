"""Wrong codes under the right password: the owner is warned early, fifty void the password, and the lockout is short."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import models
from models import SecurityEventKind
from resolvers.authentication.lockout import MAX_WRONG_CODES, NOTICE_INTERVAL
from tests.support.account import event_kinds
from tests.support.password_reset import NEW_PASSWORD, request_link
from tests.support.portal import Client, Mailbox, Portal
from tests.support.signing_in import (
    READ_COMPANY,
    RESET,
    SIGN_IN,
    VERIFY,
    begin_sign_in_with_code,
    code_other_than,
    error_codes,
    finish_sign_in,
    forget_failures,
    sign_in,
    stored_column,
)
from tests.support.step_up import PROVE_AGAIN
from tests.support.two_factor import switch_to_totp
from tests.support.world import PASSWORD, Person, World

VOID, TOLD_OF = "n'est plus valable", "Plusieurs codes faux"


@pytest.fixture
def person(world: World) -> Person:
    return world.a.people["user"]


def guessed(
    portal: Portal, user: models.User, times: int, ago: timedelta = timedelta(minutes=1)
) -> None:
    """As if so many wrong codes had been entered."""
    at = datetime.now(UTC) - ago
    events = [
        models.SecurityEvent(user_id=user.id, kind=SecurityEventKind.CODE_FAILED, at=at)
        for _ in range(times)
    ]
    portal.run(models.SecurityEvent.bulk_create(events))


def test_fifty_wrong_codes_void_the_password_and_a_new_one_restores_access(
    world: World, person: Person, anonymous: Client, mailbox: Mailbox
) -> None:
    portal, open_session = world.portal, world.sign_in_as(person)
    guessed(portal, person.user, MAX_WRONG_CODES - 2)
    half, code = begin_sign_in_with_code(portal, mailbox, person.user)
    assert error_codes(half.payload_of(VERIFY, code=code_other_than(code))) == ["INVALID_CODE"]
    assert open_session.ask(READ_COMPANY)["company"], "one wrong code too early"
    assert error_codes(half.payload_of(VERIFY, code=code_other_than(code))) == ["INVALID_CODE"]

    assert (
        half.ask(VERIFY, code=code).code == open_session.ask(READ_COMPANY).code == "UNAUTHENTICATED"
    )
    assert mailbox.newest(person.user.email, containing=VOID)
    assert error_codes(
        anonymous.payload_of(SIGN_IN, identifier=person.user.identifier, password=PASSWORD)
    ) == ["INVALID_CREDENTIALS"]
    anonymous.mutate(
        RESET, token=request_link(anonymous, mailbox, person.user), password=NEW_PASSWORD
    )
    owner = sign_in(portal, mailbox, person.user, NEW_PASSWORD)
    assert "PASSWORD_VOIDED" in event_kinds(owner)
    half, code = begin_sign_in_with_code(portal, mailbox, person.user, NEW_PASSWORD)
    half.payload_of(VERIFY, code=code_other_than(code))
    assert finish_sign_in(half, code).ask(READ_COMPANY)["company"], (
        "wrong codes under the old password count against the new one"
    )


def test_codes_of_a_stolen_session_count_as_well(world: World, person: Person) -> None:
    client = world.sign_in_as(person)
    switch_to_totp(client)
    client.mutate(PROVE_AGAIN)
    guessed(world.portal, person.user, MAX_WRONG_CODES - 1)
    assert error_codes(client.payload_of(PROVE_AGAIN, code="abcdef")) == ["INVALID_CODE"]
    assert client.ask(READ_COMPANY).code == "UNAUTHENTICATED"
    assert world.portal.run(stored_column(person.user, "password_hash")) is None


def test_wrong_codes_of_long_ago_are_forgotten(
    portal: Portal, person: Person, mailbox: Mailbox
) -> None:
    guessed(portal, person.user, MAX_WRONG_CODES, timedelta(days=31))
    half, code = begin_sign_in_with_code(portal, mailbox, person.user)
    half.payload_of(VERIFY, code=code_other_than(code))
    assert finish_sign_in(half, code).ask(READ_COMPANY)["company"]


@pytest.mark.parametrize(
    ("before", "told"), [(NOTICE_INTERVAL - 2, False), (NOTICE_INTERVAL - 1, True)]
)
def test_the_owner_is_warned_that_the_password_may_be_known(
    before: int, told: bool, portal: Portal, person: Person, mailbox: Mailbox
) -> None:
    guessed(portal, person.user, before)
    half, code = begin_sign_in_with_code(portal, mailbox, person.user)
    half.payload_of(VERIFY, code=code_other_than(code))
    if told:
        assert PASSWORD not in mailbox.newest(person.user.email, containing=TOLD_OF)
    else:
        finish_sign_in(half, code)
        assert not [text for text in mailbox.to(person.user.email) if TOLD_OF in text]


def rob(portal: Portal, address: str, robbed: Person, tries: int) -> list[Any]:
    """Return the responses to a client that has the password and tries codes in session after session."""
    portal.address = address
    door, half, found = Client(portal), Client(portal), []
    for number in range(tries):
        if number % 6 == 0:
            payload = door.payload_of(SIGN_IN, identifier=robbed.user.identifier, password=PASSWORD)
            half = Client(portal, payload["token"])
        else:
            answer = half.ask(VERIFY, code=f"{number:06d}")
            payload = (answer.data or {}).get("verifySecondFactor") or {"token": None, "errors": []}
        found.append(payload)
    return found


def test_a_flood_with_the_password_opens_nothing_and_delays_the_owner_by_a_minute_at_most(
    world: World, anonymous: Client, mailbox: Mailbox
) -> None:
    portal, robbed = world.portal, world.a.people["user"]
    switch_to_totp(world.sign_in_as(robbed))
    sessions = portal.run(
        models.Session.filter(user_id=robbed.user.id, proved_at__isnull=False).count()
    )
    addresses = [portal.change_network() for _ in range(20)]
    with ThreadPoolExecutor(20) as pool:
        floods = list(pool.map(lambda address: rob(portal, address, robbed, 100), addresses))
    payloads = [payload for flood in floods for payload in flood]
    assert len(payloads) == 2_000
    assert (
        portal.run(models.Session.filter(user_id=robbed.user.id, proved_at__isnull=False).count())
        <= sessions
    )
    wrong_codes = models.SecurityEvent.filter(
        user_id=robbed.user.id, kind=SecurityEventKind.CODE_FAILED
    )
    assert portal.run(wrong_codes.count()) <= MAX_WRONG_CODES
    begun = time.monotonic()
    portal.change_network()
    new_here = Client(portal)
    new_here.mutate(
        RESET, token=request_link(new_here, mailbox, robbed.user), password=NEW_PASSWORD
    )
    while error_codes(
        payload := new_here.payload_of(
            SIGN_IN, identifier=robbed.user.identifier, password=NEW_PASSWORD
        )
    ):
        assert error_codes(payload) == ["TRY_LATER"]
        time.sleep(0.5)
    assert time.monotonic() - begun < 60


def test_the_lockout_at_the_second_factor_is_half_a_minute_at_most(
    portal: Portal, person: Person, mailbox: Mailbox
) -> None:
    forget_failures(portal)
    half, code = begin_sign_in_with_code(portal, mailbox, person.user)
    half.payload_of(VERIFY, code=code_other_than(code))
    portal.run(models.SignInDelay.all().update(failures=10**6))
    half.payload_of(VERIFY, code=code_other_than(code))
    resend = "mutation ($code: String!) { verifySecondFactor(code: $code) { token errors { code retryAfter } } }"
    (problem,) = half.payload_of(resend, code=code)["errors"]
    assert problem["code"] == "TRY_LATER"
    assert problem["retryAfter"] <= 30
