"""Text messages through a gateway, end to end: choosing them, signing in, and outages of the gateway."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import models
from settings import Settings
from tests.support.gateway import Gateway
from tests.support.portal import CODE, Client, Portal
from tests.support.processes import serving, talk_to
from tests.support.signing_in import (
    READ_COMPANY,
    READ_VIEWER,
    SIGN_IN,
    error_codes,
    finish_sign_in,
    forget_failures,
    stored_column,
)
from tests.support.two_factor import BEGIN_CHANGE, CONFIRM_CHANGE, switch_to_totp
from tests.support.world import PASSWORD, Person, World


@pytest.fixture
def person(world: World) -> Person:
    return world.a.people["user"]


@pytest.fixture
def by_gateway(
    portal: Portal, settings: Settings, gateway: Gateway, tmp_path: Path
) -> Iterator[str]:
    """The address of a portal whose text messages go by the gateway."""
    with serving(
        settings, tmp_path / "log", sms="gateway", sms_url=gateway.url, sms_token="of the gateway"
    ) as served:
        yield served.url


def code_of(gateway: Gateway) -> str:
    """The code of the newest message."""
    found = re.search(CODE, gateway.asked[-1][1]["text"])
    assert found
    return found.group(1)


def change_to_messages(client: Client, gateway: Gateway) -> None:
    change = client.mutate(BEGIN_CHANGE, method="SMS")["change"]
    assert (change["method"], change["destination"]) == ("SMS", "••• 67")
    client.adopt(client.mutate(CONFIRM_CHANGE, code=code_of(gateway)))


def test_text_messages_become_the_factor_sign_in_and_their_end_is_notified(
    by_gateway: str, world: World, person: Person, gateway: Gateway
) -> None:
    client = talk_to(by_gateway, world.sign_in_as(person))
    change_to_messages(client, gateway)
    assert (
        world.portal.run(stored_column(person.user, "two_factor_method"))
        is models.TwoFactorMethod.SMS
    )

    payload = talk_to(by_gateway, Client(world.portal)).mutate(
        SIGN_IN, identifier=person.user.identifier, password=PASSWORD
    )
    assert payload["challenge"] == {"method": "SMS", "destination": "••• 67"}
    headers, body = gateway.asked[-1]
    assert (headers["Authorization"], body["from"], body["to"]) == (
        "Bearer of the gateway",
        "Guichet",
        person.user.phone.replace(" ", ""),
    )
    whole = finish_sign_in(
        talk_to(by_gateway, Client(world.portal, payload["token"])), code_of(gateway)
    )
    assert whole.ask(READ_VIEWER)["viewer"]["user"]["identifier"] == person.user.identifier

    before = len(gateway.asked)
    switch_to_totp(client)
    client.ask(READ_COMPANY)
    for _ in range(100):
        if len(gateway.asked) > before:
            break
        client.ask(READ_COMPANY)
    notice = gateway.asked[-1][1]
    assert notice["to"] == person.user.phone.replace(" ", "")
    assert "a été modifiée" in notice["text"]
    assert not re.search(CODE, notice["text"])


def test_a_recovering_gateway_delays_and_a_failed_one_is_reported_without_a_session(
    by_gateway: str, world: World, person: Person, gateway: Gateway
) -> None:
    change_to_messages(talk_to(by_gateway, world.sign_in_as(person)), gateway)
    before, known = (
        len(gateway.asked),
        world.portal.run(models.Session.filter(user_id=person.user.id).count()),
    )
    gateway.answers = [503, None, 202]
    payload = talk_to(by_gateway, Client(world.portal)).mutate(
        SIGN_IN, identifier=person.user.identifier, password=PASSWORD
    )
    asked = gateway.asked[before:]
    assert len({headers["Idempotency-Key"] for headers, _ in asked}) == 1
    assert len(asked) == 3
    assert finish_sign_in(
        talk_to(by_gateway, Client(world.portal, payload["token"])), code_of(gateway)
    ).ask(READ_COMPANY)["company"]

    forget_failures(world.portal)
    gateway.answers = [500] * 3
    answer = talk_to(by_gateway, Client(world.portal)).ask(
        SIGN_IN, identifier=person.user.identifier, password=PASSWORD
    )
    assert (answer.data, answer.code) == ({"signIn": None}, "UNAVAILABLE")
    assert code_of(gateway) not in answer.response.text
    assert world.portal.run(models.Session.filter(user_id=person.user.id).count()) == known + 1


def test_a_refused_message_changes_no_second_factor(
    by_gateway: str, world: World, person: Person, gateway: Gateway
) -> None:
    client = talk_to(by_gateway, world.sign_in_as(person))
    gateway.answers = [400]
    assert client.ask(BEGIN_CHANGE, method="SMS").code == "UNAVAILABLE"
    assert error_codes(client.payload_of(CONFIRM_CHANGE, code=code_of(gateway))) == [
        "CODE_EXPIRED"
    ], "a code that was not sent is waited for"
    assert (
        world.portal.run(stored_column(person.user, "two_factor_method"))
        is models.TwoFactorMethod.EMAIL
    )
