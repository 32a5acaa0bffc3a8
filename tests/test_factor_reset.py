"""Lost second factor and recovery codes: one manager starts, another one decides, and the user is told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

import models
from models import TwoFactorMethod
from tests.portal import Client, Mailbox, Portal
from tests.signing_in import COMPANY, VERIFY, begin, codes_of, column, forget_tries, prove, sign_in
from tests.test_two_factor import code_of, let_time_pass, switch_to_totp
from tests.world import Person, World

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
    return TwoFactorMethod(portal.run(column(user, "two_factor_method")))


def test_two_managers_reset_a_lost_second_factor(
    world: World, person: Person, secret: str, mailbox: Mailbox
) -> None:
    portal, session = world.portal, world.sign_in_as(person)
    contract, health = world.client("contract manager"), world.client("health manager")
    contract.order(START, user=person.id)
    assert mailbox.newest(person.user.email, containing="gestionnaire contrat a demandé")
    assert method_of(portal, person.user) is TwoFactorMethod.TOTP
    assert session.ask(COMPANY)["company"], "a started reset changed something"
    (waiting,) = health.ask(WAITING)["factorResets"]
    assert (waiting["user"], waiting["startedBy"]) == (
        {"id": person.id},
        world.a.people["contract manager"].manager.name,
    )

    health.order(APPROVE, user=person.id)

    assert mailbox.newest(person.user.email, containing="a été réinitialisée")
    assert method_of(portal, person.user) is TwoFactorMethod.EMAIL
    assert session.ask(COMPANY).code == "UNAUTHENTICATED"
    assert portal.run(models.RecoveryCode.filter(user_id=person.user.id).count()) == 0
    assert health.ask(WAITING)["factorResets"] == []
    client = sign_in(portal, mailbox, person.user)
    document = "{ viewer { account { events(first: 100) { edges { node { kind actor } } } } } }"
    edges = client.ask(document)["viewer"]["account"]["events"]["edges"]
    actors = {edge["node"]["kind"]: edge["node"]["actor"] for edge in edges}
    assert actors["FACTOR_RESET_STARTED"] == world.a.people["contract manager"].manager.name
    assert actors["FACTOR_RESET_APPROVED"] == world.a.people["health manager"].manager.name


def test_after_a_reset_signing_in_still_wants_a_second_factor(
    world: World, person: Person, secret: str, mailbox: Mailbox
) -> None:
    world.client("contract manager").order(START, user=person.id)
    world.client("health manager").order(APPROVE, user=person.id)
    forget_tries(world.portal)
    half = begin(world.portal, person.user)
    assert half.ask(COMPANY).code == "UNAUTHENTICATED"
    let_time_pass(world.portal, person.user)
    assert codes_of(half.problems_of(VERIFY, code=code_of(secret))) == ["INVALID_CODE"], (
        "the lost factor still opens"
    )


def test_whoever_started_it_does_not_decide_on_it(
    world: World, person: Person, secret: str
) -> None:
    contract = world.client("contract manager")
    contract.order(START, user=person.id)
    for document in (APPROVE, REFUSE):
        assert codes_of(contract.problems_of(document, user=person.id)) == ["OWN_RESET"]
    assert method_of(world.portal, person.user) is TwoFactorMethod.TOTP
    assert world.portal.run(models.FactorReset.filter(user_id=person.user.id).count()) == 1


def test_a_refused_reset_changes_nothing(
    world: World, person: Person, secret: str, mailbox: Mailbox
) -> None:
    world.client("contract manager").order(START, user=person.id)
    health = world.client("health manager")
    health.order(REFUSE, user=person.id)
    assert mailbox.newest(person.user.email, containing="a été refusée")
    assert codes_of(health.problems_of(APPROVE, user=person.id)) == ["NO_RESET"]
    let_time_pass(world.portal, person.user)
    assert prove(begin(world.portal, person.user), code_of(secret)).ask(COMPANY)["company"]


def test_a_reset_waits_for_a_while_only(world: World, person: Person, secret: str) -> None:
    world.client("contract manager").order(START, user=person.id)
    world.portal.run(
        models.FactorReset.filter(user_id=person.user.id).update(expires_at=datetime.now(UTC))
    )
    health = world.client("health manager")
    assert health.ask(WAITING)["factorResets"] == []
    assert codes_of(health.problems_of(APPROVE, user=person.id)) == ["NO_RESET"]
    assert method_of(world.portal, person.user) is TwoFactorMethod.TOTP


def test_nothing_is_approved_that_nobody_started(world: World, person: Person, secret: str) -> None:
    assert codes_of(world.client("health manager").problems_of(APPROVE, user=person.id)) == [
        "NO_RESET"
    ]
    assert method_of(world.portal, person.user) is TwoFactorMethod.TOTP


def test_managers_of_other_companies_neither_start_nor_decide(
    world: World, person: Person, secret: str
) -> None:
    assert world.client("contract manager", "b").ask(START, user=person.id).code == "NOT_FOUND"
    world.client("contract manager").order(START, user=person.id)
    for name in ("contract manager", "health manager"):
        foreign = world.client(name, "b")
        assert foreign.ask(WAITING)["factorResets"] == []
        assert foreign.ask(APPROVE, user=person.id).code == "NOT_FOUND"
    assert method_of(world.portal, person.user) is TwoFactorMethod.TOTP


@pytest.mark.parametrize(
    "persona", ["user", "administrator with user management", "health manager"]
)
def test_nobody_but_the_contract_manager_starts_a_reset(
    persona: str, world: World, person: Person
) -> None:
    assert world.client(persona).ask(START, user=person.id).code == "FORBIDDEN"
    assert world.portal.run(models.FactorReset.filter(user_id=person.user.id).count()) == 0


def test_an_invited_user_has_nothing_to_reset(world: World, person: Person) -> None:
    world.portal.run(models.User.filter(id=person.user.id).update(status=models.UserStatus.INVITED))
    assert codes_of(world.client("contract manager").problems_of(START, user=person.id)) == [
        "NOT_ACTIVE"
    ]


def test_approved_many_times_at_once_it_is_carried_out_once(
    world: World, person: Person, secret: str
) -> None:
    world.client("contract manager").order(START, user=person.id)
    clients = [world.client("health manager") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda client: client.ask(APPROVE, user=person.id), clients))
    carried_out = [
        answer
        for answer in answers
        if not answer.errors and not codes_of(answer["approveFactorReset"])
    ]
    assert len(carried_out) == 1


def test_a_forgotten_password_takes_no_second_factor_away(
    world: World, person: Person, secret: str, stranger: Client, mailbox: Mailbox
) -> None:
    stranger.ask(
        "mutation ($id: String!) { requestPasswordReset(identifier: $id) { accepted } }",
        id=person.user.identifier,
    )
    reset = 'mutation ($token: String!) { resetPassword(token: $token, password: "quatre moutons bleus sautent") { changed errors { code } } }'
    stranger.order(reset, token=mailbox.token(person.user.email))
    half = begin(world.portal, person.user, "quatre moutons bleus sautent")
    assert half.ask(COMPANY).code == "UNAUTHENTICATED"
    assert method_of(world.portal, person.user) is TwoFactorMethod.TOTP
    let_time_pass(world.portal, person.user)
    assert prove(half, code_of(secret)).ask(COMPANY)["company"]
