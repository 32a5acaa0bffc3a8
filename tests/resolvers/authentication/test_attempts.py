"""Attempts at passwords and codes: the wait grows with failures, delays no other user for long, and all paths do equal work."""

import math
import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import models
from adapters.passwords import Passwords
from models import SignInDelay, UserStatus, delay_after
from tests.support.portal import Client, Mailbox, Portal
from tests.support.signing_in import (
    SIGN_IN_WITH_RETRY_AFTER,
    VERIFY,
    begin_sign_in,
    begin_sign_in_with_code,
    code_other_than,
    end_delays,
    error_codes,
    finish_sign_in,
    forget_failures,
    sign_in,
)
from tests.support.statements import recorded_statements
from tests.support.world import PASSWORD, Person, World

RESET = (
    "mutation ($identifier: String!) { requestPasswordReset(identifier: $identifier) { accepted } }"
)


@pytest.fixture
def person(world: World) -> Person:
    return world.a.people["user"]


def fail(client: Client, identifier: str, times: int = 1) -> list[Any]:
    """The problems of so many wrong passwords."""
    payloads = [
        client.payload_of(
            SIGN_IN_WITH_RETRY_AFTER, identifier=identifier, password="not the password"
        )
        for _ in range(times)
    ]
    return [problem for payload in payloads for problem in payload["errors"]]


def test_waiting_grows_and_is_never_long() -> None:
    short = timedelta(seconds=30)
    delays = [delay_after(failures, 5, short).total_seconds() for failures in range(1, 13)]
    assert delays == [0, 0, 0, 0, 1, 2, 4, 8, 16, 30, 30, 30]
    assert delay_after(10**9, 5, short) == short


@pytest.mark.parametrize("known", [True, False])
def test_five_failures_lock_out_and_state_the_wait(
    known: bool, portal: Portal, person: Person, anonymous: Client
) -> None:
    identifier = person.user.identifier if known else "99999999"
    forget_failures(portal)
    assert [problem["code"] for problem in fail(anonymous, identifier, 5)] == [
        "INVALID_CREDENTIALS"
    ] * 5
    payload = anonymous.payload_of(
        SIGN_IN_WITH_RETRY_AFTER, identifier=identifier, password=PASSWORD
    )
    (problem,) = payload["errors"]
    assert (problem["code"], problem["field"], problem["retryAfter"], payload["token"]) == (
        "TRY_LATER",
        ["password"],
        1,
        None,
    )
    assert "try again in 1 s." in problem["message"]
    end_delays(portal)
    fail(anonymous, identifier)
    (problem,) = fail(anonymous, identifier)
    assert (problem["code"], problem["retryAfter"]) == ("TRY_LATER", 2)


def test_an_attempt_during_lockout_is_not_verified(
    portal: Portal, person: Person, anonymous: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(anonymous, person.user.identifier, 5)
    hashed = hashes(monkeypatch)
    fail(anonymous, person.user.identifier)
    assert hashed == []
    assert portal.run(models.Session.filter(user_id=person.user.id).count()) == 0


def test_failures_are_forgotten_after_a_while_and_by_signing_in(
    portal: Portal, person: Person, anonymous: Client, mailbox: Mailbox
) -> None:
    fail(anonymous, person.user.identifier, 4)
    sign_in(portal, mailbox, person.user)
    assert {problem["code"] for problem in fail(anonymous, person.user.identifier, 5)} == {
        "INVALID_CREDENTIALS"
    }
    long_ago = datetime.now(UTC) - models.sign_in_delay.FORGOTTEN_AFTER
    portal.run(SignInDelay.all().update(last_at=long_ago, free_at=long_ago))
    assert {problem["code"] for problem in fail(anonymous, person.user.identifier, 5)} == {
        "INVALID_CREDENTIALS"
    }


def test_failures_of_an_anonymous_caller_delay_no_sign_in_from_a_known_network(
    portal: Portal, person: Person, anonymous: Client, mailbox: Mailbox
) -> None:
    at_home = portal.change_network()
    sign_in(portal, mailbox, person.user)
    assert fail(anonymous, person.user.identifier, 6)[-1]["code"] == "TRY_LATER"
    assert portal.address == at_home
    sign_in(portal, mailbox, person.user)
    portal.change_network()
    assert fail(Client(portal), person.user.identifier)[0]["code"] == "TRY_LATER", (
        "from elsewhere the account waits"
    )


def test_many_accounts_from_one_address_wait_too(portal: Portal, anonymous: Client) -> None:
    problems = [fail(anonymous, f"7777{number:04d}")[0]["code"] for number in range(21)]
    assert problems == ["INVALID_CREDENTIALS"] * 20 + ["TRY_LATER"]
    portal.change_network()
    assert fail(Client(portal), "77779999")[0]["code"] == "INVALID_CREDENTIALS", (
        "another address waits along"
    )


def test_addresses_of_one_customer_of_ipv6_count_together(portal: Portal) -> None:
    codes = []
    for number in range(21):
        portal.address = f"2001:db8:77:1::{number:x}"
        codes.append(fail(Client(portal), f"6666{number:04d}")[0]["code"])
    portal.change_network()
    assert codes[-1] == "TRY_LATER"


def test_aliases_gain_no_attempts(portal: Portal, person: Person, anonymous: Client) -> None:
    one = f'signIn(identifier: "{person.user.identifier}", password: "not the password") {{ token errors {{ code }} }}'
    answer = anonymous.ask(
        f"mutation {{ {' '.join(f'a{number}: {one}' for number in range(10))} }}"
    )
    assert (answer.data, answer.refusal["limit"]) == (None, "once")


def test_concurrent_sign_ins_gain_no_attempts(portal: Portal, person: Person) -> None:
    clients, began = [Client(portal) for _ in range(20)], time.monotonic()
    with ThreadPoolExecutor(20) as pool:
        problems = [
            problem
            for found in pool.map(lambda client: fail(client, person.user.identifier), clients)
            for problem in found
        ]
    bought = int(
        math.log2(time.monotonic() - began + 1)
    )  # after five, one waits 1 s, then 2, then 4: a busy machine has time for one
    assert sum(problem["code"] == "INVALID_CREDENTIALS" for problem in problems) <= 5 + bought


def test_the_count_is_in_the_database_for_all_processes(
    portal: Portal, person: Person, anonymous: Client
) -> None:
    fail(anonymous, person.user.identifier, 3)
    assert sorted(portal.run(SignInDelay.filter(failures=3).values_list("failures", flat=True)))[
        -2:
    ] == [3, 3]
    kept = str(portal.run(SignInDelay.all().values()))
    assert person.user.identifier not in kept
    assert portal.address not in kept


def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Record each hash and verification from now on, in order."""
    done: list[str] = []
    for name in ("verify", "hash"):
        original = getattr(Passwords, name)

        async def noted(
            self: Passwords, *arguments: Any, name: str = name, original: Any = original
        ) -> Any:
            done.append(name)
            return await original(self, *arguments)

        monkeypatch.setattr(Passwords, name, noted)
    return done


def unknown(world: World) -> tuple[str, str]:
    return "99999998", PASSWORD


def wrong_password(world: World) -> tuple[str, str]:
    return world.a.people["user"].user.identifier, "not the password"


def suspended(world: World) -> tuple[str, str]:
    return somebody(world, status=UserStatus.SUSPENDED)


def invited(world: World) -> tuple[str, str]:
    return somebody(world, status=UserStatus.INVITED, password_hash=None)


def without_company(world: World) -> tuple[str, str]:
    user = world.a.people["administrator"].user
    world.portal.run(models.Membership.filter(user_id=user.id).delete())
    return user.identifier, PASSWORD


def somebody(world: World, **changes: Any) -> tuple[str, str]:
    user = world.a.people["user with claims"].user
    world.portal.run(models.User.filter(id=user.id).update(**changes))
    return user.identifier, PASSWORD


@pytest.mark.parametrize("who", [unknown, suspended, invited, without_company])
def test_each_path_answers_the_same_by_the_same_work(
    who: Any, world: World, anonymous: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed = hashes(monkeypatch)

    def work(identifier: str, password: str) -> tuple[Any, list[str], list[str]]:
        forget_failures(world.portal)
        hashed.clear()
        with recorded_statements() as statements:
            answer = anonymous.ask(
                SIGN_IN_WITH_RETRY_AFTER, identifier=identifier, password=password
            )
        return answer.data, list(hashed), [shape(statement) for statement in statements]

    expected, found = work(*wrong_password(world)), work(*who(world))
    assert found[0] == expected[0], "the answers differ"
    assert found[1] == expected[1] == ["verify"]
    assert found[2] == expected[2]
    assert len(found[2]) > 5, "no statement was counted"


def shape(statement: str) -> str:
    """A statement without its values."""
    return re.sub(r"'[^']*'|\b\d+\b|\$\d+|\?", "_", statement.split(": [")[0].split(" <- ")[0])


def test_wrong_codes_lock_out_across_sessions(
    portal: Portal, person: Person, mailbox: Mailbox
) -> None:
    for _ in range(2):
        portal.run(SignInDelay.filter(failures__lt=5).delete())
        half, code = begin_sign_in_with_code(portal, mailbox, person.user)
        assert [
            error_codes(half.payload_of(VERIFY, code=code_other_than(code))) for _ in range(5)
        ] == [["INVALID_CODE"]] * 5
    portal.run(SignInDelay.filter(failures__lt=10).delete())
    half, code = begin_sign_in_with_code(portal, mailbox, person.user)
    assert error_codes(half.payload_of(VERIFY, code=code)) == ["TRY_LATER"]
    end_delays(portal)
    finish_sign_in(half, code)


def test_the_right_password_alone_resets_no_failures(
    portal: Portal, person: Person, anonymous: Client
) -> None:
    fail(anonymous, person.user.identifier, 4)
    begin_sign_in(portal, person.user)
    assert fail(anonymous, person.user.identifier)[0]["code"] == "TRY_LATER"


def test_links_are_mailed_a_few_times_and_asking_on_answers_the_same(
    portal: Portal, person: Person, anonymous: Client, mailbox: Mailbox
) -> None:
    answers = [anonymous.ask(RESET, identifier=person.user.identifier) for _ in range(8)]
    assert [(answer.data, answer.errors) for answer in answers] == [
        ({"requestPasswordReset": {"accepted": True}}, [])
    ] * 8
    mailbox.newest(person.user.email, beyond=2)
    assert len(mailbox.to(person.user.email)) == 3
