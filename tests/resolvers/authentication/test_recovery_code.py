"""Recovery codes: each works once, for its owner, and in place of the second factor only."""

from concurrent.futures import ThreadPoolExecutor

import pytest

import models
from models import TwoFactorMethod
from tests.support.portal import Client, Mailbox, Portal
from tests.support.signing_in import (
    READ_COMPANY,
    VERIFY,
    begin_sign_in,
    begin_sign_in_with_code,
    error_codes,
    finish_sign_in,
    forget_failures,
    stored_column,
)
from tests.support.two_factor import (
    BEGIN_CHANGE,
    CONFIRM_CHANGE,
    switch_to_totp,
)
from tests.support.world import Person, World


@pytest.fixture
def person(world: World) -> Person:
    return world.a.people["user"]


@pytest.fixture
def client(world: World, person: Person) -> Client:
    return world.sign_in_as(person)


def begin_patiently(portal: Portal, user: models.User) -> Client:
    """Session without its second factor, with time passed since the last one."""
    forget_failures(portal)
    return begin_sign_in(portal, user)


def method_of(portal: Portal, user: models.User) -> TwoFactorMethod:
    return TwoFactorMethod(portal.run(stored_column(user, "two_factor_method")))


def test_a_recovery_code_works_once(portal: Portal, client: Client, person: Person) -> None:
    _, recovery_codes = switch_to_totp(client)
    assert len(set(recovery_codes)) == 10
    assert finish_sign_in(begin_sign_in(portal, person.user), f" {recovery_codes[0].upper()} ").ask(
        READ_COMPANY
    )["company"]
    again = begin_sign_in(portal, person.user)
    assert error_codes(again.payload_of(VERIFY, code=recovery_codes[0])) == ["INVALID_CODE"]
    assert finish_sign_in(again, recovery_codes[1]).ask(READ_COMPANY)["company"]
    assert portal.run(models.RecoveryCode.filter(user_id=person.user.id).count()) == 8
    assert method_of(portal, person.user) is TwoFactorMethod.TOTP


def test_a_recovery_code_in_many_sessions_at_once_works_once(
    portal: Portal, client: Client, person: Person
) -> None:
    _, recovery_codes = switch_to_totp(client)
    halves = [begin_patiently(portal, person.user) for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        payloads = list(
            pool.map(lambda half: half.payload_of(VERIFY, code=recovery_codes[0]), halves)
        )
    assert sorted(error_codes(payload) for payload in payloads) == [[]] + [["INVALID_CODE"]] * 5


def test_wrong_recovery_codes_count_as_attempts(
    portal: Portal, client: Client, person: Person
) -> None:
    _, recovery_codes = switch_to_totp(client)
    half = begin_sign_in(portal, person.user)
    for _ in range(5):
        assert error_codes(half.payload_of(VERIFY, code="aaaa-aaaa-aaaa-aaaa-aaaa-aaaa")) == [
            "INVALID_CODE"
        ]
    assert error_codes(half.payload_of(VERIFY, code=recovery_codes[0])) == ["TOO_MANY_TRIES"]
    assert portal.run(models.RecoveryCode.filter(user_id=person.user.id).count()) == 10


def test_a_recovery_code_of_another_user_is_refused(world: World, client: Client) -> None:
    _, recovery_codes = switch_to_totp(client)
    half = begin_sign_in(world.portal, world.a.people["administrator"].user)
    assert error_codes(half.payload_of(VERIFY, code=recovery_codes[0])) == ["INVALID_CODE"]


def test_recovery_codes_are_shown_once_and_new_ones_replace_them(
    portal: Portal, client: Client, person: Person, mailbox: Mailbox
) -> None:
    _, old = switch_to_totp(client)
    kept = str(portal.run(models.RecoveryCode.filter(user_id=person.user.id).values()))
    assert not [code for code in old if code in kept], "only their hashes are kept"
    client.mutate(BEGIN_CHANGE, method="EMAIL")
    new = client.mutate(CONFIRM_CHANGE, code=mailbox.code(person.user.email))["recoveryCodes"]
    assert not set(old) & set(new)
    half, _ = begin_sign_in_with_code(portal, mailbox, person.user)
    assert error_codes(half.payload_of(VERIFY, code=old[0])) == ["INVALID_CODE"]
    finish_sign_in(half, new[0])


def test_a_recovery_code_does_not_confirm_a_change(
    portal: Portal, client: Client, person: Person
) -> None:
    _, recovery_codes = switch_to_totp(client)
    client.mutate(BEGIN_CHANGE, method="EMAIL")
    assert error_codes(client.payload_of(CONFIRM_CHANGE, code=recovery_codes[0])) == [
        "INVALID_CODE"
    ]
    assert method_of(portal, person.user) is TwoFactorMethod.TOTP
    assert portal.run(models.RecoveryCode.filter(user_id=person.user.id).count()) == 10
