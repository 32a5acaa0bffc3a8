"""Lost second factor of a manager: reset by the operator on another manager's word."""

import pytest

import models
from cli import manager_reset
from errors import StartError
from models import TwoFactorMethod
from server.services import create_services
from tests.support.account import event_kinds
from tests.support.commands import assert_one_sentence, guichet
from tests.support.portal import Mailbox
from tests.support.signing_in import (
    READ_COMPANY,
    VERIFY,
    begin_sign_in,
    error_codes,
    forget_failures,
    sign_in,
    stored_column,
)
from tests.support.two_factor import forget_used_codes, switch_to_totp, totp_code
from tests.support.world import Person, World

NOTICE = "a été réinitialisée"


@pytest.fixture
def manager(world: World) -> Person:
    return world.a.people["contract manager"]


def reset(world: World, identifier: str, approved_by: str) -> str:
    return str(
        world.portal.run(
            manager_reset.reset_manager(
                create_services(world.portal.settings), identifier, approved_by
            )
        )
    )


def test_a_manager_who_lost_the_second_factor_comes_back_by_the_operator(
    world: World, manager: Person, mailbox: Mailbox
) -> None:
    client, other = world.sign_in_as(manager), world.a.people["health manager"]
    secret, codes = switch_to_totp(client)
    said = reset(world, manager.user.identifier, other.user.identifier)
    assert manager.user.name in said
    assert mailbox.newest(manager.user.email, containing=NOTICE)
    assert client.ask(READ_COMPANY).code == "UNAUTHENTICATED"
    forget_failures(world.portal)
    half = begin_sign_in(world.portal, manager.user)
    forget_used_codes(world.portal, manager.user)
    for code in (totp_code(secret), codes[0]):
        assert error_codes(half.payload_of(VERIFY, code=code)) == ["INVALID_CODE"], (
            "what was lost still opens"
        )
    back = sign_in(world.portal, mailbox, manager.user)
    assert "FACTOR_RESET_APPROVED" in event_kinds(back)
    events = models.SecurityEvent.filter(
        user_id=manager.user.id, kind=models.SecurityEventKind.FACTOR_RESET_APPROVED
    )
    assert world.portal.run(events.values_list("actor", flat=True)) == [
        other.manager.name if other.manager else None
    ]


def nobody_else(world: World, manager: Person) -> tuple[str, str]:
    return manager.user.identifier, manager.user.identifier


def a_user_of_a_company(world: World, manager: Person) -> tuple[str, str]:
    return world.a.people["user"].user.identifier, manager.user.identifier


def by_a_user(world: World, manager: Person) -> tuple[str, str]:
    return manager.user.identifier, world.a.people[
        "administrator with user management"
    ].user.identifier


def by_a_manager_who_is_gone(world: World, manager: Person) -> tuple[str, str]:
    other = world.a.people["health manager"].user
    world.portal.run(models.User.filter(id=other.id).update(status=models.UserStatus.SUSPENDED))
    return manager.user.identifier, other.identifier


@pytest.mark.parametrize(
    "who", [nobody_else, a_user_of_a_company, by_a_user, by_a_manager_who_is_gone]
)
def test_an_invalid_reset_of_a_manager_changes_nothing(
    who: object, world: World, manager: Person
) -> None:
    assert callable(who)
    for person in (manager, world.a.people["user"]):
        switch_to_totp(world.sign_in_as(person))
    identifiers = who(world, manager)
    with pytest.raises(StartError):
        reset(world, *identifiers)
    for person in (manager, world.a.people["user"]):
        assert (
            world.portal.run(stored_column(person.user, "two_factor_method"))
            is TwoFactorMethod.TOTP
        )
        assert world.portal.run(models.Session.filter(user_id=person.user.id).exists())


def test_an_unknown_manager_is_one_sentence(tmp_path: object) -> None:
    environment = {
        "GUICHET_DATABASE_URL": f"sqlite://{tmp_path}/guichet.sqlite3",
        "GUICHET_DOCUMENTS": f"{tmp_path}/documents",
        "GUICHET_OUTBOX": f"{tmp_path}/outbox",
    }
    guichet("migrate", **environment)
    assert_one_sentence(
        guichet("reset-manager", "10000000", "--approved-by", "10000001", **environment),
        "10000000",
        "no manager",
    )
