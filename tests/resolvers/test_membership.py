"""Memberships: several for a fiduciary, and permissions that end while a mutation is already under way."""

from typing import Any

import pytest

import models
from errors import Forbidden, Unauthenticated
from models import Access, Role
from pipeline.context import Context
from pipeline.session import viewer_of
from pipeline.state import SessionState
from resolvers.membership import change_accesses
from server.services import create_services
from tests.support.world import CompanyWorld, Person, World

ADD = """mutation ($user: ID!, $company: ID!) {
  addMembership(userId: $user, companyId: $company) { user { memberships { company { name } role accesses } } errors { code field } } }"""
CHANGE = """mutation ($user: ID!, $accesses: [Access!]!, $administrator: Boolean) {
  changeAccesses(userId: $user, accesses: $accesses, administrator: $administrator) {
    user { memberships { role accesses } } errors { code field } } }"""
INFORM = """mutation ($user: ID!, $information: PersonalInformation!) {
  changePersonalInformation(userId: $user, information: $information) { user { email lastName } errors { code field } } }"""


@pytest.fixture
def shared(world: World) -> World:
    """Both companies have the contract manager of the first."""
    manager = world.a.people["contract manager"].manager
    world.portal.run(models.Company.filter(id=world.b.company.id).update(contract_manager=manager))
    return world


def test_the_contract_manager_makes_a_user_a_fiduciary_who_sees_nothing_until_it_is_opened(
    shared: World,
) -> None:
    user, client = shared.a.people["user with claims"], shared.client("contract manager")
    memberships = client.mutate(ADD, user=user.id, company=shared.b.id)["user"]["memberships"]
    assert {
        "company": {"name": shared.b.company.name},
        "role": "USER",
        "accesses": [],
    } in memberships
    own = shared.client("user with claims")
    own.adopt(
        own.mutate(
            "mutation ($id: ID!) { switchCompany(companyId: $id) { token errors { code } } }",
            id=shared.b.id,
        )
    )
    assert own.ask("{ claims { totalCount } }").code == "FORBIDDEN"
    shared.client("administrator with user management", "b").mutate(
        CHANGE, user=user.id, accesses=["CLAIMS"]
    )
    assert own.ask("{ claims { totalCount } }")["claims"] == {"totalCount": 0}


def test_a_user_has_one_membership_of_a_company(shared: World) -> None:
    problems = shared.client("contract manager").payload_of(
        ADD, user=shared.a.people["fiduciary"].id, company=shared.b.id
    )
    assert problems["errors"] == [{"code": "ALREADY_A_USER", "field": ["companyId"]}]


def test_a_contract_manager_connects_only_companies_of_their_own(world: World) -> None:
    user, client = world.a.people["user"], world.client("contract manager")
    assert client.ask(ADD, user=user.id, company=world.b.id).code == "NOT_FOUND"
    assert client.ask(ADD, user=world.b.people["user"].id, company=world.a.id).code == "NOT_FOUND"
    assert world.portal.run(_count(user)) == 1


async def _count(person: Person) -> int:
    return await models.Membership.filter(user_id=person.user.id).count()


def test_the_address_of_a_fiduciary_is_changed_by_the_manager_of_all_companies_only(
    world: World,
) -> None:
    fiduciary, client = world.a.people["fiduciary"], world.client("contract manager")
    problems = client.payload_of(
        INFORM, user=fiduciary.id, information={"email": "thief@example.com"}
    )
    assert problems["errors"] == [{"code": "ALSO_ELSEWHERE", "field": ["userId"]}]
    renamed = client.mutate(INFORM, user=fiduciary.id, information={"lastName": "Married"})["user"]
    assert renamed == {"email": fiduciary.user.email, "lastName": "Married"}


def test_an_administrator_who_is_demoted_loses_the_user_management_for_good(world: World) -> None:
    second = world.portal.run(_second_administrator(world.a))
    client = world.client("administrator with user management")
    (demoted,) = client.mutate(CHANGE, user=second.id, accesses=["CLAIMS"], administrator=False)[
        "user"
    ]["memberships"]
    assert demoted == {"role": "USER", "accesses": ["CLAIMS"]}
    (promoted,) = client.mutate(CHANGE, user=second.id, accesses=["CLAIMS"], administrator=True)[
        "user"
    ]["memberships"]
    assert promoted == {"role": "ADMINISTRATOR", "accesses": ["CLAIMS"]}


async def _second_administrator(company: CompanyWorld) -> Person:
    person = company.people["administrator"]
    await models.Membership.filter(id=person.memberships[0].id).update(
        accesses=[Access.CLAIMS, Access.USER_MANAGEMENT]
    )
    return person


@pytest.mark.parametrize(
    ("loss", "refusal"),
    [("removed", Unauthenticated), ("withdrawn", Forbidden), ("demoted", Forbidden)],
)
def test_a_permission_that_ends_while_a_mutation_waits_ends_the_mutation(
    loss: str, refusal: type[Exception], world: World
) -> None:
    acting, target = world.a.people["administrator with user management"], world.a.people["user"]
    with pytest.raises(refusal):
        world.portal.run(_change_while_losing(world, acting, target, loss))
    assert world.portal.run(_role(target)) is Role.USER


async def _change_while_losing(world: World, acting: Person, target: Person, loss: str) -> Any:
    """The request has found its rights; they end before its transaction has the company to itself."""
    membership = acting.memberships[0]
    session = models.Session(user=acting.user, membership=membership)
    context = Context(
        create_services(world.portal.settings),
        session=SessionState(session.id),
        viewer=viewer_of(session, fresh=True),
    )
    own = models.Membership.filter(id=membership.id)
    if loss == "removed":
        await own.delete()
    elif loss == "withdrawn":
        await own.update(accesses=[Access.CLAIMS])
    else:
        await own.update(role=Role.USER)
    return await change_accesses(_Info(context), target.id, [], True)  # type: ignore[arg-type]


class _Info:
    def __init__(self, context: Context) -> None:
        self.context = context


async def _role(person: Person) -> Role:
    return (await models.Membership.get(user_id=person.user.id)).role
