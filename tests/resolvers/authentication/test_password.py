"""Forgotten passwords: a one-time link by mail, equal responses for every identifier, and the second factor unchanged."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

import models
from models import LinkPurpose, UserStatus
from tests.support.password_reset import NEW_PASSWORD, assert_password, request_link
from tests.support.portal import Client, Mailbox, Portal
from tests.support.signing_in import (
    READ_COMPANY,
    READ_VIEWER,
    REQUEST_RESET,
    RESET,
    SIGN_IN,
    begin_sign_in,
    begin_sign_in_with_code,
    error_codes,
    finish_sign_in,
    forget_failures,
    stored_column,
)
from tests.support.world import PASSWORD, Person, World

INVALID_LINK = [
    {
        "code": "INVALID_LINK",
        "field": ["token"],
        "message": "The link is no longer valid: request a new one.",
    }
]


@pytest.fixture
def person(world: World) -> Person:
    return world.a.people["user with claims"]


def end_of(portal: Portal, user: models.User) -> str:
    """Until when a user's link is good, as Swiss clocks have it."""
    (end,) = portal.run(
        models.OneTimeLink.filter(user_id=user.id).values_list("expires_at", flat=True)
    )
    return f"{end.astimezone(ZoneInfo('Europe/Zurich')):%d.%m.%Y, %H:%M}"


def reset_mails(mailbox: Mailbox) -> int:
    """Return the number of password links mailed to anybody."""
    return len(
        [
            message
            for message in mailbox.to_anybody()
            if message["Subject"] == "Votre nouveau mot de passe"
        ]
    )


def test_a_forgotten_password_is_reset_by_a_link_in_a_mail(
    portal: Portal, anonymous: Client, person: Person, mailbox: Mailbox
) -> None:
    token = request_link(anonymous, mailbox, person.user)
    text = mailbox.newest(person.user.email)
    assert f"{portal.settings.portal_origin}/password#token={token}" in text
    assert person.user.identifier not in text, "whoever reads the mail has not both"
    assert f"jusqu'au {end_of(portal, person.user)}." in text
    assert "ne faites rien" in text

    assert anonymous.mutate(RESET, token=token, password=NEW_PASSWORD)["changed"] is True

    assert_password(anonymous, person.user, PASSWORD, fits=False)
    half, code = begin_sign_in_with_code(portal, mailbox, person.user, NEW_PASSWORD)
    assert half.ask(READ_COMPANY).code == "UNAUTHENTICATED", (
        "the reset made the second factor needless"
    )
    assert (
        finish_sign_in(half, code).ask(READ_VIEWER)["viewer"]["user"]["identifier"]
        == person.user.identifier
    )


def test_a_link_works_once(anonymous: Client, person: Person, mailbox: Mailbox) -> None:
    token = request_link(anonymous, mailbox, person.user)
    anonymous.mutate(RESET, token=token, password=NEW_PASSWORD)
    assert anonymous.payload_of(RESET, token=token, password="yet another passphrase") == {
        "changed": None,
        "errors": INVALID_LINK,
    }
    assert_password(anonymous, person.user, NEW_PASSWORD, fits=True)


def test_a_link_used_many_times_at_once_works_once(
    anonymous: Client, person: Person, mailbox: Mailbox
) -> None:
    token = request_link(anonymous, mailbox, person.user)
    passwords = [f"{NEW_PASSWORD} {n}" for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        payloads = list(
            pool.map(
                lambda password: anonymous.payload_of(RESET, token=token, password=password),
                passwords,
            )
        )
    assert sorted(error_codes(payload) for payload in payloads) == [[]] + [["INVALID_LINK"]] * 7
    (winner,) = (
        password
        for password, payload in zip(passwords, payloads, strict=True)
        if payload["changed"]
    )
    assert_password(anonymous, person.user, winner, fits=True)


def test_a_link_expires(
    portal: Portal, anonymous: Client, person: Person, mailbox: Mailbox
) -> None:
    token = request_link(anonymous, mailbox, person.user)
    kept = portal.run(models.OneTimeLink.get(user_id=person.user.id))
    assert kept.purpose is LinkPurpose.PASSWORD_RESET
    assert kept.expires_at - datetime.now(UTC) <= portal.settings.reset_lifetime
    assert kept.token_hash != token
    portal.run(
        models.OneTimeLink.filter(user_id=person.user.id).update(expires_at=datetime.now(UTC))
    )
    assert anonymous.payload_of(RESET, token=token, password=NEW_PASSWORD)["errors"] == INVALID_LINK
    assert_password(anonymous, person.user, PASSWORD, fits=True)


def test_a_newer_link_voids_the_older_one(
    anonymous: Client, person: Person, mailbox: Mailbox
) -> None:
    older = request_link(anonymous, mailbox, person.user)
    newer = request_link(anonymous, mailbox, person.user)
    assert anonymous.payload_of(RESET, token=older, password=NEW_PASSWORD)["errors"] == INVALID_LINK
    assert_password(anonymous, person.user, PASSWORD, fits=True)
    anonymous.mutate(RESET, token=newer, password=NEW_PASSWORD)


def test_of_links_requested_at_once_one_works(
    anonymous: Client, person: Person, mailbox: Mailbox
) -> None:
    with ThreadPoolExecutor(6) as pool:
        list(
            pool.map(
                lambda _: anonymous.mutate(REQUEST_RESET, identifier=person.user.identifier),
                range(6),
            )
        )
    mailbox.newest(person.user.email, beyond=2)
    tokens = [text.split("#token=")[1].split()[0] for text in mailbox.to(person.user.email)]
    payloads = [anonymous.payload_of(RESET, token=token, password=NEW_PASSWORD) for token in tokens]
    assert sorted(error_codes(payload) for payload in payloads) == [[]] + [["INVALID_LINK"]] * 2


def test_a_link_changes_only_its_owners_password(
    world: World, anonymous: Client, person: Person, mailbox: Mailbox
) -> None:
    other = world.a.people["administrator"].user
    request_link(anonymous, mailbox, other)
    anonymous.mutate(
        RESET, token=request_link(anonymous, mailbox, person.user), password=NEW_PASSWORD
    )
    assert_password(anonymous, other, PASSWORD, fits=True)
    assert world.portal.run(models.OneTimeLink.filter(user_id=other.id).exists())


def test_a_reset_ends_all_sessions(
    world: World, anonymous: Client, person: Person, mailbox: Mailbox
) -> None:
    sessions = [world.sign_in_as(person), world.sign_in_as(person)]
    half, code = begin_sign_in_with_code(world.portal, mailbox, person.user)
    colleague = world.client("administrator")
    token = request_link(anonymous, mailbox, person.user)
    assert sessions[0].ask(READ_COMPANY)["company"], "asking for the link ended a session"

    anonymous.mutate(RESET, token=token, password=NEW_PASSWORD)

    assert [client.ask(READ_COMPANY).code for client in sessions] == ["UNAUTHENTICATED"] * 2
    assert (
        half.ask(
            "mutation ($code: String!) { verifySecondFactor(code: $code) { token } }", code=code
        ).code
        == "UNAUTHENTICATED"
    )
    assert colleague.ask(READ_COMPANY)["company"]


def test_a_reset_leaves_the_second_factor_as_it_was(
    portal: Portal, anonymous: Client, person: Person, mailbox: Mailbox
) -> None:
    portal.run(
        models.User.filter(id=person.user.id).update(two_factor_method=models.TwoFactorMethod.SMS)
    )
    anonymous.mutate(
        RESET, token=request_link(anonymous, mailbox, person.user), password=NEW_PASSWORD
    )
    payload = anonymous.mutate(SIGN_IN, identifier=person.user.identifier, password=NEW_PASSWORD)
    assert payload["challenge"]["method"] == "SMS"


@pytest.mark.parametrize(
    "identifier", ["00000000", "", "x" * 1000, "\0", "a\r\nBcc: a@example.com"]
)
def test_an_unknown_identifier_gets_the_same_answer_and_no_mail(
    identifier: str, world: World, anonymous: Client, person: Person, mailbox: Mailbox
) -> None:
    everything = reset_mails(mailbox)
    unknown = anonymous.ask(REQUEST_RESET, identifier=identifier)
    known = anonymous.ask(REQUEST_RESET, identifier=person.user.identifier)
    assert (unknown.data, unknown.errors) == (known.data, known.errors)
    assert known["requestPasswordReset"] == {"accepted": True, "errors": []}
    assert unknown.response.status_code == known.response.status_code
    assert {*unknown.response.headers} == {*known.response.headers}
    mailbox.token(person.user.email)
    assert reset_mails(mailbox) == everything + 1


@pytest.mark.parametrize("status", [UserStatus.SUSPENDED, UserStatus.INVITED])
def test_only_active_users_are_mailed_a_link(
    status: UserStatus, world: World, anonymous: Client, person: Person, mailbox: Mailbox
) -> None:
    world.portal.run(models.User.filter(id=person.user.id).update(status=status))
    assert anonymous.mutate(REQUEST_RESET, identifier=person.user.identifier)["accepted"] is True
    request_link(anonymous, mailbox, world.a.people["administrator"].user)
    assert mailbox.to(person.user.email) == []
    assert not world.portal.run(models.OneTimeLink.filter(user_id=person.user.id).exists())


def test_a_link_is_of_no_use_to_a_suspended_user(
    portal: Portal, anonymous: Client, person: Person, mailbox: Mailbox
) -> None:
    token = request_link(anonymous, mailbox, person.user)
    portal.run(models.User.filter(id=person.user.id).update(status=UserStatus.SUSPENDED))
    assert anonymous.payload_of(RESET, token=token, password=NEW_PASSWORD)["errors"] == INVALID_LINK
    assert portal.run(stored_column(person.user, "status")) == UserStatus.SUSPENDED


@pytest.mark.parametrize(
    "token",
    ["", "x", "\0", "é" * 100, "x" * 9_000],
    ids=["empty", "short", "null", "accents", "long"],
)
def test_forged_links_are_refused(token: str, anonymous: Client) -> None:
    assert anonymous.payload_of(RESET, token=token, password=NEW_PASSWORD) == {
        "changed": None,
        "errors": INVALID_LINK,
    }


@pytest.mark.parametrize(
    ("length", "good"),
    [(0, False), (11, False), (12, True), (128, True), (129, False), (10_000, False)],
)
def test_a_password_has_12_to_128_characters(
    length: int, good: bool, anonymous: Client, person: Person, mailbox: Mailbox, portal: Portal
) -> None:
    password = ("chaque été, l'âne gris boit " * 400)[:length]
    token = request_link(anonymous, mailbox, person.user)
    payload = anonymous.payload_of(RESET, token=token, password=password)
    if good:
        assert payload == {"changed": True, "errors": []}
        assert_password(anonymous, person.user, password, fits=True)
        assert_password(anonymous, person.user, password[:-1] + "e", fits=False)
    else:
        assert payload["changed"] is None
        assert [(problem["code"], problem["field"]) for problem in payload["errors"]] == [
            ("PASSWORD_LENGTH", ["password"])
        ]
        assert_password(anonymous, person.user, PASSWORD, fits=True)
        assert anonymous.mutate(RESET, token=token, password=NEW_PASSWORD)["changed"], (
            "the refused try used the link up"
        )


def test_accents_written_apart_make_no_password_too_long(
    anonymous: Client, person: Person, mailbox: Mailbox
) -> None:
    password = ("chaque été, l'âne gris boit " * 10)[:128]
    apart = unicodedata.normalize("NFD", password)
    assert len(apart) > 128
    anonymous.mutate(RESET, token=request_link(anonymous, mailbox, person.user), password=apart)
    for written in (password, apart):
        assert_password(anonymous, person.user, written, fits=True)


def test_links_use_the_configured_host(portal: Portal, person: Person, mailbox: Mailbox) -> None:
    for name in ("Host", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "Origin", "Referer"):
        before = len(mailbox.to(person.user.email))
        forget_failures(portal)
        client = Client(portal)
        client.http.headers[name] = "evil.example"
        client.mutate(REQUEST_RESET, identifier=person.user.identifier)
        text = mailbox.newest(person.user.email, beyond=before)
        assert "evil.example" not in text
        assert f"\n{portal.settings.portal_origin}/password#token=" in text


def test_the_password_is_kept_as_argon2id_only(
    portal: Portal, anonymous: Client, person: Person, mailbox: Mailbox
) -> None:
    anonymous.mutate(
        RESET, token=request_link(anonymous, mailbox, person.user), password=NEW_PASSWORD
    )
    row = portal.run(models.User.filter(id=person.user.id).values())[0]
    assert row["password_hash"].startswith("$argon2id$")
    assert NEW_PASSWORD not in str(row)
    assert begin_sign_in(portal, person.user, NEW_PASSWORD)
