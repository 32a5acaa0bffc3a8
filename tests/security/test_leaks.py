"""Detection of secrets in log lines, events and errors; the whole run is examined when the portal stops."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest

import models
from logs import LOG, WRITER, report
from logs.writer import StandardLoggingHandler
from tests.support.leaks import LEAKS, Leaks, stored_texts
from tests.support.portal import Client, Mailbox, Portal
from tests.support.signing_in import (
    REQUEST_RESET,
    begin_sign_in_with_code,
    code_other_than,
    finish_sign_in,
)
from tests.support.two_factor import switch_to_totp
from tests.support.world import PASSWORD, World

PERSONAL = {
    "a name": "Grüninger",
    "a short name": "Ada",
    "a name of two words": "Anne-Marie de Watteville",
    "an e-mail address": "ada@example.com",
    "a phone number": "+41 79 123 45 67",
    "an AVS number": "756.9217.0769.85",
    "an IBAN": "CH93 0076 2011 6238 5295 7",
    "an IBAN without blanks": "CH9300762011623852957",
    "an address": "Rue du Rhône 12",
    "a diagnosis": "Rupture of the cruciate ligament; operated.",
    "a file name": "certificat médical.pdf",
    "an identifier": "10482201",
    "a user's id": "0198f3a2-7c1e-7c55-9f2e-6a4d1b0c9e77",
    "a storage key": "0123456789abcdef0123456789abcdef",
}


@pytest.fixture
def leaks(monkeypatch: pytest.MonkeyPatch) -> Iterator[Leaks]:
    """A watch of its own, to which the log goes meanwhile."""
    leaks, handler = Leaks(), StandardLoggingHandler()
    monkeypatch.setattr(WRITER, "write", leaks.line)
    log = logging.getLogger("uvicorn.test of leaks")
    log.propagate = False
    log.addHandler(handler)
    yield leaks
    log.removeHandler(handler)


def test_each_secret_of_a_journey_is_watched(
    world: World, mailbox: Mailbox, anonymous: Client
) -> None:
    user = world.a.people["user"].user
    half, code = begin_sign_in_with_code(world.portal, mailbox, user)
    half.payload_of(
        "mutation ($code: String!) { verifySecondFactor(code: $code) { errors { code message } } }",
        code=code_other_than(code),
    )
    client = finish_sign_in(half, code)
    secret, recovery = switch_to_totp(client)
    anonymous.mutate(REQUEST_RESET, identifier=user.identifier)
    link = mailbox.token(user.email)
    token = client.http.headers["Authorization"].removeprefix("Bearer ")
    assert {PASSWORD, code, secret, recovery[0], link, token} <= LEAKS._secrets


@pytest.mark.parametrize(
    "secret", ["123456", models.new_token(), "abcde-fghjk", "correct horse battery"]
)
@pytest.mark.parametrize("place", ["event", "fact", "fault", "foreign", "error", "security event"])
def test_a_secret_in_the_wrong_place_is_found(place: str, secret: str, leaks: Leaks) -> None:
    leaks.secret(secret, "unspoken-secret")
    assert leaks.found() == set()
    if place == "error":
        leaks.answered({}, {"errors": [{"code": "WRONG", "message": f"{secret} is wrong"}]}, [])
    elif place != "security event":
        log_badly(place, secret)
    events = (
        [models.SecurityEvent(actor="Ada", device=f"x {secret}", place="")]
        if place == "security event"
        else []
    )
    assert leaks.found(events) == {secret}


@pytest.mark.parametrize("title", PERSONAL)
@pytest.mark.parametrize("place", ["event", "fact", "fault", "foreign"])
def test_a_personal_value_in_the_log_is_found(place: str, title: str, leaks: Leaks) -> None:
    leaks.personal({"of": [PERSONAL[title]]}, "somebody else's")
    assert leaks.found() == set()
    log_badly(place, PERSONAL[title])
    assert leaks.found() == {PERSONAL[title]}


def log_badly(place: str, value: str) -> None:
    """Log a value as our code must not."""
    if place == "event":
        LOG.info(f"not {value}!")
    elif place == "fact":
        LOG.info("operation", name=value)
    elif place == "fault":
        report("fault", ValueError(), fields=[{"where": value}])
    else:
        logging.getLogger("uvicorn.test of leaks").warning("the code is %s.", value)


def test_words_of_the_schema_are_no_personal_values(leaks: Leaks) -> None:
    leaks.personal("CLAIMS", "12", "443", "")
    LOG.info("operation", codes=["CLAIMS"], port="443", count="12")
    assert leaks.found() == set()


def test_values_of_a_request_are_watched() -> None:
    leaks = Leaks()
    variables: dict[str, Any] = {
        "password": "a very private phrase",
        "draft": {"description": "fell off a ladder"},
    }
    leaks.answered(variables, None, [{"message": "a very private phrase?"}])
    assert leaks.found() == {"a very private phrase"}
    assert "fell off a ladder" in leaks._personal


def test_every_text_that_the_database_keeps_is_watched(portal: Portal, world: World) -> None:
    user, claim = world.a.people["user"].user, world.claim()
    document = world.document(claim)
    kept = portal.run(stored_texts())
    assert {
        user.email,
        user.first_name,
        user.last_name,
        user.identifier,
        user.phone,
        document.name,
        document.storage_key,
    } - {""} <= kept
    assert {
        claim.insured_last_name,
        claim.insured_avs_number,
        claim.description,
        world.a.company.name,
        world.a.company.street,
    } - {""} <= kept
