"""Change of the second factor: its conditions, and the end of other sessions, challenges and links."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import models
from tests.support.account import RENEW_RECOVERY_CODES, event_kinds
from tests.support.one_time_codes import RESEND_CODE, age_code, stored_code
from tests.support.passkeys import (
    ALLOW_PASSKEY_ALONE,
    PASSKEY_ACCOUNT,
    REMOVE_PASSKEY,
    add_passkey,
    new_passkey,
)
from tests.support.password_reset import NEW_PASSWORD
from tests.support.portal import Client, Mailbox, Portal
from tests.support.signing_in import (
    READ_COMPANY,
    REQUEST_RESET,
    RESET,
    error_codes,
    forget_failures,
    sign_in,
    stored_column,
)
from tests.support.step_up import PROVE_AGAIN
from tests.support.two_factor import (
    BEGIN_CHANGE,
    CONFIRM_CHANGE,
    forget_used_codes,
    switch_to_totp,
    totp_code,
)
from tests.support.world import Person, World

INFORM = """mutation ($user: ID!, $information: PersonalInformation!) {
  changePersonalInformation(userId: $user, information: $information) { user { id } errors { code } } }"""


@pytest.fixture
def person(world: World) -> Person:
    return world.a.people["user"]


@pytest.fixture
def client(world: World, person: Person) -> Client:
    return world.sign_in_as(person)


@pytest.mark.parametrize(
    "document",
    [RENEW_RECOVERY_CODES, ALLOW_PASSKEY_ALONE],
    ids=["renewRecoveryCodes", "allowPasskeyAlone"],
)
def test_a_stolen_session_does_not_make_its_own_way_in(
    document: str, portal: Portal, client: Client, person: Person
) -> None:
    add_passkey(client, new_passkey(portal))
    before = portal.run(
        models.RecoveryCode.filter(user_id=person.user.id).values_list("code_hash", flat=True)
    )
    variables = {"allowed": True} if document is ALLOW_PASSKEY_ALONE else {}
    payload = client.payload_of(document, password="not the password", **variables)
    assert [(problem["code"], problem["field"]) for problem in payload["errors"]] == [
        ("INVALID_PASSWORD", ["password"])
    ]
    assert (
        portal.run(
            models.RecoveryCode.filter(user_id=person.user.id).values_list("code_hash", flat=True)
        )
        == before
    )
    assert portal.run(stored_column(person.user, "passkey_alone")) is False


def remove_a_passkey(client: Client) -> None:
    add_passkey(client, new_passkey(client.portal))
    first = client.ask(PASSKEY_ACCOUNT)["viewer"]["account"]["passkeys"][0]
    client.mutate(REMOVE_PASSKEY, id=first["passkeyId"])


def let_a_passkey_sign_in_alone(client: Client) -> None:
    client.mutate(ALLOW_PASSKEY_ALONE, allowed=True)


@pytest.mark.parametrize("change", [remove_a_passkey, let_a_passkey_sign_in_alone])
def test_passkeys_that_change_end_the_other_sessions(
    change: Any, world: World, client: Client, person: Person
) -> None:
    add_passkey(client, new_passkey(world.portal))
    if change is remove_a_passkey:
        add_passkey(client, new_passkey(world.portal))
    other = world.sign_in_as(person)
    change(client)
    assert other.ask(READ_COMPANY).code == "UNAUTHENTICATED"
    assert client.ask(READ_COMPANY)["company"]


def test_a_code_that_was_sent_for_a_change_is_good_for_five_minutes(
    portal: Portal, client: Client, person: Person
) -> None:
    client.mutate(BEGIN_CHANGE, method="EMAIL")
    left = stored_code(portal, person.user).expires_at - datetime.now(UTC)
    assert timedelta(minutes=4) < left <= timedelta(minutes=5)
    age_code(portal, person.user)
    expires_at = stored_code(portal, person.user).expires_at
    client.mutate(RESEND_CODE)
    assert stored_code(portal, person.user).expires_at == expires_at


def test_beginning_another_method_in_between_sends_no_more_codes(
    client: Client, person: Person, mailbox: Mailbox
) -> None:
    for method in ("EMAIL", "TOTP", "EMAIL", "EMAIL", "TOTP"):
        client.mutate(BEGIN_CHANGE, method=method)
    assert error_codes(client.payload_of(BEGIN_CHANGE, method="EMAIL")) == ["TRY_LATER"]
    assert error_codes(client.payload_of(BEGIN_CHANGE, method="SMS")) == ["TRY_LATER"]
    assert len(mailbox.to(person.user.email)) == 3


def test_the_old_factor_is_refused_once_the_new_one_is_in_force(
    portal: Portal, client: Client, person: Person
) -> None:
    secret, _ = switch_to_totp(client)
    forget_used_codes(portal, person.user)
    client.mutate(PROVE_AGAIN)
    newer = client.mutate(BEGIN_CHANGE, method="TOTP")["change"]["secret"]
    client.adopt(client.mutate(CONFIRM_CHANGE, code=totp_code(newer)))
    forget_used_codes(portal, person.user)
    assert error_codes(client.payload_of(PROVE_AGAIN, code=totp_code(secret))) == ["CODE_EXPIRED"]


@pytest.mark.parametrize(
    ("column_name", "value"), [("email", "new-{}"), ("phone", "+41 79 999 99 99")]
)
@pytest.mark.parametrize("method", list(models.TwoFactorMethod))
def test_where_the_codes_go_elsewhere_all_sessions_end(
    method: models.TwoFactorMethod,
    column_name: str,
    value: str,
    world: World,
    client: Client,
    person: Person,
) -> None:
    world.portal.run(models.User.filter(id=person.user.id).update(two_factor_method=method))
    information = {column_name: value.format(person.user.email)}
    world.client("contract manager").mutate(INFORM, user=person.id, information=information)
    ends = (method, column_name) in {
        (models.TwoFactorMethod.EMAIL, "email"),
        (models.TwoFactorMethod.SMS, "phone"),
    }
    assert bool(client.ask(READ_COMPANY).errors) is ends


def test_a_change_of_address_alone_gives_no_link_to_the_account(
    portal: Portal, world: World, person: Person, anonymous: Client, mailbox: Mailbox
) -> None:
    """The contract manager changes addresses, and resets no second factor without a second manager: a link to the new one would do both."""
    new = f"new-{person.user.email}"
    world.client("contract manager").mutate(INFORM, user=person.id, information={"email": new})
    assert mailbox.newest(person.user.email, containing="gestionnaire contrat a modifié")
    anonymous.mutate(REQUEST_RESET, identifier=person.user.identifier)
    events = models.SecurityEvent.filter(
        user_id=person.user.id, kind=models.SecurityEventKind.PARTICULARS_CHANGED
    )
    person.user.email = new
    moved = sign_in(portal, mailbox, person.user)
    assert event_kinds(moved)[-1] == "PARTICULARS_CHANGED"
    assert [text for text in mailbox.to(new) if "#token=" in text] == []
    portal.run(events.update(at=datetime.now(UTC) - timedelta(days=1)))
    forget_failures(portal)
    anonymous.mutate(REQUEST_RESET, identifier=person.user.identifier)
    anonymous.mutate(RESET, token=mailbox.token(new), password=NEW_PASSWORD)
