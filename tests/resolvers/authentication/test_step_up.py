"""Step-up: the most sensitive fields and mutations need a fresh second factor, which `proveAgain` verifies."""

from typing import Any

import models
from adapters.codes import Codes
from tests.support.portal import Client
from tests.support.step_up import PROVE_AGAIN, age_session
from tests.support.world import World

LINES = "{ settlements { edges { node { number lines { kind } } } } }"


def test_an_expired_step_up_is_refused_with_its_remedy_and_the_rest_is_answered(
    world: World,
) -> None:
    world.settlement(world.claim())
    client = world.client("user with settlements")
    assert client.ask(LINES)["settlements"]["edges"][0]["node"]["lines"]
    age_session(world, client)
    answer = client.ask(LINES)
    assert answer.refusal == {"code": "STEP_UP_REQUIRED", "mutation": "proveAgain"}
    assert answer.data is not None
    assert answer.data["settlements"]["edges"][0]["node"] == {
        "number": answer.data["settlements"]["edges"][0]["node"]["number"],
        "lines": None,
    }


def test_can_reports_a_needed_step_up(world: World) -> None:
    client = world.client("administrator with user management")
    age_session(world, client)
    decision = client.ask(
        "{ viewer { can { manageUsers { allowed reasons { code askWho contact { name } } } } } }"
    )["viewer"]["can"]["manageUsers"]
    assert decision == {
        "allowed": False,
        "reasons": [{"code": "STEP_UP_REQUIRED", "askWho": None, "contact": None}],
    }


def test_managing_users_needs_a_fresh_step_up(world: World) -> None:
    client = world.client("administrator with user management")
    age_session(world, client)
    other = world.a.people["user with claims"]
    answer = client.ask(
        "mutation ($id: ID!) { removeUser(userId: $id) { user { id } } }", id=other.id
    )
    assert answer.code == "STEP_UP_REQUIRED"
    assert world.portal.run(models.Membership.filter(id=other.memberships[0].id).exists())


def test_a_step_up_gives_the_session_a_new_token(world: World, mailbox: Any) -> None:
    world.settlement(world.claim())
    client = world.client("user with settlements")
    age_session(world, client)
    address = world.a.people["user with settlements"].user.email
    challenge = client.mutate(PROVE_AGAIN)["challenge"]
    assert challenge["method"] == "EMAIL"
    code = mailbox.code(address)
    wrong = client.payload_of(PROVE_AGAIN, code="000000" if code != "000000" else "111111")
    assert [error["code"] for error in wrong["errors"]] == ["INVALID_CODE"]
    proved = client.mutate(PROVE_AGAIN, code=code)
    assert proved["viewer"]["can"]["seeSettlementLines"] == {"allowed": True}
    assert client.ask(LINES).code == "UNAUTHENTICATED", "the old token is void"
    again = Client(world.portal, proved["token"])
    assert again.ask(LINES)["settlements"]["edges"][0]["node"]["lines"]
    assert [error["code"] for error in again.payload_of(PROVE_AGAIN, code=code)["errors"]] == [
        "CODE_EXPIRED"
    ]


def test_a_code_for_signing_in_is_refused_for_a_step_up(world: World) -> None:
    client = world.client("user with settlements")
    session = age_session(world, client)
    codes = Codes(world.portal.settings.secret_key.get_secret_value())
    world.portal.run(
        models.OneTimeCode.create(
            session_id=session.id,
            purpose=models.CodePurpose.SIGN_IN,
            method=models.TwoFactorMethod.EMAIL,
            code_hash=codes.hash("123456", session.id),
            expires_at=session.expires_at,
        )
    )
    assert [error["code"] for error in client.payload_of(PROVE_AGAIN, code="123456")["errors"]] == [
        "CODE_EXPIRED"
    ]


def test_one_document_has_one_attempt_at_a_password_or_a_code(world: World) -> None:
    client = world.client("user")
    for one in (
        'proveAgain(code: "000000") { errors { code } }',
        'changePassword(current: "x", password: "y") { errors { code } }',
    ):
        answer = client.ask(f"mutation {{ a: {one} b: {one} }}")
        assert (answer.data, answer.refusal["limit"]) == (None, "once")
