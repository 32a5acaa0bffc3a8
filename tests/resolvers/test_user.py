"""Users of a company, their accesses, and the changes open to an administrator."""

from concurrent.futures import ThreadPoolExecutor

import pytest

import models
from models import Access, Role, UserStatus
from tests.support.portal import Client, Mailbox
from tests.support.signing_in import (
    READ_COMPANY,
    REQUEST_RESET,
    RESET,
    SIGN_IN,
    begin_sign_in,
    error_codes,
    stored_column,
)
from tests.support.users import user_rows
from tests.support.world import PASSWORD, Person, World

ERRORS = "errors { code field }"
USER = "user { id status memberships { role accesses company { id } } }"
CHANGE = f"""mutation ($user: ID!, $accesses: [Access!]!, $administrator: Boolean) {{
  changeAccesses(userId: $user, accesses: $accesses, administrator: $administrator) {{ {USER} {ERRORS} }} }}"""
REMOVE = f"mutation ($user: ID!) {{ removeUser(userId: $user) {{ {USER} {ERRORS} }} }}"
RESEND = f"mutation ($user: ID!) {{ resendInvitation(userId: $user) {{ user {{ id }} {ERRORS} }} }}"
USERS = "query ($access: Access, $after: String, $first: Int! = 20) { users(access: $access, after: $after, first: $first) { totalCount "
USERS += "pageInfo { hasNextPage endCursor } edges { node { id lastName memberships { accesses company { id } } } } } }"
INVOICES = "{ invoices { totalCount } }"
SWITCH = "mutation ($company: ID!) { switchCompany(companyId: $company) { viewer { role } token errors { code } } }"


@pytest.fixture
def manager(world: World) -> Client:
    """The administrator who manages users."""
    return world.client("administrator with user management")


def test_the_administrator_opens_what_a_user_cannot_see(world: World, manager: Client) -> None:
    world.invoice()
    person, administrator = (
        world.a.people["user"],
        world.a.people["administrator with user management"].user,
    )
    user = world.sign_in_as(person)
    refused = user.ask(INVOICES)
    assert refused.data == {"invoices": None}
    assert refused.refusal == {
        "code": "FORBIDDEN",
        "access": "INVOICES",
        "askWho": "ADMINISTRATOR",
        "contact": {
            "name": administrator.name,
            "email": administrator.email,
            "phone": administrator.phone,
        },
    }
    changed = manager.mutate(CHANGE, user=person.id, accesses=["INVOICES"])["user"]
    assert changed["memberships"] == [
        {"role": "USER", "accesses": ["INVOICES"], "company": {"id": world.a.id}}
    ]
    assert user.ask(INVOICES)["invoices"] == {"totalCount": 1}
    manager.mutate(CHANGE, user=person.id, accesses=[])
    assert user.ask(INVOICES).code == "FORBIDDEN"


@pytest.mark.parametrize("persona", ["administrator", "administrator with user management"])
def test_administrators_see_who_reaches_the_same_information(persona: str, world: World) -> None:
    users = world.client(persona).ask(USERS)["users"]
    listed = {edge["node"]["id"]: edge["node"] for edge in users["edges"]}
    expected = {
        person.id for name, person in world.a.people.items() if "manager" not in name.split()
    }
    assert set(listed) == expected
    assert users["totalCount"] == len(expected)
    fiduciary = listed[world.a.people["fiduciary"].id]
    assert fiduciary["memberships"] == [{"accesses": ["CLAIMS"], "company": {"id": world.a.id}}], (
        "the other company shows"
    )


def test_the_list_of_users_can_be_narrowed_to_an_access_and_paged(
    world: World, manager: Client
) -> None:
    with_invoices = manager.ask(USERS, access="INVOICES")["users"]
    wanted = {
        world.a.people[name].id
        for name in ("user with invoices", "administrator", "administrator with user management")
    }
    assert {edge["node"]["id"] for edge in with_invoices["edges"]} == wanted
    paged, after = [], None
    while True:
        page = manager.ask(USERS, access="INVOICES", first=2, after=after)["users"]
        paged += [edge["node"]["id"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert paged == [edge["node"]["id"] for edge in with_invoices["edges"]]
    for variables, code in (
        ({"after": "x"}, "BAD_USER_INPUT"),
        ({"first": 101}, "LIMIT_EXCEEDED"),
        ({"first": -1}, "BAD_USER_INPUT"),
    ):
        assert manager.ask(USERS, **variables).code == code


@pytest.mark.parametrize("persona", ["user", "user with claims", "fiduciary", "health manager"])
def test_a_user_who_is_no_administrator_does_not_see_the_others(persona: str, world: World) -> None:
    answer = world.client(persona).ask(USERS)
    assert answer.data == {"users": None}
    assert (answer.code, answer.refusal["access"]) == ("FORBIDDEN", None)


def test_a_plain_user_is_sent_to_the_administrator(world: World) -> None:
    answer = world.client("user").ask(USERS)
    assert answer.refusal["askWho"] == "ADMINISTRATOR"
    assert (
        answer.refusal["contact"]["email"]
        == world.a.people["administrator with user management"].user.email
    )
    administrator = world.a.people["administrator with user management"].user.name
    assert (
        answer.errors[0]["message"]
        == f"You may not see the users of the company and their accesses. Ask your administrator, {administrator}."
    )


@pytest.mark.parametrize(
    "persona", ["user", "administrator", "contract manager", "health manager", "fiduciary"]
)
@pytest.mark.parametrize("document", [CHANGE, REMOVE, RESEND], ids=["change", "remove", "resend"])
def test_only_an_administrator_with_user_management_changes_users(
    document: str, persona: str, world: World
) -> None:
    client, target = world.client(persona), world.a.people["user with claims"].id
    before = user_rows(world)
    answer = client.ask(document, user=target, **({"accesses": []} if document is CHANGE else {}))
    assert answer.data is not None
    assert list(answer.data.values()) == [None]
    assert answer.code == "FORBIDDEN"
    assert user_rows(world) == before


@pytest.mark.parametrize("document", [CHANGE, REMOVE, RESEND], ids=["change", "remove", "resend"])
@pytest.mark.parametrize("name", ["user", "administrator", "contract manager", "nobody"])
def test_another_companys_user_is_not_found(
    name: str, document: str, world: World, manager: Client, mailbox: Mailbox
) -> None:
    foreign = world.b.people.get(name) or Person(models.User())
    before = user_rows(world)
    answer = manager.ask(
        document, user=foreign.id, **({"accesses": ["CLAIMS"]} if document is CHANGE else {})
    )
    assert answer.data is not None
    assert list(answer.data.values()) == [None]
    assert (answer.code, answer.errors[0]["message"]) == ("NOT_FOUND", "No such user.")
    assert user_rows(world) == before
    assert name == "nobody" or mailbox.to(foreign.user.email) == []


@pytest.mark.parametrize("accesses", [["USER_MANAGEMENT"], ["CLAIMS", "USER_MANAGEMENT"]])
def test_no_administrator_of_the_company_grants_user_management(
    accesses: list[str], world: World, manager: Client
) -> None:
    before = user_rows(world)
    for name in ("user", "administrator"):
        payload = manager.payload_of(
            CHANGE, user=world.a.people[name].id, accesses=accesses, administrator=True
        )
        assert payload == {
            "user": None,
            "errors": [{"code": "NOT_YOURS_TO_GRANT", "field": ["accesses"]}],
        }
    assert user_rows(world) == before


def test_no_administrator_of_the_company_withdraws_user_management(
    world: World, manager: Client
) -> None:
    person = world.a.people["administrator"]
    world.portal.run(
        models.Membership.filter(user_id=person.user.id).update(accesses="CLAIMS USER_MANAGEMENT")
    )
    before = user_rows(world)
    payload = manager.payload_of(CHANGE, user=person.id, accesses=["CLAIMS"])
    assert payload == {
        "user": None,
        "errors": [{"code": "NOT_YOURS_TO_GRANT", "field": ["accesses"]}],
    }
    assert user_rows(world) == before
    manager.mutate(CHANGE, user=person.id, accesses=["INVOICES", "USER_MANAGEMENT"])


def test_no_administrator_removes_their_own_user_management(world: World, manager: Client) -> None:
    own, everything = (
        world.a.people["administrator with user management"].id,
        [access.value for access in Access],
    )
    before = user_rows(world)
    tries = {
        "NOT_YOURS_TO_GRANT": manager.payload_of(CHANGE, user=own, accesses=["CLAIMS"]),
        "OWN_MANAGEMENT": manager.payload_of(
            CHANGE, user=own, accesses=everything, administrator=False
        ),
    }
    assert {code: error_codes(payload) for code, payload in tries.items()} == {
        code: [code] for code in tries
    }
    assert manager.payload_of(REMOVE, user=own) == {
        "user": None,
        "errors": [{"code": "OWN_MANAGEMENT", "field": ["userId"]}],
    }
    assert user_rows(world) == before
    assert manager.mutate(CHANGE, user=own, accesses=["USER_MANAGEMENT"]), (
        "one's other accesses are one's own to close"
    )


def test_two_administrators_who_remove_each_other_at_once_do_not_leave_the_company_without_one(
    world: World,
) -> None:
    pair = [world.a.people["administrator"], world.a.people["administrator with user management"]]
    world.portal.run(
        models.Membership.filter(user_id=pair[0].user.id).update(accesses="USER_MANAGEMENT")
    )
    clients = [world.sign_in_as(person) for person in pair]
    with ThreadPoolExecutor(2) as pool:
        list(
            pool.map(
                lambda pair: pair[0].ask(REMOVE, user=pair[1].id),
                zip(clients, reversed(pair), strict=True),
            )
        )
    assert (
        world.portal.run(
            models.Membership.filter(company_id=world.a.company.id, role=Role.ADMINISTRATOR).count()
        )
        == 1
    )


@pytest.mark.parametrize("mutation", [REMOVE, CHANGE], ids=["remove", "change"])
def test_an_administrator_who_is_not_active_does_not_count_as_one(
    mutation: str, world: World, manager: Client
) -> None:
    """The caller is active, so the last active administrator is always the caller."""
    other = world.a.people["administrator"]
    world.portal.run(models.User.filter(id=other.user.id).update(status=UserStatus.SUSPENDED))
    own = world.a.people["administrator with user management"].id
    variables = (
        {"accesses": ["USER_MANAGEMENT"], "administrator": False} if mutation is CHANGE else {}
    )
    assert error_codes(manager.payload_of(mutation, user=own, **variables)) == ["OWN_MANAGEMENT"]
    variables = {"accesses": [], "administrator": False} if mutation is CHANGE else {}
    manager.mutate(mutation, user=other.id, **variables)


def test_an_administrator_can_be_made_and_unmade(world: World, manager: Client) -> None:
    person = world.a.people["user"]
    client = world.sign_in_as(person)
    manager.mutate(CHANGE, user=person.id, accesses=["CLAIMS"], administrator=True)
    assert client.ask(USERS)["users"]["totalCount"]
    assert client.ask(CHANGE, user=person.id, accesses=[]).refusal["access"] == "USER_MANAGEMENT"
    manager.mutate(CHANGE, user=person.id, accesses=["CLAIMS"])
    assert client.ask(USERS)["users"], "the role changed although nothing was said of it"
    manager.mutate(CHANGE, user=person.id, accesses=["CLAIMS"], administrator=False)
    assert client.ask(USERS).code == "FORBIDDEN"


def test_an_administrator_promoted_again_has_no_user_management(
    world: World, manager: Client
) -> None:
    person = world.a.people["administrator"]
    world.portal.run(
        models.Membership.filter(user_id=person.user.id).update(accesses="CLAIMS USER_MANAGEMENT")
    )
    for administrator in (False, True):
        changed = manager.mutate(
            CHANGE, user=person.id, accesses=["CLAIMS"], administrator=administrator
        )["user"]
        assert changed["memberships"][0]["accesses"] == ["CLAIMS"]


def test_repeated_accesses_count_once(world: World, manager: Client) -> None:
    person = world.a.people["user"]
    changed = manager.mutate(CHANGE, user=person.id, accesses=["SETTLEMENTS"] * 30)
    assert changed["user"]["memberships"][0]["accesses"] == ["SETTLEMENTS"]
    assert world.portal.run(stored_column(person.memberships[0], "accesses")) == frozenset(
        {Access.SETTLEMENTS}
    )


def test_a_removed_users_sessions_end_at_once(
    world: World, manager: Client, mailbox: Mailbox, anonymous: Client
) -> None:
    person = world.a.people["user with claims"]
    client, half = world.sign_in_as(person), begin_sign_in(world.portal, person.user)
    anonymous.mutate(REQUEST_RESET, identifier=person.user.identifier)
    link = mailbox.token(person.user.email, beyond=1)
    assert client.ask(READ_COMPANY)["company"]

    removed = manager.mutate(REMOVE, user=person.id)["user"]

    assert removed == {"id": person.id, "status": "SUSPENDED", "memberships": []}
    for session in (client, half):
        assert session.ask(READ_COMPANY).code == "UNAUTHENTICATED"
        assert session.ask("{ viewer { role } }")["viewer"] is None
    assert error_codes(
        anonymous.payload_of(SIGN_IN, identifier=person.user.identifier, password=PASSWORD)
    ) == ["INVALID_CREDENTIALS"]
    assert error_codes(
        anonymous.payload_of(RESET, token=link, password="a new long passphrase")
    ) == ["INVALID_LINK"]
    assert manager.ask(REMOVE, user=person.id).code == "NOT_FOUND"
    assert (
        manager.ask("query ($id: ID!) { node(id: $id) { id } }", id=person.id).code == "NOT_FOUND"
    )


def test_a_fiduciary_removed_from_one_company_goes_on_in_the_other(
    world: World, manager: Client
) -> None:
    person = world.a.people["fiduciary"]
    in_a, in_b = world.sign_in_as(person), world.sign_in_as(person)
    in_b.adopt(in_b.mutate(SWITCH, company=world.b.id))
    removed = manager.mutate(REMOVE, user=person.id)["user"]
    assert removed["status"] == "ACTIVE"
    assert in_a.ask(READ_COMPANY).code == "UNAUTHENTICATED"
    assert in_b.ask(READ_COMPANY)["company"] == {"name": "Beta SA"}
    assert error_codes(in_b.payload_of(SWITCH, company=world.a.id)) == ["NOT_FOUND"]
    assert begin_sign_in(world.portal, person.user), (
        "the account is still good for the other company"
    )
