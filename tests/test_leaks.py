"""No secret in a log line, an event or an error: here that it would be found; the whole run is looked at when the portal goes down."""

import logging

import pytest

import models
from tests.leaks import LEAKS, Leaks
from tests.portal import Client, Mailbox, Portal
from tests.signing_in import REQUEST_RESET, begin_with_code, prove, wrong
from tests.test_two_factor import switch_to_totp
from tests.world import PASSWORD, World


def test_each_secret_of_a_journey_is_watched(world: World, mailbox: Mailbox, stranger: Client) -> None:
    user = world.a.people["user"].user
    half, code = begin_with_code(world.portal, mailbox, user)
    half.problems_of("mutation ($code: String!) { verifySecondFactor(code: $code) { errors { code message } } }", code=wrong(code))
    client = prove(half, code)
    secret, recovery = switch_to_totp(client)
    stranger.order(REQUEST_RESET, identifier=user.identifier)
    link = mailbox.token(user.email)
    token = client.http.headers["Authorization"].removeprefix("Bearer ")
    assert {PASSWORD, code, secret, recovery[0], link, token} <= LEAKS._secrets


@pytest.mark.parametrize("secret", ["123456", models.new_token(), "abcde-fghjk", "correct horse battery"])
@pytest.mark.parametrize("place", ["log", "traceback", "error", "event"])
def test_a_secret_in_the_wrong_place_is_found(place: str, secret: str) -> None:
    leaks = Leaks()
    leaks.secret(secret, "unspoken-secret")
    assert leaks.found() == set()
    log = logging.getLogger("guichet.test of leaks")
    log.propagate = False
    log.addHandler(leaks)
    if place == "log":
        log.warning("the code is %s.", secret)
    elif place == "traceback":
        try:
            raise ValueError(f"not {secret}!")
        except ValueError:
            log.exception("fault")
    elif place == "error":
        leaks.answered({}, {"errors": [{"code": "WRONG", "message": f"{secret} is wrong"}]}, [])
    log.removeHandler(leaks)
    events = [models.SecurityEvent(actor="Ada", device=f"x {secret}", place="")] if place == "event" else []
    assert leaks.found(events) == {secret}


def test_what_a_request_is_given_is_watched(portal: Portal) -> None:
    leaks = Leaks()
    leaks.answered({"password": "a very private phrase", "identifier": "10482201"}, None, [{"message": "a very private phrase?"}])
    assert leaks.found() == {"a very private phrase"}
