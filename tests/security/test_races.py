"""Changes while a request is under way: credentials and permissions are checked again before use."""

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from argon2 import PasswordHasher

import models
from adapters.passwords import Passwords
from resolvers.authentication import passkey
from tests.support.account import CHANGE_PASSWORD, RENEW_RECOVERY_CODES
from tests.support.passkeys import (
    ALLOW_PASSKEY_ALONE,
    BEGIN_PASSKEY_SIGN_IN,
    SIGN_IN_WITH_PASSKEY,
    add_passkey,
    new_passkey,
)
from tests.support.password_reset import NEW_PASSWORD, assert_password, request_link
from tests.support.portal import Client, Mailbox, Portal
from tests.support.signing_in import (
    READ_COMPANY,
    RESET,
    SIGN_IN,
    VERIFY,
    begin_sign_in_with_code,
    error_codes,
    forget_failures,
    stored_column,
)
from tests.support.two_factor import BEGIN_CHANGE, switch_to_totp, totp_code
from tests.support.world import PASSWORD, Person, World

Act = Callable[[], Any]


@pytest.fixture
def person(world: World) -> Person:
    return world.a.people["user"]


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Act], None]:
    """Have something done, once, while the next password is being verified."""

    def arrange(act: Act) -> None:
        original, acts = Passwords.verify, [act]

        async def verify(self: Passwords, kept: str | None, password: str) -> bool:
            fits = await original(self, kept, password)
            if acts:
                await asyncio.to_thread(acts.pop())
            return fits

        monkeypatch.setattr(Passwords, "verify", verify)

    return arrange


def sessions_of(portal: Portal, user: models.User) -> int:
    return portal.run(models.Session.filter(user_id=user.id).count())


def test_a_password_that_is_reset_meanwhile_opens_nothing(
    portal: Portal,
    person: Person,
    anonymous: Client,
    mailbox: Mailbox,
    meanwhile: Callable[[Act], None],
) -> None:
    token = request_link(anonymous, mailbox, person.user)
    meanwhile(lambda: anonymous.mutate(RESET, token=token, password=NEW_PASSWORD))
    assert error_codes(
        Client(portal).payload_of(SIGN_IN, identifier=person.user.identifier, password=PASSWORD)
    ) == ["INVALID_CREDENTIALS"]
    assert sessions_of(portal, person.user) == 0


def test_a_renewed_hash_does_not_bring_an_old_password_back(
    portal: Portal,
    person: Person,
    anonymous: Client,
    mailbox: Mailbox,
    meanwhile: Callable[[Act], None],
) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=16, parallelism=1).hash(PASSWORD)
    portal.run(models.User.filter(id=person.user.id).update(password_hash=weak))
    token = request_link(anonymous, mailbox, person.user)
    meanwhile(lambda: anonymous.mutate(RESET, token=token, password=NEW_PASSWORD))
    Client(portal).payload_of(SIGN_IN, identifier=person.user.identifier, password=PASSWORD)
    forget_failures(portal)
    assert_password(anonymous, person.user, NEW_PASSWORD, fits=True)
    assert_password(anonymous, person.user, PASSWORD, fits=False)


def test_a_second_factor_replaced_meanwhile_is_refused(
    world: World, person: Person, meanwhile: Callable[[Act], None]
) -> None:
    owner, thief = world.sign_in_as(person), Client(world.portal)
    meanwhile(lambda: switch_to_totp(owner))
    assert error_codes(
        thief.payload_of(SIGN_IN, identifier=person.user.identifier, password=PASSWORD)
    ) == ["INVALID_CREDENTIALS"]
    assert owner.ask(READ_COMPANY)["company"]
    assert sessions_of(world.portal, person.user) == 1, (
        "a session that waits for the factor of before"
    )


def test_a_user_suspended_meanwhile_has_no_session(
    portal: Portal, person: Person, meanwhile: Callable[[Act], None]
) -> None:
    meanwhile(
        lambda: portal.run(
            models.User.filter(id=person.user.id).update(status=models.UserStatus.SUSPENDED)
        )
    )
    assert error_codes(
        Client(portal).payload_of(SIGN_IN, identifier=person.user.identifier, password=PASSWORD)
    ) == ["INVALID_CREDENTIALS"]
    assert sessions_of(portal, person.user) == 0


def test_a_removed_user_s_link_does_not_bring_them_back(
    portal: Portal,
    person: Person,
    anonymous: Client,
    mailbox: Mailbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    token = request_link(anonymous, mailbox, person.user)
    original = Passwords.hash

    async def hash_meanwhile(self: Passwords, password: str) -> str:
        await models.User.filter(id=person.user.id).update(status=models.UserStatus.SUSPENDED)
        return await original(self, password)

    monkeypatch.setattr(Passwords, "hash", hash_meanwhile)
    assert error_codes(anonymous.payload_of(RESET, token=token, password=NEW_PASSWORD)) == [
        "INVALID_LINK"
    ]
    assert portal.run(stored_column(person.user, "status")) is models.UserStatus.SUSPENDED


DRAWN_OUT = {
    "beginTwoFactorChange": (BEGIN_CHANGE, {"method": "EMAIL"}),
    "renewRecoveryCodes": (RENEW_RECOVERY_CODES, {}),
    "allowPasskeyAlone": (ALLOW_PASSKEY_ALONE, {"allowed": True}),
    "changePassword": (CHANGE_PASSWORD, {"password": NEW_PASSWORD}),
}


@pytest.mark.parametrize("mutation", DRAWN_OUT)
def test_a_session_that_is_ended_meanwhile_changes_nothing(
    mutation: str, portal: Portal, world: World, person: Person, meanwhile: Callable[[Act], None]
) -> None:
    client, (document, given) = world.sign_in_as(person), DRAWN_OUT[mutation]
    add_passkey(client, new_passkey(portal))
    codes = (
        models.RecoveryCode.filter(user_id=person.user.id)
        .order_by("code_hash")
        .values_list("code_hash", flat=True)
    )
    account = models.User.filter(id=person.user.id).values(
        "password_hash", "two_factor_method", "passkey_alone"
    )
    before = portal.run(codes), portal.run(account)
    meanwhile(lambda: portal.run(models.Session.filter(user_id=person.user.id).delete()))
    assert client.ask(document, **given).code == "UNAUTHENTICATED"
    assert (portal.run(codes), portal.run(account)) == before


def slowly(client: Client, document: str, meanwhile: Act, **variables: Any) -> Any:
    """The answer to an upload request, in the middle of whose body something happens."""
    line = "--x\r\nContent-Disposition: form-data; name="
    operations = json.dumps({"query": document, "variables": variables})

    def body() -> Iterator[bytes]:
        yield f'{line}"operations"\r\n\r\n'.encode()
        time.sleep(0.3)
        meanwhile()
        yield f'{operations}\r\n{line}"map"\r\n\r\n{{}}\r\n--x--\r\n'.encode()

    headers = {"Content-Type": "multipart/form-data; boundary=x", "X-Requested-With": "tests"}
    return client.http.post("/graphql", content=body(), headers=headers).json()


def test_a_session_that_ends_during_the_upload_is_anonymous_afterwards(world: World) -> None:
    client = world.client("user with claims")
    everything = models.Session.filter(user_id=world.a.people["user with claims"].user.id)
    answer = slowly(client, READ_COMPANY, lambda: world.portal.run(everything.delete()))
    assert (answer.get("data"), answer["errors"][0]["extensions"]["code"]) == (
        None,
        "UNAUTHENTICATED",
    )


def test_an_access_withdrawn_during_the_upload_is_refused_afterwards(world: World) -> None:
    client = world.client("user with claims")
    (membership,) = world.a.people["user with claims"].memberships

    async def withdraw() -> None:
        membership.accesses = frozenset()
        await membership.save()

    answer = slowly(client, "{ claims { totalCount } }", lambda: world.portal.run(withdraw()))
    assert (answer["data"], answer["errors"][0]["extensions"]["code"]) == (
        {"claims": None},
        "FORBIDDEN",
    )


def test_a_code_that_expires_while_it_is_sent_has_expired(
    portal: Portal, world: World, person: Person
) -> None:
    client = world.sign_in_as(person)
    secret, _ = switch_to_totp(client)
    client.mutate("mutation { proveAgain { challenge { method } errors { code } } }")

    def expire() -> None:
        codes = models.OneTimeCode.filter(session__user_id=person.user.id)
        portal.run(models.User.filter(id=person.user.id).update(totp_last_step=0))
        portal.run(codes.update(expires_at=datetime.now(UTC) - timedelta(milliseconds=1)))

    prove = "mutation ($code: String!) { proveAgain(code: $code) { errors { code } } }"
    answer = slowly(client, prove, expire, code=totp_code(secret))
    assert error_codes(answer["data"]["proveAgain"]) == ["CODE_EXPIRED"]


def test_a_passkey_that_is_replaced_meanwhile_does_not_sign_in_alone(
    portal: Portal, world: World, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, key = world.sign_in_as(person), new_passkey(portal)
    add_passkey(client, key)
    client.mutate(ALLOW_PASSKEY_ALONE, allowed=True)
    signed = passkey._verify_signature

    async def signed_meanwhile(*arguments: Any) -> bool:
        found = await signed(*arguments)
        await models.User.filter(id=person.user.id).update(passkey_alone=False)
        return found

    monkeypatch.setattr(passkey, "_verify_signature", signed_meanwhile)
    anonymous = Client(portal)
    answer = key.get(anonymous.mutate(BEGIN_PASSKEY_SIGN_IN)["passkey"])
    assert error_codes(anonymous.payload_of(SIGN_IN_WITH_PASSKEY, credential=answer)) == [
        "INVALID_CREDENTIALS"
    ]


def test_a_new_sign_in_leaves_no_older_session_of_the_client(
    portal: Portal, person: Person, mailbox: Mailbox
) -> None:
    first, code = begin_sign_in_with_code(portal, mailbox, person.user)
    whole = first.adopt(first.mutate(VERIFY, code=code))
    old = Client(portal, whole["token"])
    assert old.ask(READ_COMPANY)["company"]
    first.mutate(SIGN_IN, identifier=person.user.identifier, password=PASSWORD)
    assert old.ask(READ_COMPANY).code == "UNAUTHENTICATED"
    assert sessions_of(portal, person.user) == 1


def test_a_sign_in_removes_expired_sessions_only(world: World, person: Person) -> None:
    portal, now = world.portal, datetime.now(UTC)
    world.sign_in_as(person)
    mine, foreign = models.Session.filter(user_id=person.user.id), world.client("administrator")
    portal.run(mine.update(expires_at=now))
    world.sign_in_as(person)
    portal.run(
        mine.filter(expires_at__gt=now).update(last_used_at=now - portal.settings.session_idle)
    )
    live = world.sign_in_as(person)
    assert sessions_of(portal, person.user) == 3
    Client(portal).mutate(SIGN_IN, identifier=person.user.identifier, password=PASSWORD)
    assert sessions_of(portal, person.user) == 2
    assert live.ask(READ_COMPANY)["company"]
    assert foreign.ask(READ_COMPANY)["company"]
