"""Forgotten passwords: a one-time link by mail, the same answer for everybody, and the second factor all the same."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

import models
from models import LinkPurpose, UserStatus
from tests.portal import Client, Mailbox, Portal
from tests.signing_in import (
    COMPANY,
    REQUEST_RESET,
    RESET,
    SIGN_IN,
    WHO,
    begin,
    begin_with_code,
    codes_of,
    column,
    forget_tries,
    prove,
)
from tests.world import PASSWORD, Person, World

NEW = "une nouvelle phrase de passe"
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


def ask_for_link(stranger: Client, mailbox: Mailbox, user: models.User) -> str:
    """The token of a newly mailed link."""
    before = len(mailbox.to(user.email))
    stranger.order(REQUEST_RESET, identifier=user.identifier)
    return mailbox.token(user.email, beyond=before)


def assert_password(stranger: Client, user: models.User, password: str, *, fits: bool) -> None:
    problems = codes_of(
        stranger.problems_of(SIGN_IN, identifier=user.identifier, password=password)
    )
    assert problems == ([] if fits else ["INVALID_CREDENTIALS"])


def end_of(portal: Portal, user: models.User) -> str:
    """Until when a user's link is good, as Swiss clocks have it."""
    (end,) = portal.run(
        models.OneTimeLink.filter(user_id=user.id).values_list("expires_at", flat=True)
    )
    return f"{end.astimezone(ZoneInfo('Europe/Zurich')):%d.%m.%Y, %H:%M}"


def reset_mails(mailbox: Mailbox) -> int:
    """How many links to a new password were mailed to anybody."""
    return len(
        [
            message
            for message in mailbox.to_anybody()
            if message["Subject"] == "Votre nouveau mot de passe"
        ]
    )


def test_a_forgotten_password_is_reset_by_a_link_in_a_mail(
    portal: Portal, stranger: Client, person: Person, mailbox: Mailbox
) -> None:
    token = ask_for_link(stranger, mailbox, person.user)
    text = mailbox.newest(person.user.email)
    assert f"{portal.settings.portal_origin}/password#token={token}" in text
    assert person.user.identifier not in text, "whoever reads the mail has not both"
    assert f"jusqu'au {end_of(portal, person.user)}." in text
    assert "ne faites rien" in text

    assert stranger.order(RESET, token=token, password=NEW)["changed"] is True

    assert_password(stranger, person.user, PASSWORD, fits=False)
    half, code = begin_with_code(portal, mailbox, person.user, NEW)
    assert half.ask(COMPANY).code == "UNAUTHENTICATED", "the reset made the second factor needless"
    assert prove(half, code).ask(WHO)["viewer"]["user"]["identifier"] == person.user.identifier


def test_a_link_works_once(stranger: Client, person: Person, mailbox: Mailbox) -> None:
    token = ask_for_link(stranger, mailbox, person.user)
    stranger.order(RESET, token=token, password=NEW)
    assert stranger.problems_of(RESET, token=token, password="yet another passphrase") == {
        "changed": None,
        "errors": INVALID_LINK,
    }
    assert_password(stranger, person.user, NEW, fits=True)


def test_a_link_used_many_times_at_once_works_once(
    stranger: Client, person: Person, mailbox: Mailbox
) -> None:
    token = ask_for_link(stranger, mailbox, person.user)
    passwords = [f"{NEW} {n}" for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        payloads = list(
            pool.map(
                lambda password: stranger.problems_of(RESET, token=token, password=password),
                passwords,
            )
        )
    assert sorted(codes_of(payload) for payload in payloads) == [[]] + [["INVALID_LINK"]] * 7
    (winner,) = (
        password
        for password, payload in zip(passwords, payloads, strict=True)
        if payload["changed"]
    )
    assert_password(stranger, person.user, winner, fits=True)


def test_a_link_expires(portal: Portal, stranger: Client, person: Person, mailbox: Mailbox) -> None:
    token = ask_for_link(stranger, mailbox, person.user)
    kept = portal.run(models.OneTimeLink.get(user_id=person.user.id))
    assert kept.purpose is LinkPurpose.PASSWORD_RESET
    assert kept.expires_at - datetime.now(UTC) <= portal.settings.reset_lifetime
    assert kept.token_hash != token
    portal.run(
        models.OneTimeLink.filter(user_id=person.user.id).update(expires_at=datetime.now(UTC))
    )
    assert stranger.problems_of(RESET, token=token, password=NEW)["errors"] == INVALID_LINK
    assert_password(stranger, person.user, PASSWORD, fits=True)


def test_a_newer_link_voids_the_older_one(
    stranger: Client, person: Person, mailbox: Mailbox
) -> None:
    older = ask_for_link(stranger, mailbox, person.user)
    newer = ask_for_link(stranger, mailbox, person.user)
    assert stranger.problems_of(RESET, token=older, password=NEW)["errors"] == INVALID_LINK
    assert_password(stranger, person.user, PASSWORD, fits=True)
    stranger.order(RESET, token=newer, password=NEW)


def test_of_links_asked_for_at_once_one_works(
    stranger: Client, person: Person, mailbox: Mailbox
) -> None:
    with ThreadPoolExecutor(6) as pool:
        list(
            pool.map(
                lambda _: stranger.order(REQUEST_RESET, identifier=person.user.identifier), range(6)
            )
        )
    mailbox.newest(person.user.email, beyond=2)
    tokens = [text.split("#token=")[1].split()[0] for text in mailbox.to(person.user.email)]
    payloads = [stranger.problems_of(RESET, token=token, password=NEW) for token in tokens]
    assert sorted(codes_of(payload) for payload in payloads) == [[]] + [["INVALID_LINK"]] * 2


def test_a_link_changes_only_its_owners_password(
    world: World, stranger: Client, person: Person, mailbox: Mailbox
) -> None:
    other = world.a.people["administrator"].user
    ask_for_link(stranger, mailbox, other)
    stranger.order(RESET, token=ask_for_link(stranger, mailbox, person.user), password=NEW)
    assert_password(stranger, other, PASSWORD, fits=True)
    assert world.portal.run(models.OneTimeLink.filter(user_id=other.id).exists())


def test_a_reset_ends_all_sessions(
    world: World, stranger: Client, person: Person, mailbox: Mailbox
) -> None:
    sessions = [world.sign_in_as(person), world.sign_in_as(person)]
    half, code = begin_with_code(world.portal, mailbox, person.user)
    colleague = world.client("administrator")
    token = ask_for_link(stranger, mailbox, person.user)
    assert sessions[0].ask(COMPANY)["company"], "asking for the link ended a session"

    stranger.order(RESET, token=token, password=NEW)

    assert [client.ask(COMPANY).code for client in sessions] == ["UNAUTHENTICATED"] * 2
    assert (
        half.ask(
            "mutation ($code: String!) { verifySecondFactor(code: $code) { token } }", code=code
        ).code
        == "UNAUTHENTICATED"
    )
    assert colleague.ask(COMPANY)["company"]


def test_a_reset_leaves_the_second_factor_as_it_was(
    portal: Portal, stranger: Client, person: Person, mailbox: Mailbox
) -> None:
    portal.run(
        models.User.filter(id=person.user.id).update(two_factor_method=models.TwoFactorMethod.SMS)
    )
    stranger.order(RESET, token=ask_for_link(stranger, mailbox, person.user), password=NEW)
    payload = stranger.order(SIGN_IN, identifier=person.user.identifier, password=NEW)
    assert payload["challenge"]["method"] == "SMS"


@pytest.mark.parametrize(
    "identifier", ["00000000", "", "x" * 1000, "\0", "a\r\nBcc: a@example.com"]
)
def test_an_unknown_identifier_gets_the_same_answer_and_no_mail(
    identifier: str, world: World, stranger: Client, person: Person, mailbox: Mailbox
) -> None:
    everything = reset_mails(mailbox)
    unknown = stranger.ask(REQUEST_RESET, identifier=identifier)
    known = stranger.ask(REQUEST_RESET, identifier=person.user.identifier)
    assert (unknown.data, unknown.errors) == (known.data, known.errors)
    assert known["requestPasswordReset"] == {"accepted": True, "errors": []}
    assert unknown.response.status_code == known.response.status_code
    assert {*unknown.response.headers} == {*known.response.headers}
    mailbox.token(person.user.email)
    assert reset_mails(mailbox) == everything + 1


@pytest.mark.parametrize("status", [UserStatus.SUSPENDED, UserStatus.INVITED])
def test_only_active_users_are_mailed_a_link(
    status: UserStatus, world: World, stranger: Client, person: Person, mailbox: Mailbox
) -> None:
    world.portal.run(models.User.filter(id=person.user.id).update(status=status))
    assert stranger.order(REQUEST_RESET, identifier=person.user.identifier)["accepted"] is True
    ask_for_link(stranger, mailbox, world.a.people["administrator"].user)
    assert mailbox.to(person.user.email) == []
    assert not world.portal.run(models.OneTimeLink.filter(user_id=person.user.id).exists())


def test_a_link_is_of_no_use_to_a_suspended_user(
    portal: Portal, stranger: Client, person: Person, mailbox: Mailbox
) -> None:
    token = ask_for_link(stranger, mailbox, person.user)
    portal.run(models.User.filter(id=person.user.id).update(status=UserStatus.SUSPENDED))
    assert stranger.problems_of(RESET, token=token, password=NEW)["errors"] == INVALID_LINK
    assert portal.run(column(person.user, "status")) == UserStatus.SUSPENDED


@pytest.mark.parametrize(
    "token",
    ["", "x", "\0", "é" * 100, "x" * 9_000],
    ids=["empty", "short", "null", "accents", "long"],
)
def test_forged_links_are_refused(token: str, stranger: Client) -> None:
    assert stranger.problems_of(RESET, token=token, password=NEW) == {
        "changed": None,
        "errors": INVALID_LINK,
    }


@pytest.mark.parametrize(
    ("length", "good"),
    [(0, False), (11, False), (12, True), (128, True), (129, False), (10_000, False)],
)
def test_a_password_has_12_to_128_characters(
    length: int, good: bool, stranger: Client, person: Person, mailbox: Mailbox, portal: Portal
) -> None:
    password = ("chaque été, l'âne gris boit " * 400)[:length]
    token = ask_for_link(stranger, mailbox, person.user)
    payload = stranger.problems_of(RESET, token=token, password=password)
    if good:
        assert payload == {"changed": True, "errors": []}
        assert_password(stranger, person.user, password, fits=True)
        assert_password(stranger, person.user, password[:-1] + "e", fits=False)
    else:
        assert payload["changed"] is None
        assert [(problem["code"], problem["field"]) for problem in payload["errors"]] == [
            ("PASSWORD_LENGTH", ["password"])
        ]
        assert_password(stranger, person.user, PASSWORD, fits=True)
        assert stranger.order(RESET, token=token, password=NEW)["changed"], (
            "the refused try used the link up"
        )


def test_accents_written_apart_make_no_password_too_long(
    stranger: Client, person: Person, mailbox: Mailbox
) -> None:
    password = ("chaque été, l'âne gris boit " * 10)[:128]
    apart = unicodedata.normalize("NFD", password)
    assert len(apart) > 128
    stranger.order(RESET, token=ask_for_link(stranger, mailbox, person.user), password=apart)
    for written in (password, apart):
        assert_password(stranger, person.user, written, fits=True)


def test_links_follow_the_settings_whatever_the_request_says(
    portal: Portal, person: Person, mailbox: Mailbox
) -> None:
    for name in ("Host", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "Origin", "Referer"):
        before = len(mailbox.to(person.user.email))
        forget_tries(portal)
        client = Client(portal)
        client.http.headers[name] = "evil.example"
        client.order(REQUEST_RESET, identifier=person.user.identifier)
        text = mailbox.newest(person.user.email, beyond=before)
        assert "evil.example" not in text
        assert f"\n{portal.settings.portal_origin}/password#token=" in text


def test_the_password_is_kept_as_argon2id_only(
    portal: Portal, stranger: Client, person: Person, mailbox: Mailbox
) -> None:
    stranger.order(RESET, token=ask_for_link(stranger, mailbox, person.user), password=NEW)
    row = portal.run(models.User.filter(id=person.user.id).values())[0]
    assert row["password_hash"].startswith("$argon2id$")
    assert NEW not in str(row)
    assert begin(portal, person.user, NEW)
