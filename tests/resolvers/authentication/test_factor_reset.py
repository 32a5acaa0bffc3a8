"""Lost second factor and recovery codes: one manager starts the reset, another decides, and the user is notified."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

import models
from models import TwoFactorMethod
from tests.support.portal import Client, Mailbox, Portal
from tests.support.signing_in import (
    READ_COMPANY,
    VERIFY,
    begin_sign_in,
    error_codes,
    finish_sign_in,
    forget_failures,
    sign_in,
    stored_column,
)
from tests.support.two_factor import forget_used_codes, switch_to_totp, totp_code
from tests.support.world import Person, World

START, APPROVE, REFUSE = (
    f"mutation ($user: ID!) {{ {name}FactorReset(userId: $user) {{ user {{ id }} errors {{ code field }} }} }}"
    for name in ("start", "approve", "refuse")
)
WAITING = "{ factorResets { user { id } startedBy startedAt expiresAt } }"


@pytest.fixture
def person(world: World) -> Person:
    return world.a.people["user"]


@pytest.fixture
def secret(world: World, person: Person) -> str:
    """The secret of an authenticator that is lost."""
    return switch_to_totp(world.sign_in_as(person))[0]


def method_of(portal: Portal, user: models.User) -> TwoFactorMethod:
    return TwoFactorMethod(portal.run(stored_column(user, "two_factor_method")))


def test_two_managers_reset_a_lost_second_factor(
    world: World, person: Person, secret: str, mailbox: Mailbox
) -> None:
    portal, session = world.portal, world.sign_in_as(person)
    contract, health = world.client("contract manager"), world.client("health manager")
    contract.mutate(START, user=person.id)
    assert mailbox.newest(person.user.email, containing="gestionnaire contrat a demandé")
    assert method_of(portal, person.user) is TwoFactorMethod.TOTP
    assert session.ask(READ_COMPANY)["company"], "a started reset changed something"
    (waiting,) = health.ask(WAITING)["factorResets"]
    assert (waiting["user"], waiting["startedBy"]) == (
        {"id": person.id},
        world.a.people["contract manager"].manager.name,
    )

    health.mutate(APPROVE, user=person.id)

    assert mailbox.newest(person.user.email, containing="a été réinitialisée")
    assert method_of(portal, person.user) is TwoFactorMethod.EMAIL
    assert session.ask(READ_COMPANY).code == "UNAUTHENTICATED"
    assert portal.run(models.RecoveryCode.filter(user_id=person.user.id).count()) == 0
    assert health.ask(WAITING)["factorResets"] == []
    client = sign_in(portal, mailbox, person.user)
    document = "{ viewer { account { events(first: 100) { edges { node { kind actor } } } } } }"
    edges = client.ask(document)["viewer"]["account"]["events"]["edges"]
    actors = {edge["node"]["kind"]: edge["node"]["actor"] for edge in edges}
    assert actors["FACTOR_RESET_STARTED"] == world.a.people["contract manager"].manager.name
    assert actors["FACTOR_RESET_APPROVED"] == world.a.people["health manager"].manager.name


BY_ID = """query ($id: ID!) { node(id: $id) { id ... on FactorReset { user { id } startedBy startedAt expiresAt } } }"""


def test_a_reset_is_found_by_its_id_by_the_viewers_of_the_list(
    world: World, person: Person, secret: str
) -> None:
    portal, health = world.portal, world.client("health manager")
    world.client("contract manager").mutate(START, user=person.id)
    (listed,) = health.ask("{ factorResets { id user { id } startedBy startedAt expiresAt } }")[
        "factorResets"
    ]
    assert health.ask(BY_ID, id=listed["id"])["node"] == listed
    for name in ("user", "administrator with user management"):
        assert world.client(name).ask(BY_ID, id=listed["id"]).code == "FORBIDDEN"
    portal.run(models.Session.all().update(proved_at=datetime(2026, 1, 1, tzinfo=UTC)))
    assert health.ask(BY_ID, id=listed["id"]).refusal == {
        "code": "STEP_UP_REQUIRED",
        "mutation": "proveAgain",
    }
    world.client("health manager").mutate(REFUSE, user=person.id)
    assert world.client("health manager").ask(BY_ID, id=listed["id"]).code == "NOT_FOUND"


def test_an_expired_reset_is_not_found_by_its_id(world: World, person: Person, secret: str) -> None:
    world.client("contract manager").mutate(START, user=person.id)
    health = world.client("health manager")
    (listed,) = health.ask("{ factorResets { id } }")["factorResets"]
    ask_access = 'query ($id: ID!) { access(coordinate: "FactorReset", id: $id) { allowed } }'
    assert health.ask(ask_access, id=listed["id"])["access"]["allowed"] is True
    past = datetime.now(UTC) - timedelta(seconds=1)
    world.portal.run(models.FactorReset.all().update(expires_at=past))
    assert health.ask("{ factorResets { id } }")["factorResets"] == []
    assert health.ask(BY_ID, id=listed["id"]).code == "NOT_FOUND"
    assert health.ask(ask_access, id=listed["id"])["access"]["allowed"] is False


def test_after_a_reset_signing_in_still_wants_a_second_factor(
    world: World, person: Person, secret: str, mailbox: Mailbox
) -> None:
    world.client("contract manager").mutate(START, user=person.id)
    world.client("health manager").mutate(APPROVE, user=person.id)
    forget_failures(world.portal)
    half = begin_sign_in(world.portal, person.user)
    assert half.ask(READ_COMPANY).code == "UNAUTHENTICATED"
    forget_used_codes(world.portal, person.user)
    assert error_codes(half.payload_of(VERIFY, code=totp_code(secret))) == ["INVALID_CODE"], (
        "the lost factor still opens"
    )


def test_the_manager_who_started_a_reset_does_not_decide_on_it(
    world: World, person: Person, secret: str
) -> None:
    contract = world.client("contract manager")
    contract.mutate(START, user=person.id)
    for document in (APPROVE, REFUSE):
        assert error_codes(contract.payload_of(document, user=person.id)) == ["OWN_RESET"]
    assert method_of(world.portal, person.user) is TwoFactorMethod.TOTP
    assert world.portal.run(models.FactorReset.filter(user_id=person.user.id).count()) == 1


def test_a_refused_reset_changes_nothing(
    world: World, person: Person, secret: str, mailbox: Mailbox
) -> None:
    world.client("contract manager").mutate(START, user=person.id)
    health = world.client("health manager")
    health.mutate(REFUSE, user=person.id)
    assert mailbox.newest(person.user.email, containing="a été refusée")
    assert error_codes(health.payload_of(APPROVE, user=person.id)) == ["NO_RESET"]
    forget_used_codes(world.portal, person.user)
    assert finish_sign_in(begin_sign_in(world.portal, person.user), totp_code(secret)).ask(
        READ_COMPANY
    )["company"]


def test_a_reset_waits_for_a_while_only(world: World, person: Person, secret: str) -> None:
    world.client("contract manager").mutate(START, user=person.id)
    world.portal.run(
        models.FactorReset.filter(user_id=person.user.id).update(expires_at=datetime.now(UTC))
    )
    health = world.client("health manager")
    assert health.ask(WAITING)["factorResets"] == []
    assert error_codes(health.payload_of(APPROVE, user=person.id)) == ["NO_RESET"]
    assert method_of(world.portal, person.user) is TwoFactorMethod.TOTP


def test_a_reset_that_was_not_started_cannot_be_approved(
    world: World, person: Person, secret: str
) -> None:
    assert error_codes(world.client("health manager").payload_of(APPROVE, user=person.id)) == [
        "NO_RESET"
    ]
    assert method_of(world.portal, person.user) is TwoFactorMethod.TOTP


def test_managers_of_other_companies_neither_start_nor_decide(
    world: World, person: Person, secret: str
) -> None:
    assert world.client("contract manager", "b").ask(START, user=person.id).code == "NOT_FOUND"
    world.client("contract manager").mutate(START, user=person.id)
    for name in ("contract manager", "health manager"):
        foreign = world.client(name, "b")
        assert foreign.ask(WAITING)["factorResets"] == []
        assert foreign.ask(APPROVE, user=person.id).code == "NOT_FOUND"
    assert method_of(world.portal, person.user) is TwoFactorMethod.TOTP


@pytest.mark.parametrize(
    "persona", ["user", "administrator with user management", "health manager"]
)
def test_only_the_contract_manager_starts_a_reset(
    persona: str, world: World, person: Person
) -> None:
    assert world.client(persona).ask(START, user=person.id).code == "FORBIDDEN"
    assert world.portal.run(models.FactorReset.filter(user_id=person.user.id).count()) == 0


def test_an_invited_user_has_nothing_to_reset(world: World, person: Person) -> None:
    world.portal.run(models.User.filter(id=person.user.id).update(status=models.UserStatus.INVITED))
    assert error_codes(world.client("contract manager").payload_of(START, user=person.id)) == [
        "NOT_ACTIVE"
    ]


def test_approved_many_times_at_once_it_is_carried_out_once(
    world: World, person: Person, secret: str
) -> None:
    world.client("contract manager").mutate(START, user=person.id)
    clients = [world.client("health manager") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda client: client.ask(APPROVE, user=person.id), clients))
    carried_out = [
        answer
        for answer in answers
        if not answer.errors and not error_codes(answer["approveFactorReset"])
    ]
    assert len(carried_out) == 1


def test_a_forgotten_password_takes_no_second_factor_away(
    world: World, person: Person, secret: str, anonymous: Client, mailbox: Mailbox
) -> None:
    anonymous.ask(
        "mutation ($id: String!) { requestPasswordReset(identifier: $id) { accepted } }",
        id=person.user.identifier,
    )
    reset = 'mutation ($token: String!) { resetPassword(token: $token, password: "quatre moutons bleus sautent") { changed errors { code } } }'
    anonymous.mutate(reset, token=mailbox.token(person.user.email))
    half = begin_sign_in(world.portal, person.user, "quatre moutons bleus sautent")
    assert half.ask(READ_COMPANY).code == "UNAUTHENTICATED"
    assert method_of(world.portal, person.user) is TwoFactorMethod.TOTP
    forget_used_codes(world.portal, person.user)
    assert finish_sign_in(half, totp_code(secret)).ask(READ_COMPANY)["company"]
