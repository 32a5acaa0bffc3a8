"""Contact for each topic: the FAQ as a table, queried by every persona."""

import pytest

import models
from models import Access, UserStatus
from resolvers.contact import ContactTopic
from tests.support.portal import Client, Portal
from tests.support.signing_in import begin_sign_in
from tests.support.truth_table import assert_complete
from tests.support.world import World, create_world

CONTACT = "query ($topic: ContactTopic!, $access: Access) { contact(topic: $topic, access: $access) { askWho name email phone } }"
SWITCH = "mutation ($company: ID!) { switchCompany(companyId: $company) { viewer { role } token errors { code } } }"
HOTLINE = {
    "askWho": "HOTLINE",
    "name": "Hotline",
    "email": "support@guichet.example",
    "phone": "+41 848 803 777",
}
CLIENTS = (
    "user",
    "user with claims",
    "fiduciary",
    "administrator",
    "administrator with user management",
)

FAQ = {
    "PLATFORM_USE": "CONTRACT_MANAGER",
    "ACCESSES": "CONTRACT_MANAGER",
    "PERSONAL_INFORMATION": "CONTRACT_MANAGER",
    "LOST_IDENTIFIER": "CONTRACT_MANAGER",
    "CLAIM_CONTENT": "HEALTH_MANAGER",
    "SETTLEMENT_CONTENT": "HEALTH_MANAGER",
}
OPENED_BY = {
    "CLAIMS": "ADMINISTRATOR",
    "SETTLEMENTS": "ADMINISTRATOR",
    "INVOICES": "ADMINISTRATOR",
    "USER_MANAGEMENT": "CONTRACT_MANAGER",
}


@pytest.fixture(scope="module")
def shared(portal: Portal) -> World:
    """Companies that no test here changes."""
    return create_world(portal)


def person_for(world: World, ask_who: str, company: str = "a") -> dict[str, str]:
    """Return the contact and how to reach them."""
    names = {
        "CONTRACT_MANAGER": "contract manager",
        "HEALTH_MANAGER": "health manager",
        "ADMINISTRATOR": "administrator with user management",
    }
    person = getattr(world, company).people[names[ask_who]]
    row = person.manager or person.user
    return {"askWho": ask_who, "name": row.name, "email": row.email, "phone": row.phone}


def test_the_tables_are_complete() -> None:
    assert_complete(
        __file__,
        "FAQ",
        FAQ,
        {topic.value for topic in ContactTopic} - {"MISSING_ACCESS"},
        '"{}": "whom to ask",'.format,
    )
    assert_complete(
        __file__,
        "OPENED_BY",
        OPENED_BY,
        {access.value for access in Access},
        '"{}": "whom to ask",'.format,
    )


@pytest.mark.parametrize("topic", FAQ)
@pytest.mark.parametrize("persona", CLIENTS)
def test_each_topic_has_its_manager(persona: str, topic: str, shared: World) -> None:
    assert shared.client(persona).ask(CONTACT, topic=topic)["contact"] == person_for(
        shared, FAQ[topic]
    )


@pytest.mark.parametrize("access", OPENED_BY)
@pytest.mark.parametrize("persona", ["user", "administrator"])
def test_a_user_without_an_access_is_sent_to_its_grantor(
    persona: str, access: str, shared: World
) -> None:
    answer = shared.client(persona).ask(CONTACT, topic="MISSING_ACCESS", access=access)
    assert answer["contact"] == person_for(shared, OPENED_BY[access])


@pytest.mark.parametrize("topic", FAQ)
def test_an_anonymous_caller_gets_the_hotline(topic: str, anonymous: Client) -> None:
    assert anonymous.ask(CONTACT, topic=topic)["contact"] == HOTLINE


@pytest.mark.parametrize("access", OPENED_BY)
def test_an_anonymous_caller_who_misses_an_access_gets_the_hotline(
    access: str, anonymous: Client
) -> None:
    assert anonymous.ask(CONTACT, topic="MISSING_ACCESS", access=access)["contact"] == HOTLINE


@pytest.mark.parametrize("persona", ["contract manager", "health manager"])
@pytest.mark.parametrize("topic", FAQ)
def test_managers_get_the_hotline(topic: str, persona: str, shared: World) -> None:
    assert shared.client(persona).ask(CONTACT, topic=topic)["contact"] == HOTLINE


def test_a_half_finished_session_gets_the_hotline_and_no_persons_address(world: World) -> None:
    half = begin_sign_in(world.portal, world.a.people["user"].user)
    for topic in FAQ:
        assert half.ask(CONTACT, topic=topic)["contact"] == HOTLINE


def test_a_contact_query_names_the_missing_access(world: World, anonymous: Client) -> None:
    for client in (anonymous, world.client("user")):
        answer = client.ask(CONTACT, topic="MISSING_ACCESS")
        assert answer.data == {"contact": None}
        assert (answer.code, answer.refusal["argument"]) == ("BAD_USER_INPUT", "access")


def test_a_fiduciary_asks_the_people_of_the_company_it_acts_for(world: World) -> None:
    client = world.client("fiduciary")
    client.adopt(client.mutate(SWITCH, company=world.b.id))
    for topic, ask_who in FAQ.items():
        assert client.ask(CONTACT, topic=topic)["contact"] == person_for(world, ask_who, "b")
    assert client.ask(CONTACT, topic="MISSING_ACCESS", access="INVOICES")["contact"] == person_for(
        world, "ADMINISTRATOR", "b"
    )


def test_the_contract_manager_is_the_contact_without_a_granting_administrator(
    world: World,
) -> None:
    client, administrator = (
        world.client("user"),
        world.a.people["administrator with user management"].user,
    )
    world.portal.run(models.User.filter(id=administrator.id).update(status=UserStatus.SUSPENDED))
    contact = client.ask(CONTACT, topic="MISSING_ACCESS", access="INVOICES")["contact"]
    assert contact == person_for(world, "CONTRACT_MANAGER"), (
        "the other administrator manages no users"
    )


def test_an_administrator_who_manages_users_is_sent_to_another_one_first(world: World) -> None:
    own, other = (
        world.a.people["administrator with user management"],
        world.a.people["administrator"],
    )
    world.portal.run(
        models.Membership.filter(user_id__in=[own.user.id, other.user.id]).update(
            accesses="USER_MANAGEMENT"
        )
    )
    answer = world.sign_in_as(own).ask("{ invoices { totalCount } }")
    assert answer.refusal["contact"]["email"] == other.user.email
    world.portal.run(models.Membership.filter(user_id=other.user.id).delete())
    answer = world.sign_in_as(own).ask("{ invoices { totalCount } }")
    assert (answer.refusal["askWho"], answer.refusal["contact"]["email"]) == (
        "ADMINISTRATOR",
        own.user.email,
    )
    assert answer.errors[0]["message"].endswith(
        "You manage users, so you can grant it to yourself."
    )


def test_the_only_administrator_without_user_management_is_sent_to_the_contract_manager(
    world: World,
) -> None:
    world.portal.run(
        models.Membership.filter(
            user_id=world.a.people["administrator with user management"].user.id
        ).delete()
    )
    world.portal.run(
        models.Membership.filter(user_id=world.a.people["administrator"].user.id).update(
            accesses=[]
        )
    )
    client = world.client("administrator")
    expected = person_for(world, "CONTRACT_MANAGER")
    assert client.ask(CONTACT, topic="MISSING_ACCESS", access="INVOICES")["contact"] == expected
    refusal = client.ask("{ invoices { totalCount } }").refusal
    assert (refusal["askWho"], refusal["contact"]["email"]) == (
        "CONTRACT_MANAGER",
        expected["email"],
    )
