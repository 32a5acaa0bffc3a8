"""Sending a code again: a few times, not at once, another code, and no more time for it."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

import models
from tests.portal import CODE, Client, Mailbox, Portal
from tests.signing_in import VERIFY, begin, begin_with_code, codes_of, prove, sign_in, wrong
from tests.test_step_up import PROVE
from tests.test_two_factor import BEGIN, CONFIRM, switch_to_totp
from tests.world import Person, World

BEGIN_BY_MAIL = BEGIN.replace("$method: TwoFactorMethod!", "$method: TwoFactorMethod! = EMAIL")
RESEND = "mutation { resendCode { challenge { method destination expiresAt } errors { code field retryAfter } } }"


@pytest.fixture
def person(world: World) -> Person:
    return world.a.people["user"]


def let_half_a_minute_pass(portal: Portal, user: models.User) -> None:
    async def pass_by() -> None:
        for code in await models.OneTimeCode.filter(session__user_id=user.id):
            await models.OneTimeCode.filter(id=code.id).update(
                sent_at=code.sent_at - timedelta(seconds=30)
            )

    portal.run(pass_by())


def kept(portal: Portal, user: models.User) -> Any:
    (code,) = portal.run(models.OneTimeCode.filter(session__user_id=user.id))
    return code


def test_another_code_replaces_the_first_and_is_good_for_no_longer(
    portal: Portal, person: Person, mailbox: Mailbox
) -> None:
    half, first = begin_with_code(portal, mailbox, person.user)
    before = kept(portal, person.user)
    half.problems_of(VERIFY, code=wrong(first))
    let_half_a_minute_pass(portal, person.user)
    challenge = half.order(RESEND)["challenge"]
    second = mailbox.code(person.user.email, beyond=1)
    after = kept(portal, person.user)
    assert challenge["destination"] == f"{person.user.email[0]}•••@example.com"
    assert after.expires_at == before.expires_at
    assert after.tries == 1, "the tries were given back"
    if first != second:
        assert codes_of(half.problems_of(VERIFY, code=first)) == ["INVALID_CODE"]
    prove(half, second)


def test_a_code_is_not_sent_again_at_once(portal: Portal, person: Person, mailbox: Mailbox) -> None:
    half, code = begin_with_code(portal, mailbox, person.user)
    (problem,) = half.problems_of(RESEND)["errors"]
    assert (problem["code"], problem["field"]) == ("TRY_LATER", ["code"])
    assert 25 <= problem["retryAfter"] <= 30
    assert len(mailbox.to(person.user.email)) == 1
    prove(half, code)


def test_a_code_is_sent_three_times_at_most(
    portal: Portal, person: Person, mailbox: Mailbox
) -> None:
    half, _ = begin_with_code(portal, mailbox, person.user)
    for _ in range(2):
        let_half_a_minute_pass(portal, person.user)
        half.order(RESEND)
    let_half_a_minute_pass(portal, person.user)
    assert codes_of(half.problems_of(RESEND)) == ["NOT_SENT_AGAIN"]
    assert len(mailbox.to(person.user.email)) == 3


def test_beginning_anew_sends_no_more_than_asking_again(
    world: World, person: Person, mailbox: Mailbox
) -> None:
    client = world.sign_in_as(person)
    for _ in range(3):
        client.order(BEGIN, method="EMAIL")
    assert codes_of(client.problems_of(BEGIN, method="EMAIL")) == ["TRY_LATER"]
    assert len(mailbox.to(person.user.email)) == 3


@pytest.mark.parametrize(
    "document", [PROVE, BEGIN_BY_MAIL], ids=["proveAgain", "beginTwoFactorChange"]
)
def test_many_who_begin_at_once_are_sent_no_more(
    document: str, world: World, person: Person, mailbox: Mailbox
) -> None:
    client = world.sign_in_as(person)
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: client.problems_of(document), range(10)))
    assert {code for answer in answers for code in codes_of(answer)} == {"TRY_LATER"}
    assert len([text for text in mailbox.to(person.user.email) if re.search(CODE, text)]) <= 3


def test_who_proves_it_each_time_is_sent_as_many_as_they_need(
    world: World, person: Person, mailbox: Mailbox
) -> None:
    client = world.sign_in_as(person)
    for _ in range(5):
        before = len(mailbox.to(person.user.email))
        client.order(PROVE)
        client.adopt(client.order(PROVE, code=mailbox.code(person.user.email, beyond=before)))


def test_the_code_of_a_change_is_sent_again_too(
    portal: Portal, person: Person, mailbox: Mailbox
) -> None:
    client = sign_in(portal, mailbox, person.user)
    client.order(BEGIN, method="EMAIL")
    let_half_a_minute_pass(portal, person.user)
    before = len(mailbox.to(person.user.email))
    client.order(RESEND)
    client.order(CONFIRM, code=mailbox.code(person.user.email, beyond=before))


def test_what_an_authenticator_makes_is_not_sent(world: World, person: Person) -> None:
    client = world.sign_in_as(person)
    switch_to_totp(client)
    half = begin(world.portal, person.user)
    assert codes_of(half.problems_of(RESEND)) == ["NOT_SENT_AGAIN"]


def test_where_no_code_is_waited_for_none_is_sent(
    world: World, person: Person, stranger: Client
) -> None:
    assert stranger.ask(RESEND).code == "UNAUTHENTICATED"
    assert codes_of(world.sign_in_as(person).problems_of(RESEND)) == ["CODE_EXPIRED"]
