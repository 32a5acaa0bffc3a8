"""Sending a code again: a few times, not at once, another code, and no more time for it."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.one_time_codes import RESEND_CODE, age_code, stored_code
from tests.support.portal import CODE, Client, Mailbox, Portal
from tests.support.signing_in import (
    VERIFY,
    begin_sign_in,
    begin_sign_in_with_code,
    code_other_than,
    error_codes,
    finish_sign_in,
    sign_in,
)
from tests.support.step_up import PROVE_AGAIN
from tests.support.two_factor import BEGIN_CHANGE, CONFIRM_CHANGE, switch_to_totp
from tests.support.world import Person, World

BEGIN_BY_MAIL = BEGIN_CHANGE.replace(
    "$method: TwoFactorMethod!", "$method: TwoFactorMethod! = EMAIL"
)


@pytest.fixture
def person(world: World) -> Person:
    return world.a.people["user"]


def test_another_code_replaces_the_first_and_is_good_for_no_longer(
    portal: Portal, person: Person, mailbox: Mailbox
) -> None:
    half, first = begin_sign_in_with_code(portal, mailbox, person.user)
    before = stored_code(portal, person.user)
    half.payload_of(VERIFY, code=code_other_than(first))
    age_code(portal, person.user)
    challenge = half.mutate(RESEND_CODE)["challenge"]
    second = mailbox.code(person.user.email, beyond=1)
    after = stored_code(portal, person.user)
    assert challenge["destination"] == f"{person.user.email[0]}•••@example.com"
    assert after.expires_at == before.expires_at
    assert after.tries == 1, "the tries were given back"
    if first != second:
        assert error_codes(half.payload_of(VERIFY, code=first)) == ["INVALID_CODE"]
    finish_sign_in(half, second)


def test_a_code_is_not_sent_again_at_once(portal: Portal, person: Person, mailbox: Mailbox) -> None:
    half, code = begin_sign_in_with_code(portal, mailbox, person.user)
    (problem,) = half.payload_of(RESEND_CODE)["errors"]
    assert (problem["code"], problem["field"]) == ("TRY_LATER", ["code"])
    assert 25 <= problem["retryAfter"] <= 30
    assert len(mailbox.to(person.user.email)) == 1
    finish_sign_in(half, code)


def test_a_code_is_sent_three_times_at_most(
    portal: Portal, person: Person, mailbox: Mailbox
) -> None:
    half, _ = begin_sign_in_with_code(portal, mailbox, person.user)
    for _ in range(2):
        age_code(portal, person.user)
        half.mutate(RESEND_CODE)
    age_code(portal, person.user)
    assert error_codes(half.payload_of(RESEND_CODE)) == ["NOT_SENT_AGAIN"]
    assert len(mailbox.to(person.user.email)) == 3


def test_beginning_anew_sends_no_more_than_asking_again(
    world: World, person: Person, mailbox: Mailbox
) -> None:
    client = world.sign_in_as(person)
    for _ in range(3):
        client.mutate(BEGIN_CHANGE, method="EMAIL")
    assert error_codes(client.payload_of(BEGIN_CHANGE, method="EMAIL")) == ["TRY_LATER"]
    assert len(mailbox.to(person.user.email)) == 3


@pytest.mark.parametrize(
    "document", [PROVE_AGAIN, BEGIN_BY_MAIL], ids=["proveAgain", "beginTwoFactorChange"]
)
def test_concurrent_beginnings_send_no_more_codes(
    document: str, world: World, person: Person, mailbox: Mailbox
) -> None:
    client = world.sign_in_as(person)
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: client.payload_of(document), range(10)))
    assert {code for answer in answers for code in error_codes(answer)} == {"TRY_LATER"}
    assert len([text for text in mailbox.to(person.user.email) if re.search(CODE, text)]) <= 3


def test_successful_verifications_do_not_use_up_the_codes_sent(
    world: World, person: Person, mailbox: Mailbox
) -> None:
    client = world.sign_in_as(person)
    for _ in range(5):
        before = len(mailbox.to(person.user.email))
        client.mutate(PROVE_AGAIN)
        client.adopt(
            client.mutate(PROVE_AGAIN, code=mailbox.code(person.user.email, beyond=before))
        )


def test_the_code_of_a_change_is_sent_again_too(
    portal: Portal, person: Person, mailbox: Mailbox
) -> None:
    client = sign_in(portal, mailbox, person.user)
    client.mutate(BEGIN_CHANGE, method="EMAIL")
    age_code(portal, person.user)
    before = len(mailbox.to(person.user.email))
    client.mutate(RESEND_CODE)
    client.mutate(CONFIRM_CHANGE, code=mailbox.code(person.user.email, beyond=before))


def test_codes_of_an_authenticator_are_not_sent(world: World, person: Person) -> None:
    client = world.sign_in_as(person)
    switch_to_totp(client)
    half = begin_sign_in(world.portal, person.user)
    assert error_codes(half.payload_of(RESEND_CODE)) == ["NOT_SENT_AGAIN"]


def test_no_code_is_sent_without_a_pending_challenge(
    world: World, person: Person, anonymous: Client
) -> None:
    assert anonymous.ask(RESEND_CODE).code == "UNAUTHENTICATED"
    assert error_codes(world.sign_in_as(person).payload_of(RESEND_CODE)) == ["CODE_EXPIRED"]
